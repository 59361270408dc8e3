package import Kernel

/// An API beside ours, registered by the operator, that takes our tokens and asks us about them (RFC 6749 §1.1, RFC 7662 §2.1).
package struct ResourceServer: Sendable {
    package let id: ResourceServerID
    /// As the consent page shows it.
    package let name: String
    /// What apps name it by in `resource`, and tokens in `aud`.
    package let uri: ResourceURI
    /// Of the secret that it introspects with.
    package let secret: TokenDigest

    package init(id: ResourceServerID, name: String, uri: ResourceURI, secret: TokenDigest) {
        (self.id, self.name, self.uri, self.secret) = (id, name, uri, secret)
    }
}
