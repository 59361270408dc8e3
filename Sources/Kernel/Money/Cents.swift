/// A sum of money in whole cents of a euro. Never floating point.
package struct Cents: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let count: Int64

    package init(_ count: Int64) { self.count = count }

    package static let zero = Cents(0)
    /// The largest amount that the contract can write: 999999999.99 (api-v1, 2.9).
    package static let maximum = Cents(99_999_999_999)

    /// `12.95`: one to nine digits, a full stop, two digits (contract api-v1, 2.9).
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard (4...12).contains(bytes.count), bytes[bytes.count - 3] == UInt8(ascii: ".") else { return nil }
        var count: Int64 = 0
        for (position, byte) in bytes.enumerated() where position != bytes.count - 3 {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            count = count * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        self.count = count
    }

    /// The same with an optional leading `-`.
    package init?(signed text: String) {
        guard text.utf8.first == UInt8(ascii: "-") else {
            self.init(text)
            return
        }
        guard let amount = Cents(String(text.dropFirst())) else { return nil }
        self.init(-amount.count)
    }

    /// `12.95`, `-0.05`
    package var description: String {
        let cents = count.magnitude % 100
        return "\(count < 0 ? "-" : "")\(count.magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
    }

    package static func < (left: Self, right: Self) -> Bool { left.count < right.count }
    package static func + (left: Self, right: Self) -> Self { Self(left.count + right.count) }
    package static func - (left: Self, right: Self) -> Self { Self(left.count - right.count) }
    package static func += (left: inout Self, right: Self) { left = left + right }
}

/// Divides and rounds half away from zero, as the contract rounds money (api-v1, 2.9).
func rounded(_ dividend: Int128, dividedBy divisor: Int128) -> Int64 {
    let half = divisor / 2
    return Int64((dividend < 0 ? dividend - half : dividend + half) / divisor)
}
