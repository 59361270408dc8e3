/// An e-mail address by the rule of the HTML5 e-mail input, at most 254 characters. Kept as it was sent.
package struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    package init?(_ text: String) {
        guard text.utf8.count <= 254, Self.isValid(text.utf8) else { return nil }
        self.text = text
    }

    /// Trusts a column of our own database.
    package init(stored text: String) { self.text = text }

    package var description: String { text }

    // HTML, 4.10.5.1.5: `[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@label(.label)*`. By hand: a regex engine that backtracks is a
    // way in.
    private static func isValid(_ bytes: String.UTF8View) -> Bool {
        guard let at = bytes.firstIndex(of: UInt8(ascii: "@")), at > bytes.startIndex else { return false }
        guard bytes[..<at].allSatisfy(isLocal) else { return false }
        let labels = bytes[bytes.index(after: at)...].split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            label.count <= 63 && label.first.map(isAlphanumeric) == true && label.last.map(isAlphanumeric) == true
                && label.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        if isAlphanumeric(byte) { return true }
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
            UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "?"),
            UInt8(ascii: "^")...UInt8(ascii: "`"),
            UInt8(ascii: "{")...UInt8(ascii: "~"):
            return true
        default: return false
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
