/// The text of a mail after DATA: a line with nothing but a dot ends it, so no line of the mail may look like that.
enum DotStuffing {
    /// Every dot at the beginning of a line doubled, and the end mark (RFC 5321 §4.5.2).
    /// - Parameter text: lines that end in CRLF.
    static func apply(to text: String) -> [UInt8] {
        var stuffed: [UInt8] = []
        stuffed.reserveCapacity(text.utf8.count + 16)
        var isAtStart = true
        for byte in text.utf8 {
            if isAtStart && byte == UInt8(ascii: ".") { stuffed.append(byte) }
            stuffed.append(byte)
            isAtStart = byte == UInt8(ascii: "\n")
        }
        if !isAtStart { stuffed += Array("\r\n".utf8) }
        return stuffed + Array(".\r\n".utf8)
    }
}
