package import Crypto
import Kernel

/// Encrypts what the server must be able to read again, so that a copy of the database alone says nothing: ChaCha20-Poly1305
/// (RFC 8439) under a key that is not in the database.
package struct SecretBox: Sendable {
    private let key: SymmetricKey

    /// - Parameter key: derived from the server's key for this purpose alone; the same on every node.
    package init(key: SymmetricKey) { self.key = key }

    /// - Parameter owner: whose it is. Sealed with it, so that a row that is copied to somebody else does not open.
    package func seal(_ bytes: [UInt8], of owner: String) throws -> String {
        // Without a nonce of ours the library takes 96 random bits.
        Base64.encodeURL(try ChaChaPoly.seal(bytes, using: key, authenticating: Array(owner.utf8)).combined)
    }

    /// Nil for what was sealed under another key, of another owner, or was changed.
    package func open(_ text: String, of owner: String) -> [UInt8]? {
        guard let bytes = Base64.decodeURL(text.utf8), let box = try? ChaChaPoly.SealedBox(combined: bytes) else {
            return nil
        }
        return (try? ChaChaPoly.open(box, using: key, authenticating: Array(owner.utf8))).map(Array.init)
    }
}
