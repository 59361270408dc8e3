package import Kernel

/// What a person types from one screen into another: eight letters of twenty, 34 bits (RFC 8628 §6.1).
///
/// Without vowels, so that no words come about, and without `Y`, which is one in Dutch.
package struct UserCode: Sendable, Equatable {
    private static let letters = Array("BCDFGHJKLMNPQRSTVWXZ".utf8)
    private static let length = 8

    /// The letters alone, as they are stored.
    package let text: String

    /// Takes what a person typed: upper or lower case, with dashes, spaces and dots wherever they like.
    package init?(_ typed: String) {
        guard typed.utf8.count <= 64 else { return nil }
        let bytes = typed.uppercased().utf8.filter { !"- ._\t".utf8.contains($0) }
        guard bytes.count == Self.length, bytes.allSatisfy(Self.letters.contains) else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// A new one. Each letter is equally likely: bytes of 240 and above are thrown away instead of wrapped around.
    package init(minting ambient: Ambient) {
        var digits: [UInt8] = []
        while digits.count < Self.length {
            for byte in ambient.randomBytes(Self.length) where byte < 240 && digits.count < Self.length {
                digits.append(Self.letters[Int(byte % 20)])
            }
        }
        text = String(decoding: digits, as: UTF8.self)
    }

    /// Trusts a column of our own database.
    package init(stored text: String) { self.text = text }

    /// As devices and pages show it: `WDJB-MJHT`.
    package var shown: String { "\(text.prefix(4))-\(text.dropFirst(4))" }
}
