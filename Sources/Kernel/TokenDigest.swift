import Crypto

/// The SHA-256 of a token: what the database keeps instead of the token.
///
/// Tokens have 178 random bits, so a plain hash cannot be reversed and no salt is needed.
package struct TokenDigest: Sendable, Hashable, CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    package let hex: String

    package init(of token: String) {
        var token = token
        let digest = token.withUTF8 { SHA256.hash(data: UnsafeRawBufferPointer($0)) }
        hex = Hex.text(digest)
    }

    /// Of bytes that are no token: a file that is addressed by its content.
    package init(of bytes: [UInt8]) { hex = Hex.text(SHA256.hash(data: bytes)) }

    /// From an address; nil for what cannot be one.
    package init?(hex: String) {
        guard hex.utf8.count == 64, hex.utf8.allSatisfy({ 48...57 ~= $0 || 97...102 ~= $0 }) else { return nil }
        self.hex = hex
    }

    /// Trusts a column of our own database.
    package init(stored hex: String) { self.hex = hex }

    /// Only the first digits: enough to find a row, useless to anybody else.
    package var description: String { "\(hex.prefix(8))…" }
}

package enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    package static func text(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
