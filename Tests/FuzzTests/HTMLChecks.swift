import PortalDomain

/// What must be true of a message, whatever was sent.
enum HTMLChecks {
    private static let tags: Set = [
        "p", "br", "strong", "b", "em", "i", "u", "s", "ul", "ol", "li", "blockquote", "pre", "code", "a",
    ]

    /// What is wrong, or nil.
    static func fault(_ sent: String) -> String? {
        let cleaned = MessageHTML.cleaned(sent)
        if let fault = fault(ofHTML: cleaned) { return fault }
        if !same(MessageHTML.cleaned(cleaned), cleaned) { return "cleaned again it differs" }
        guard let message = MessageHTML(sent)?.text else { return nil }
        if let fault = fault(ofHTML: message) { return fault }
        if !same(MessageHTML.cleaned(message), message) { return "a message that cleaning changes" }
        return message.utf8.count > 6 * sent.utf8.count + 64 * sent.utf8.count ? "too long" : nil
    }

    /// Reads what came out as strictly as can be: every `<` begins a tag of the list, exactly as we write it.
    private static func fault(ofHTML html: String) -> String? {
        var open: [String] = []
        let pieces = html.utf8.split(separator: UInt8(ascii: "<"), omittingEmptySubsequences: false).map(String.init)
        for (position, piece) in pieces.enumerated() {
            guard let piece else { return "a broken character" }
            var text = piece[...]
            if position > 0 {
                guard let end = piece.utf8.firstIndex(of: UInt8(ascii: ">")) else { return "an open bracket" }
                if let fault = fault(ofTag: String(piece[..<end]), &open) { return fault }
                text = piece[piece.utf8.index(after: end)...]
            }
            if text.utf8.contains(where: {
                $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'")
            }) {
                return "a raw > or quote in a text"
            }
        }
        return open.isEmpty ? nil : "\(open) stay open"
    }

    private static func fault(ofTag tag: String, _ open: inout [String]) -> String? {
        if tag.hasPrefix("/") {
            return open.popLast() == String(tag.dropFirst()) ? nil : "\(tag) closes something else"
        }
        if tag == "br" { return nil }
        let name = String(tag.prefix { $0 != " " })
        guard tags.contains(name) else { return "the tag \(tag)" }
        open.append(name)
        guard name == "a" else { return name == tag ? nil : "an attribute: \(tag)" }
        if tag == #"a rel="noopener nofollow""# { return nil }
        let parts = tag.utf8.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[0] == "a href=", parts[2] == " rel=", parts[3] == "noopener nofollow",
            parts[4] == "", let address = parts[1]
        else { return "a link \(tag)" }
        let isAllowed = ["http:", "https:", "mailto:"].contains { address.lowercased().utf8.starts(with: $0.utf8) }
        guard isAllowed, address.utf8.allSatisfy({ $0 > 0x20 && $0 != UInt8(ascii: "'") }) else {
            return "leads to \(address)"
        }
        return nil
    }

    private static func same(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }
}
