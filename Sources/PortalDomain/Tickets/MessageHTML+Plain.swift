extension MessageHTML {
    /// What somebody typed into a form that takes no markup. Nil if there is no text in it.
    package init?(plain: String) {
        guard plain.utf8.contains(where: { $0 > 0x20 }) else { return nil }
        self.init(stored: Self.escaped(plain))
    }

    /// As plain text, for pages and mails that show no markup: paragraphs apart, points of a list with a bullet, the address of a link
    /// behind its text.
    package var plainText: String {
        var plain = ""
        var addresses: [Substring] = []
        var rest = text[...]
        while let special = rest.utf8.firstIndex(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) {
            plain += rest[..<special]
            rest = rest[special...]
            let isTag = rest.utf8.first == UInt8(ascii: "<")
            guard let end = rest.utf8.firstIndex(of: UInt8(ascii: isTag ? ">" : ";")) else { break }
            let inner = rest[rest.utf8.index(after: special)..<end]
            rest = rest[rest.utf8.index(after: end)...]
            plain += isTag ? Self.meaning(ofTag: inner, &addresses) : Self.character(inner) ?? "&\(inner);"
        }
        plain += rest
        return Self.trimmed(plain)
    }

    /// What a tag of ours looks like without markup.
    private static func meaning(ofTag tag: Substring, _ addresses: inout [Substring]) -> String {
        let name = tag.prefix { $0 != " " }
        switch name {
        case "br": return "\n"
        case "/p", "/blockquote", "/pre", "/ul", "/ol": return "\n\n"
        case "li": return "\n• "
        case "a":
            let parts = tag.split(separator: "\"", omittingEmptySubsequences: false)
            addresses.append(parts.first?.hasSuffix("href=") == true && parts.count > 1 ? parts[1] : "")
            return ""
        case "/a":
            guard let address = addresses.popLast(), !address.isEmpty else { return "" }
            return " (\(MessageHTML(stored: String(address)).plainText))"
        default: return ""
        }
    }

    private static func character(_ reference: Substring) -> String? {
        switch reference {
        case "amp": "&"
        case "lt": "<"
        case "gt": ">"
        case "quot": "\""
        case "#39", "apos": "'"
        case "nbsp": "\u{A0}"
        default: nil
        }
    }

    /// Without white space at the ends, and without more than one empty line in a row.
    private static func trimmed(_ text: String) -> String {
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let isBlank = line.allSatisfy(\.isWhitespace)
            if isBlank, lines.last?.isEmpty ?? true { continue }
            lines.append(isBlank ? "" : line)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }
}
