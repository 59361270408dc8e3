import Crypto

/// The SHA-256 of a public key in its one canonical form (RFC 7638): what a token that is bound to a key remembers of it (`jkt`).
package struct KeyThumbprint: Sendable, Hashable {
    /// 43 characters of base64url.
    package let text: String

    /// - Parameter members: the required members of the key, by name, in the order of their bytes (RFC 7638 §3.2, §3.3).
    init(of members: KeyValuePairs<StaticString, String>) {
        var writer = JSONWriter(reservingCapacity: 512)
        writer.object { writer in
            for (name, value) in members { writer.field(name, value) }
        }
        text = Base64.encodeURL(SHA256.hash(data: writer.bytes))
    }

    /// What a client sent; nil unless it is 32 bytes in base64url.
    package init?(_ text: String) {
        guard text.utf8.count == 43, Base64.decodeURL(text.utf8)?.count == 32 else { return nil }
        self.text = text
    }

    /// Trusts a column of our own database.
    package init(stored text: String) { self.text = text }
}
