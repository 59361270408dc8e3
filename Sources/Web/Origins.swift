/// The addresses under which the world knows this server. Links are built from these, never from a `Host` header.
package struct Origins: Sendable {
    /// Origin of the manage portal and of OAuth, and the issuer (RFC 8414 §2): no slash at the end.
    package let publicURL: String
    /// Base of the API: `http://localhost:8080/v1`.
    package let api: String
    package let developers: String
    package let portal: String

    package init(publicURL: String, api: String? = nil, developers: String? = nil, portal: String? = nil) {
        self.publicURL = publicURL
        self.api = api ?? "\(publicURL)/v1"
        self.developers = developers ?? "\(publicURL)/developers"
        self.portal = portal ?? "\(publicURL)/portal"
    }

    package var issuer: String { publicURL }
    package var isSecure: Bool { publicURL.hasPrefix("https://") }
}
