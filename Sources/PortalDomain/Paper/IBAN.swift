/// The number of a bank account (ISO 13616), without spaces and in upper case.
package struct IBAN: Sendable, Hashable {
    package let text: String

    /// Spaces and letter case do not matter; nil unless form and check digits are right.
    package init?(_ text: String) {
        let bytes = text.uppercased().utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: ".") }
        guard (15...34).contains(bytes.count), bytes.prefix(2).allSatisfy(Self.isLetter),
            bytes[2..<4].allSatisfy(Self.isDigit),
            bytes.dropFirst(4).allSatisfy({ Self.isLetter($0) || Self.isDigit($0) })
        else { return nil }
        // The first four to the end, letters as 10 to 35, and the whole modulo 97 (ISO 7064) is 1.
        let remainder = (bytes.dropFirst(4) + bytes.prefix(4)).reduce(0) { remainder, byte in
            Self.isDigit(byte)
                ? (remainder * 10 + Int(byte - 48)) % 97 : (remainder * 100 + Int(byte - 55)) % 97
        }
        guard remainder == 1 else { return nil }
        self.text = String(decoding: bytes, as: UTF8.self)
    }

    /// Trusts a column of our own database.
    init(stored text: String) { self.text = text }

    /// In groups of four, as it is printed.
    package var grouped: String {
        var groups: [Substring] = []
        var rest = text[...]
        while !rest.isEmpty {
            groups.append(rest.prefix(4))
            rest = rest.dropFirst(4)
        }
        return groups.joined(separator: " ")
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
