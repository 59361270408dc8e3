/// A telephone number with country code, as the network dials it: `+312012345678` (E.164).
package struct PhoneNumber: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    /// Removes spaces, `-`, `.`, `(` and `)`; nil unless `+`, a digit other than 0 and 6 to 14 more digits remain.
    package init?(_ text: String) {
        let separators = " -.()".utf8
        let bytes = text.utf8.filter { !separators.contains($0) }
        let digits = bytes.dropFirst()
        guard bytes.first == UInt8(ascii: "+"), (7...15).contains(digits.count), digits.first != UInt8(ascii: "0"),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        self.text = String(decoding: bytes, as: UTF8.self)
    }

    /// Trusts a column of our own database.
    package init(stored text: String) { self.text = text }

    package var description: String { text }
}
