/// Text of any kind in short lines of ASCII (RFC 2045 §6.7).
enum QuotedPrintable {
    private static let digits = Array("0123456789ABCDEF".utf8)
    /// Characters in a line, with the `=` of a soft break.
    private static let width = 76

    /// Every kind of line break becomes CRLF; the last line has one too.
    static func encode(_ text: String) -> String {
        var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { encode(line: $0) + "\r\n" }.joined()
    }

    private static func encode(line: Substring) -> String {
        var encoded: [UInt8] = []
        var column = 0
        let bytes = Array(line.utf8)
        for (offset, byte) in bytes.enumerated() {
            let isLast = offset == bytes.count - 1
            let unit = isLiteral(byte) && !(isLast && isBlank(byte)) ? [byte] : escaped(byte)
            if column + unit.count > (isLast ? width : width - 1) {
                encoded += Array("=\r\n".utf8)
                column = 0
            }
            encoded += unit
            column += unit.count
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    private static func isLiteral(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "=") || byte == 0x09
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
