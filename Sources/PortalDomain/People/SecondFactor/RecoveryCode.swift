package import Kernel

/// Lets somebody in once whose phone is gone: 80 random bits as `7k2m-9xq4-tb0n-5e8r`, in Crockford's base32, which has no letters
/// that look alike.
package struct RecoveryCode: Sendable {
    package static let count = 10
    private static let length = 16
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private let digits: Secret<String>

    package init(minting ambient: Ambient) {
        let digits = ambient.randomBytes(Self.length).map { Self.alphabet[Int($0 & 31)] }
        self.digits = Secret(String(decoding: digits, as: UTF8.self))
    }

    /// As somebody typed it: in any letter case, with or without hyphens and blanks, `O` for 0, `I` and `L` for 1.
    package init?(_ text: String) {
        var digits: [UInt8] = []
        for byte in text.lowercased().utf8.prefix(64) {
            switch byte {
            case UInt8(ascii: "-"), UInt8(ascii: " "): continue
            case UInt8(ascii: "o"): digits.append(UInt8(ascii: "0"))
            case UInt8(ascii: "i"), UInt8(ascii: "l"): digits.append(UInt8(ascii: "1"))
            default: digits.append(byte)
            }
        }
        guard digits.count == Self.length, digits.allSatisfy(Self.alphabet.contains) else { return nil }
        self.digits = Secret(String(decoding: digits, as: UTF8.self))
    }

    /// In groups of four. Shown once.
    package var shown: String {
        let digits = Array(digits.expose())
        return stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<($0 + 4)]) }.joined(separator: "-")
    }

    /// What is kept. Every account has its own: one table of digests does not search all of them at once.
    func digest(of account: Account) -> TokenDigest { TokenDigest(of: "recovery \(account.id) \(digits.expose())") }
}
