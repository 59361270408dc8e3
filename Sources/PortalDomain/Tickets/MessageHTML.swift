/// The text of a ticket message as HTML that is safe to show anywhere (contract api-v1, 4.15).
///
/// Never passes on what was sent: it reads tags and texts and writes its own. Whatever comes in, what goes out holds only the
/// tags of `Tag`, each of them closed, without attributes except a checked `href` and its `rel`. One pass, no look back, no
/// regular expression: the time is proportional to the length.
package struct MessageHTML: Sendable, Equatable {
    package let text: String

    /// The tags that stay.
    private enum Tag: String, CaseIterable {
        case p, br, strong, b, em, i, u, s, ul, ol, li, blockquote, pre, code, a
    }

    /// Tags inside each other. Deeper ones are dropped, so that no page has to nest what somebody typed.
    private static let maximumDepth = 50

    /// HTML if `message` holds a tag that stays, else plain text. Nil if no text is left.
    package init?(_ message: String) {
        var cleaner = Cleaner(message)
        cleaner.run()
        guard cleaner.foundTag else {
            text = Self.escaped(message)
            return
        }
        guard cleaner.foundText else { return nil }
        text = cleaner.output
    }

    /// Trusts a column of our own database.
    package init(stored text: String) { self.text = text }

    /// What is HTML for certain, cleaned: what has been cleaned before stays as it is.
    package static func cleaned(_ html: String) -> String {
        var cleaner = Cleaner(html)
        cleaner.run()
        return cleaner.output
    }

    /// Plain text as HTML: nothing is markup, line breaks stay.
    static func escaped(_ plain: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(plain.utf8.count + 64)
        var isAfterReturn = false
        for byte in plain.utf8 {
            switch byte {
            case UInt8(ascii: "\r"): bytes += "<br>".utf8
            case UInt8(ascii: "\n"): if !isAfterReturn { bytes += "<br>".utf8 }
            default: Escape.append(byte, to: &bytes)
            }
            isAfterReturn = byte == UInt8(ascii: "\r")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private enum Escape {
        static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "'"): bytes += "&#39;".utf8
            default: bytes.append(byte)
            }
        }
    }

    // MARK: - Reading HTML

    private struct Cleaner {
        private let input: [UInt8]
        private var position = 0
        private var written: [UInt8] = []
        /// False once a tag was begun and never ended: then none after it can end either.
        private var canEnd = true
        /// The tags that are open, outermost first.
        private var open: [Tag] = []
        private(set) var foundTag = false
        /// Something that a reader would see.
        private(set) var foundText = false

        init(_ text: String) {
            input = Array(text.utf8)
            written.reserveCapacity(input.count + 64)
        }

        var output: String { String(decoding: written, as: UTF8.self) }

        mutating func run() {
            while position < input.count {
                if input[position] == UInt8(ascii: "<"), skipMarkup() { continue }
                writeText()
            }
            while let tag = open.popLast() { close(tag) }
        }

        /// One byte of text; an `&` that begins a character reference stays one.
        private mutating func writeText() {
            let byte = input[position]
            if byte == UInt8(ascii: "&"), let reference = reference(at: position, in: input) {
                written += reference
                position += reference.count
                foundText = true
                return
            }
            Escape.append(byte, to: &written)
            if byte > 0x20 { foundText = true }
            position += 1
        }

        /// A tag, comment or declaration at a `<`. False: it is none, so the `<` is text.
        private mutating func skipMarkup() -> Bool {
            let rest = input[(position + 1)...]
            guard let first = rest.first else { return false }
            if rest.starts(with: "!--".utf8) {
                skip(past: "-->", from: position + 4)
                return true
            }
            let isEnd = first == UInt8(ascii: "/")
            let start = isEnd ? position + 2 : position + 1
            guard canEnd, isEnd || Self.isLetter(first) || first == UInt8(ascii: "!") || first == UInt8(ascii: "?")
            else { return false }
            guard let end = input[start...].firstIndex(of: UInt8(ascii: ">")) else {
                canEnd = false
                return false
            }
            let content = input[start..<end]
            position = end + 1
            // HTML 13.2.5.6: anything but a letter after `</`, `<!` and `<?` begins a bogus comment.
            guard let letter = content.first, Self.isLetter(letter) else { return true }
            let name = Self.lowercased(content.prefix { !Self.isSpace($0) && $0 != UInt8(ascii: "/") })
            if let tag = Tag(rawValue: name) {
                foundTag = true
                if isEnd { finish(tag) } else { begin(tag, content.dropFirst(name.utf8.count)) }
            } else if !isEnd, name == "script" || name == "style" {
                skipRawText(of: name)
            }
            return true
        }

        private mutating func begin(_ tag: Tag, _ attributes: ArraySlice<UInt8>) {
            guard tag != .br else {
                written += "<br>".utf8
                return
            }
            guard open.count < MessageHTML.maximumDepth else { return }
            open.append(tag)
            written += "<\(tag.rawValue)".utf8
            if tag == .a {
                if let address = Attributes.address(in: attributes) {
                    written += " href=\"".utf8 + address + "\"".utf8
                }
                written += " rel=\"noopener nofollow\"".utf8
            }
            written.append(UInt8(ascii: ">"))
        }

        /// Closes `tag` and what was opened inside of it. One that is not open is dropped.
        private mutating func finish(_ tag: Tag) {
            guard let place = open.lastIndex(of: tag) else { return }
            while open.count > place { close(open.removeLast()) }
        }

        private mutating func close(_ tag: Tag) { written += "</\(tag.rawValue)>".utf8 }

        /// What stands in `script` and `style` is no HTML: it goes up to the end tag, which goes too.
        private mutating func skipRawText(of name: String) {
            let wanted = Array("</\(name)".utf8)
            while position < input.count {
                let after = position + wanted.count
                if input[position] == UInt8(ascii: "<"), after <= input.count,
                    Self.lowercased(input[position..<after]).utf8.elementsEqual(wanted),
                    after == input.count || !Self.isLetter(input[after])
                {
                    skip(past: ">", from: after)
                    return
                }
                position += 1
            }
        }

        /// To behind the next `end`; to the end of everything if there is none.
        private mutating func skip(past end: String, from start: Int) {
            let end = Array(end.utf8)
            var place = min(start, input.count)
            while place < input.count, !input[place...].starts(with: end) { place += 1 }
            position = min(place + end.count, input.count)
        }

        static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
        static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

        static func lowercased(_ bytes: ArraySlice<UInt8>) -> String {
            String(decoding: bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
        }
    }

    /// `&amp;`, `&#228;`, `&#xE4;`: the bytes of a character reference that begins at `position`, or nil.
    private static func reference(at position: Int, in bytes: [UInt8]) -> ArraySlice<UInt8>? {
        let rest = bytes[(position + 1)...].prefix(32)
        guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let body = rest[..<end]
        let isRight: Bool
        if body.first == UInt8(ascii: "#") {
            let digits = body.dropFirst()
            if digits.first.map({ $0 | 0x20 }) == UInt8(ascii: "x") {
                isRight = (1...6).contains(digits.count - 1) && digits.dropFirst().allSatisfy(isHexDigit)
            } else {
                isRight = (1...7).contains(digits.count) && digits.allSatisfy { (0x30...0x39).contains($0) }
            }
        } else {
            isRight =
                body.first.map(Cleaner.isLetter) == true
                && body.allSatisfy { Cleaner.isLetter($0) || (0x30...0x39).contains($0) }
        }
        return isRight ? bytes[position...end] : nil
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
    }

    // MARK: - The address of a link

    private enum Attributes {
        private static let schemes = ["http:", "https:", "mailto:"].map { Array($0.utf8) }

        /// The first `href`, ready to stand in double quotes; nil if there is none that leads to the web or to a mailbox.
        ///
        /// The scheme must be spelled out: with a character reference or a control character in it, it is none.
        static func address(in attributes: ArraySlice<UInt8>) -> [UInt8]? {
            guard let value = value(of: "href", in: attributes) else { return nil }
            let address = value.drop(while: Cleaner.isSpace).filter { $0 > 0x20 && $0 != 0x7F }
            let scheme = Cleaner.lowercased(address.prefix(7)[...])
            guard schemes.contains(where: { scheme.utf8.starts(with: $0) }) else { return nil }
            var escaped: [UInt8] = []
            var position = 0
            while position < address.count {
                if address[position] == UInt8(ascii: "&"),
                    let reference = MessageHTML.reference(at: position, in: address)
                {
                    escaped += reference
                    position += reference.count
                } else {
                    Escape.append(address[position], to: &escaped)
                    position += 1
                }
            }
            return escaped
        }

        /// HTML 13.2.5.32 and following: `name`, `name=value`, `name="value"`, `name='value'`.
        private static func value(of wanted: String, in attributes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
            var rest = attributes
            while true {
                rest = rest.drop { Cleaner.isSpace($0) || $0 == UInt8(ascii: "/") }
                guard !rest.isEmpty else { return nil }
                // An equals sign at the start is part of the name.
                let length = rest.dropFirst().prefix {
                    !Cleaner.isSpace($0) && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=")
                }.count
                let name = Cleaner.lowercased(rest.prefix(length + 1))
                rest = rest.dropFirst(length + 1).drop(while: Cleaner.isSpace)
                guard rest.first == UInt8(ascii: "=") else {
                    if name == wanted { return nil }
                    continue
                }
                rest = rest.dropFirst().drop(while: Cleaner.isSpace)
                let value: ArraySlice<UInt8>
                if let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                    value = rest.dropFirst().prefix { $0 != quote }
                    rest = rest.dropFirst(value.count + 2)
                } else {
                    value = rest.prefix { !Cleaner.isSpace($0) }
                    rest = rest.dropFirst(value.count)
                }
                if name == wanted { return value }
            }
        }
    }
}
