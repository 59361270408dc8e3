import Crypto
import Kernel
import Persistence

/// Which secret key a database belongs to.
///
/// Forms, repeated refresh tokens and everything stored encrypted depend on the key. A node that started with another one, say
/// because `secret.key` was not restored with the database or not copied to the second node, would refuse what the others
/// made, at random and without a word. So the first node leaves a fingerprint, and the others compare theirs.
struct KeyFingerprint: Sendable {
    let text: String

    init(_ key: SymmetricKey) {
        let derived = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key, info: Array("fingerprint".utf8), outputByteCount: 16)
        text = derived.withUnsafeBytes { Hex.text($0) }
    }

    /// Leaves the fingerprint in a database that has none.
    ///
    /// - Parameter path: of the key's file, for the message.
    /// - Throws: `Trouble` if the database belongs to another key.
    func require(in database: any SQLDatabase, keyFile path: String) async throws {
        guard try await Self.stored(in: database, orElse: self) == text else {
            throw Trouble(
                "\(path) is not the key that this database was used with. Put the right file there (from the backup, or from "
                    + "another node); if it is lost for good, run `voordeur migrate --adopt-key`.")
        }
    }
}
