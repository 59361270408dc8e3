/// What the server answers: a number of three digits and lines of text (RFC 5321 §4.2).
struct SMTPReply: Sendable, Equatable {
    let code: Int
    let lines: [String]

    /// The number and the text as the operator may read it: one line of printable ASCII, not too long.
    var summary: String { "\(code) \(PrintableLine.of(lines.joined(separator: " "), limit: 200))" }
}

/// Puts answers together from what arrives. What is not an answer, or too much of one, is a fault.
struct SMTPReplyParser {
    enum Fault: Error { case notAReply, tooLong }

    private var line: [UInt8] = []
    private var code: Int?
    private var lines: [String] = []

    /// Nothing has arrived that belongs to an answer not complete yet.
    var isEmpty: Bool { line.isEmpty && lines.isEmpty }

    /// The answers that are complete now.
    mutating func feed(_ bytes: some Sequence<UInt8>) throws(Fault) -> [SMTPReply] {
        var replies: [SMTPReply] = []
        for byte in bytes {
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                guard line.count <= 4096 else { throw .tooLong }
                continue
            }
            if let reply = try endOfLine() { replies.append(reply) }
        }
        return replies
    }

    private mutating func endOfLine() throws(Fault) -> SMTPReply? {
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        defer { line = [] }
        guard line.count >= 3, let code = Int(String(decoding: line.prefix(3), as: UTF8.self)),
            (200...599).contains(code),
            self.code == nil || self.code == code, lines.count < 128
        else { throw .notAReply }
        lines.append(String(decoding: line.dropFirst(4), as: UTF8.self))
        self.code = code
        switch line.dropFirst(3).first {
        case UInt8(ascii: "-"): return nil
        case nil, UInt8(ascii: " "):
            defer { (self.code, lines) = (nil, []) }
            return SMTPReply(code: code, lines: lines)
        default: throw .notAReply
        }
    }
}

/// Text of somebody else, made fit for a log and a terminal.
enum PrintableLine {
    static func of(_ text: String, limit: Int) -> String {
        let scalars = text.unicodeScalars.prefix(limit).map { scalar -> Character in
            scalar.value >= 0x20 && scalar.value < 0x7F ? Character(scalar) : scalar.value < 0x20 ? " " : "?"
        }
        return String(scalars)
    }
}
