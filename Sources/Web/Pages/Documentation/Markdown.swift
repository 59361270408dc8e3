/// The part of Markdown that the guides are written in. Every text is a document: what is no mark is text (decision 0037).
struct Markdown: Sendable, Equatable {
    /// The text of the first line `# …`.
    let title: String
    let blocks: [Block]

    enum Block: Sendable, Equatable {
        /// - id: the part of the address behind `#`; written `## Heading {#id}`, or made of the heading.
        case heading(level: Int, id: String, [Inline])
        case paragraph([Inline])
        case list(isOrdered: Bool, [[Inline]])
        case table(head: [[Inline]], rows: [[[Inline]]])
        case code(language: String, String)
        /// Lines that begin with `>`.
        case notice([Inline])
    }

    indirect enum Inline: Sendable, Equatable {
        case text(String)
        case code(String)
        case emphasis([Inline])
        case strong([Inline])
        case link([Inline], target: String)

        /// What a reader sees, without marks.
        var plain: String {
            switch self {
            case .text(let text), .code(let text): text
            case .emphasis(let parts), .strong(let parts), .link(let parts, _): parts.plain
            }
        }
    }
}

extension [Markdown.Inline] {
    var plain: String { map(\.plain).joined() }
}

extension Markdown {
    init(_ text: String) {
        var parser = BlockParser(text)
        let blocks = parser.blocks()
        (title, self.blocks) = (parser.title, blocks)
    }
}

/// Goes line by line; each line decides what it belongs to.
private struct BlockParser {
    private var lines: ArraySlice<Substring>
    private var ids: Set<String> = []
    private(set) var title = ""

    init(_ text: String) { lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...] }

    mutating func blocks() -> [Markdown.Block] {
        var blocks: [Markdown.Block] = []
        while let line = lines.first {
            if line.allSatisfy(\.isWhitespace) {
                lines.removeFirst()
            } else if line.hasPrefix("```") {
                blocks.append(code())
            } else if let (level, text) = Self.heading(line) {
                lines.removeFirst()
                if level == 1 {
                    title = InlineParser.parse(String(text)).plain
                } else {
                    blocks.append(heading(level, text))
                }
            } else if line.hasPrefix("|") {
                blocks.append(table())
            } else if line.hasPrefix(">") {
                blocks.append(.notice(InlineParser.parse(gather { $0.hasPrefix(">") ? $0.dropFirst() : nil })))
            } else if let isOrdered = Self.item(line)?.isOrdered {
                blocks.append(list(isOrdered: isOrdered))
            } else {
                blocks.append(.paragraph(InlineParser.parse(paragraph())))
            }
        }
        return blocks
    }

    private mutating func code() -> Markdown.Block {
        let language = String(lines.removeFirst().drop { $0 == "`" })
        var code: [Substring] = []
        while let line = lines.popFirst(), !line.hasPrefix("```") { code.append(line) }
        return .code(language: language, code.joined(separator: "\n"))
    }

    private mutating func heading(_ level: Int, _ text: Substring) -> Markdown.Block {
        var text = text
        var id: String?
        if text.hasSuffix("}"), let mark = text.lastRange(of: " {#") {
            id = String(text[mark.upperBound...].dropLast())
            text = text[..<mark.lowerBound]
        }
        let inlines = InlineParser.parse(String(text))
        return .heading(level: level, id: unique(id ?? Self.slug(of: inlines.plain)), inlines)
    }

    private mutating func unique(_ id: String) -> String {
        var candidate = id
        var count = 1
        while !ids.insert(candidate).inserted {
            count += 1
            candidate = "\(id)-\(count)"
        }
        return candidate
    }

    private mutating func table() -> Markdown.Block {
        var rows: [[[Markdown.Inline]]] = []
        while let line = lines.first, line.hasPrefix("|") {
            lines.removeFirst()
            let cells = Self.cells(line)
            let isRule = cells.allSatisfy { !$0.isEmpty && $0.allSatisfy { "-: ".contains($0) } }
            if !isRule { rows.append(cells.map { InlineParser.parse($0) }) }
        }
        guard let head = rows.first else { return .paragraph([]) }
        return .table(head: head, rows: Array(rows.dropFirst()))
    }

    private mutating func list(isOrdered: Bool) -> Markdown.Block {
        var items: [[Markdown.Inline]] = []
        while let item = lines.first.flatMap(Self.item), item.isOrdered == isOrdered {
            lines.removeFirst()
            let rest = gather { $0.hasPrefix("  ") ? $0 : nil }
            items.append(InlineParser.parse(rest.isEmpty ? String(item.text) : "\(item.text) \(rest)"))
        }
        return .list(isOrdered: isOrdered, items)
    }

    private mutating func paragraph() -> String {
        var isFirst = true
        return gather { line in
            defer { isFirst = false }
            let ends =
                line.allSatisfy(\.isWhitespace) || line.hasPrefix("```") || line.hasPrefix("|")
                || line.hasPrefix(">") || Self.heading(line) != nil || Self.item(line) != nil
            return ends && !isFirst ? nil : line
        }
    }

    /// The lines that belong together, as one text.
    private mutating func gather(_ part: (Substring) -> Substring?) -> String {
        var gathered: [String] = []
        while let line = lines.first, let text = part(line) {
            gathered.append(Self.trimmed(text))
            lines.removeFirst()
        }
        return gathered.joined(separator: " ")
    }

    // MARK: One line

    private static func heading(_ line: Substring) -> (level: Int, text: Substring)? {
        let level = line.prefix { $0 == "#" }.count
        guard (1...4).contains(level), line.dropFirst(level).first == " " else { return nil }
        return (level, line.dropFirst(level + 1))
    }

    private static func item(_ line: Substring) -> (isOrdered: Bool, text: Substring)? {
        if line.hasPrefix("- ") { return (false, line.dropFirst(2)) }
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        guard (1...3).contains(digits.count), line[digits.endIndex...].hasPrefix(". ") else { return nil }
        return (true, line[digits.endIndex...].dropFirst(2))
    }

    /// Between the bars; `\|` is a bar of the text, and so is one inside backquotes.
    private static func cells(_ line: Substring) -> [String] {
        var cells: [String] = []
        var cell = ""
        var isCode = false
        var previous: Character?
        for character in line.dropFirst() {
            if character == "`" { isCode.toggle() }
            if character == "|", previous == "\\" {
                cell.removeLast()
                cell.append(character)
            } else if character == "|", !isCode {
                cells.append(trimmed(cell[...]))
                cell = ""
            } else {
                cell.append(character)
            }
            previous = character
        }
        if !trimmed(cell[...]).isEmpty { cells.append(trimmed(cell[...])) }
        return cells
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }

    static func slug(of text: String) -> String {
        let words = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.isEmpty ? "section" : words.joined(separator: "-")
    }
}

/// Marks inside a line. A mark without its end is text.
private enum InlineParser {
    static func parse(_ text: String) -> [Markdown.Inline] { parse(text[...]) }

    private static func parse(_ text: Substring) -> [Markdown.Inline] {
        var inlines: [Markdown.Inline] = []
        var plain = ""
        var rest = text
        while let character = rest.first {
            if character == "\\", let next = rest.dropFirst().first, next.isPunctuation || next.isSymbol {
                plain.append(next)
                rest = rest.dropFirst(2)
            } else if let (inline, after) = mark(rest) {
                if !plain.isEmpty { inlines.append(.text(plain)) }
                plain = ""
                inlines.append(inline)
                rest = after
            } else {
                plain.append(character)
                rest = rest.dropFirst()
            }
        }
        if !plain.isEmpty { inlines.append(.text(plain)) }
        return inlines
    }

    private static func mark(_ text: Substring) -> (Markdown.Inline, Substring)? {
        switch text.first {
        case "`":
            return enclosed(text, by: "`").map { (.code(String($0)), $1) }
        case "*" where text.hasPrefix("**"):
            return enclosed(text, by: "**").map { (.strong(parse($0)), $1) }
        case "*":
            return enclosed(text, by: "*").map { (.emphasis(parse($0)), $1) }
        case "[":
            guard let middle = text.firstRange(of: "]("),
                let end = text[middle.upperBound...].firstIndex(of: ")")
            else { return nil }
            let target = String(text[middle.upperBound..<end])
            guard isSafe(target) else { return nil }
            let label = parse(text[text.index(after: text.startIndex)..<middle.lowerBound])
            return (.link(label, target: target), text[text.index(after: end)...])
        default: return nil
        }
    }

    private static func enclosed(_ text: Substring, by mark: String) -> (Substring, Substring)? {
        let inner = text.dropFirst(mark.count)
        guard let end = inner.firstRange(of: mark), !end.isEmpty, end.lowerBound > inner.startIndex,
            inner.first != " "
        else { return nil }
        return (inner[..<end.lowerBound], inner[end.upperBound...])
    }

    /// No scheme but http: a link never runs anything.
    private static func isSafe(_ target: String) -> Bool {
        target.hasPrefix("#") || (target.hasPrefix("/") && !target.hasPrefix("//")) || target.hasPrefix("https://")
            || target.hasPrefix("http://")
    }
}

extension Markdown {
    /// `customer-groups` of `Customer Groups`.
    static func slug(of text: String) -> String { BlockParser.slug(of: text) }
}

extension Substring {
    fileprivate func lastRange(of text: String) -> Range<Index>? { ranges(of: text).last }
}
