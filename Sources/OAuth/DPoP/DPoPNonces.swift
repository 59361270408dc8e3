package import Crypto
import Kernel

/// The server's nonces (RFC 9449 §8): proof that a client made its proof just now. Nothing is stored: a nonce is the HMAC of a span of
/// time under a key of the installation, so that every node knows every nonce.
package struct DPoPNonces: Sendable {
    /// Seconds for which one nonce is handed out. It is accepted for as long again.
    static let span: Int64 = 60

    private let key: SymmetricKey

    package init(key: SymmetricKey) { self.key = key }

    func current(at now: Timestamp) -> String { nonce(now.seconds / Self.span) }

    func accepts(_ nonce: String, at now: Timestamp) -> Bool {
        let number = now.seconds / Self.span
        return [number, number - 1].contains { ConstantTime.equal(self.nonce($0), nonce) }
    }

    private func nonce(_ number: Int64) -> String {
        Base64.encodeURL(HMAC<SHA256>.authenticationCode(for: Array("dpop nonce \(number)".utf8), using: key))
    }
}
