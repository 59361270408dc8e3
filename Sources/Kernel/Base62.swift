/// Digits, upper-case and lower-case letters: one word on a double-click, safe in every URL and header.
package enum Base62 {
    private static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    /// `count` digits, each equally likely: bytes of 248 and above are thrown away instead of wrapped around.
    package static func digits(_ count: Int, from bytes: (Int) -> [UInt8]) -> [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity(count)
        while digits.count < count {
            for byte in bytes(count + 4) where byte < 248 && digits.count < count {
                digits.append(alphabet[Int(byte % 62)])
            }
        }
        return digits
    }

    /// `value` as exactly six digits, enough for 32 bits.
    static func sixDigits(_ value: UInt32) -> [UInt8] {
        var rest = value
        var digits = [UInt8](repeating: alphabet[0], count: 6)
        for position in stride(from: 5, through: 0, by: -1) {
            digits[position] = alphabet[Int(rest % 62)]
            rest /= 62
        }
        return digits
    }
}

/// CRC-32 as in zip and PNG (polynomial 0xEDB88320): a checksum against typing errors, not against people.
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes { sum = sum >> 8 ^ table[Int((sum ^ UInt32(byte)) & 0xFF)] }
        return sum ^ 0xFFFF_FFFF
    }
}
