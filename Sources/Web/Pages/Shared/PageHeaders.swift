package import HTTPTypes
package import Kernel

extension HTTPField.Name {
    // Constants, because a name is validated when it is made.
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let xFrameOptions = HTTPField.Name("X-Frame-Options")!
}

/// What every page is sent with (contract O16): no inline script or style, no frame around it, no trace of its address elsewhere.
package struct PageHeaders: Sendable {
    private let isSecure: Bool

    package init(isSecure: Bool) { self.isSecure = isSecure }

    /// - Parameter formActions: where forms may lead besides our own origin. Browsers hold a redirect after a POST to it too, so a
    ///   consent page names the app's redirect URI here.
    package func fields(formActions: [String] = []) -> HTTPFields {
        var fields: HTTPFields = [
            .cacheControl: "no-store",
            .contentSecurityPolicy: Self.policy(formActions),
            .referrerPolicy: "no-referrer",
            .xContentTypeOptions: "nosniff",
            .xFrameOptions: "DENY",
            .vary: "Cookie, Accept-Language",
        ]
        if isSecure { fields[.strictTransportSecurity] = "max-age=31536000; includeSubDomains" }
        return fields
    }

    /// How `form-action` names the place of a redirect URI (CSP 3, §2.3.1). The parser let no character through that could end
    /// the directive but `;` and `,`, which a host cannot have.
    package static func formAction(for uri: RedirectURI) -> String {
        guard let host = uri.host, !host.hasPrefix("[") else { return "\(uri.scheme):" }  // CSP cannot spell IPv6
        let authority = uri.text.dropFirst(uri.scheme.count + 3).prefix { $0 != "/" && $0 != "?" }
        return "\(uri.scheme)://\(authority)"
    }

    private static func policy(_ formActions: [String]) -> String {
        let actions = (["'self'"] + formActions).joined(separator: " ")
        return """
            default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
            form-action \(actions); base-uri 'none'; frame-ancestors 'none'
            """
    }
}
