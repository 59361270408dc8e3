/// A path on our own origin, safe to redirect to whoever wrote it.
///
/// `//evil`, `/\evil` and a scheme lead elsewhere, and browsers drop tabs and line breaks before they look: so none of these
/// (RFC 9700 §4.11.2, checklist row 59).
package struct LocalPath: Sendable, Equatable, ExpressibleByStringLiteral {
    package let text: String

    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= 8192, bytes.first == UInt8(ascii: "/"), bytes.dropFirst().first != UInt8(ascii: "/") else {
            return nil
        }
        guard bytes.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else { return nil }
        self.text = text
    }

    /// Our own addresses, written out in the source.
    package init(stringLiteral text: StaticString) { self.text = text.description }
}
