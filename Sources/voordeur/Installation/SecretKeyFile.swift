import Crypto
import Kernel

/// The key for what must be stored encrypted, and from which repeated refresh tokens are computed: 32 random bytes,
/// base64url, in a file.
struct SecretKeyFile: Sendable {
    static let bytes = 32
    let file: PrivateFile

    init(path: String) { file = PrivateFile(path: path) }

    /// The key, which is made if there is none.
    func load(from ambient: Ambient) throws(Trouble) -> SymmetricKey {
        if let key = try read() { return key }
        _ = try file.create(Base64.encodeURL(ambient.randomBytes(Self.bytes)) + "\n")
        // Also when another process was first: then it is the other's key that counts.
        guard let key = try read() else { throw Trouble("\(file.path) vanished while the server started.") }
        return key
    }

    /// Nil if there is no file yet.
    func read() throws(Trouble) -> SymmetricKey? {
        guard let text = try file.read() else { return nil }
        let line = text.trimmingPrefix(while: \.isWhitespace).prefix { !$0.isWhitespace }
        guard let bytes = Base64.decodeURL(line.utf8), bytes.count == Self.bytes else {
            throw Trouble("\(file.path) holds no key of \(Self.bytes) bytes in base64url; restore it from a backup.")
        }
        return SymmetricKey(data: bytes)
    }
}
