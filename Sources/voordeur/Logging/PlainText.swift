/// A line of text for a terminal or a file. What somebody sent us can neither forge a line in it nor talk to the terminal.
struct PlainText {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(256) }

    /// Our own text, as it is.
    mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Our own text, filled up with spaces.
    mutating func append(_ text: String, width: Int) {
        append(text)
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: max(0, width - text.utf8.count)))
    }

    /// Anybody's text, with controls written out: `\u{1b}`.
    mutating func append(printable text: String) {
        guard !text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { return append(text) }
        for scalar in text.unicodeScalars {
            append(Self.isControl(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar))
        }
    }

    /// Anybody's text, in quotation marks where it would be read as several words.
    mutating func append(quoted text: String) {
        let isOneWord =
            !text.isEmpty
            && text.utf8.allSatisfy { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=") }
        guard !isOneWord else { return append(printable: text) }
        append("\"")
        append(printable: text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\""))
        append("\"")
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029: true
        default: false
        }
    }
}
