/// The name of a resource server: an absolute URI without a fragment (RFC 8707 §2). Compared byte by byte, and never fetched.
package struct ResourceURI: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    /// Nil unless it is an `absolute-URI` of RFC 3986 §4.3 with something behind the scheme.
    package init?(_ text: String) {
        guard (1...2000).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed),
            let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(text.utf8[..<colon])
        else { return nil }
        let rest = text[text.utf8.index(after: colon)...]
        guard !rest.isEmpty, !rest.hasPrefix("//") || rest.utf8.count > 2 && !rest.hasPrefix("///") else { return nil }
        self.text = text
    }

    /// Trusts a column of our own database.
    package init(stored text: String) { self.text = text }

    package var description: String { text }

    /// The characters of RFC 3986 §2, without `#`.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) || ":/?[]@!$&'()*+,;=%".utf8.contains(byte)
    }

    private static func isScheme(_ bytes: some Collection<UInt8>) -> Bool {
        guard let first = bytes.first, isLetter(first) else { return false }
        return bytes.allSatisfy { isLetter($0) || (48...57).contains($0) || "+-.".utf8.contains($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }
}
