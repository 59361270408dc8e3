package import Kernel

/// How a request says which app it comes from: exactly one method (RFC 6749 §2.3).
package struct ClientCredentials: Sendable {
    package let app: String
    package let secret: Secret<String>?
    package let assertion: ClientAssertion?

    /// Reads HTTP Basic (RFC 6749 §2.3.1: both halves form-encoded), the body's `client_id` and `client_secret`, or its `client_assertion`
    /// (RFC 7521 §4.2).
    ///
    /// - Parameter authorization: the value of the `Authorization` header; nil if absent. The header `Authentication` is never read here.
    package init(authorization: String?, fields: FormFields) throws(OAuthError) {
        let id = fields["client_id"]
        let bodySecret = fields["client_secret"]
        guard !fields.contains("client_assertion"), !fields.contains("client_assertion_type") else {
            let isAlone = authorization == nil && fields.all("client_secret").allSatisfy(\.isEmpty)
            guard isAlone else { throw .invalidRequest("Use one way of authentication only.") }
            let assertion = try Self.assertion(fields)
            guard id?.utf8.elementsEqual(assertion.app.utf8) ?? true else {
                throw .invalidClient(detail: "client_id differs from the assertion")
            }
            (app, secret, self.assertion) = (assertion.app, nil, assertion)
            return
        }
        assertion = nil
        guard let authorization else {
            guard let id else { throw .invalidClient(detail: "no credentials") }
            (app, secret) = (id, bodySecret.map(Secret.init))
            return
        }
        guard fields.all("client_secret").allSatisfy(\.isEmpty) else {  // an empty parameter counts as left out (§3.2)
            throw .invalidRequest("Use one way of authentication only.")
        }
        let (basicID, basicSecret) = try Self.basic(authorization)
        guard id == nil || id == basicID else { throw .invalidClient(detail: "client_id differs from Basic") }
        (app, secret) = (basicID, Secret(basicSecret))
    }

    private static func assertion(_ fields: FormFields) throws(OAuthError) -> ClientAssertion {
        guard fields["client_assertion_type"] == ClientAssertion.type, let text = fields["client_assertion"] else {
            throw .invalidClient(detail: "not an assertion that we know")
        }
        return try ClientAssertion(text)
    }

    private static func basic(_ header: String) throws(OAuthError) -> (String, String) {
        let parts = header.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == "basic", header.utf8.count <= 4096 else {
            throw .invalidClient(detail: "not Basic")
        }
        guard let decoded = Base64.decode(parts[1].utf8), let text = String(validating: decoded, as: UTF8.self),
            let colon = text.utf8.firstIndex(of: UInt8(ascii: ":"))
        else { throw .invalidClient(detail: "malformed Basic") }
        let halves = [text[..<colon], text[text.utf8.index(after: colon)...]].map { half in
            // One value each: a raw `&` would end it early.
            half.utf8.contains(UInt8(ascii: "&")) ? "" : (try? FormFields(parsing: Array("v=\(half)".utf8)))?["v"] ?? ""
        }
        guard !halves[0].isEmpty else { throw .invalidClient(detail: "Basic without an id") }
        return (halves[0], halves[1])
    }
}
