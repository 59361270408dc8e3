import Kernel

/// Addresses that are client ids: accepted ⇔ they are of the form below, which is said in another way than the parser says it.
enum ClientIDChecks {
    static let seeds = [
        "https://client.example/app.json", "https://a.b-c.client.example/x/..d/%2e%2ex?y=../z&a=%20@",
        "https://xn--bcher-kva.example/@me", "https://client.example/%2E%2e/x", "https://client.example:443/",
        "https://127.0.0.1.example/", "https://u@client.example/", "https://1.2.3.4/", "https://client.example?x",
    ]

    static func fault(_ text: String) -> String? {
        let parts = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard let url = ClientIDURL(text) else { return isGood(text, parts) ? "refused" : nil }
        guard isGood(text, parts) else { return "accepted" }
        guard url.text.utf8.elementsEqual(text.utf8), url.host == parts[2] else { return "it was changed" }
        return ClientIDURL(stored: text) == url ? nil : "another one when it is read back"
    }

    private static func isGood(_ text: String, _ parts: [String]) -> Bool {
        guard text.utf8.count <= 255, parts.count == 4, parts[0] == "https:", parts[1].isEmpty else { return false }
        let labels = parts[2].split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count > 1, labels.allSatisfy(isLabel), labels.last?.first?.isNumber == false else { return false }
        guard let path = decoded(parts[3]) else { return false }
        return path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { $0 != "." && $0 != ".." }
    }

    private static func isLabel(_ label: Substring) -> Bool {
        label.utf8.count <= 63 && !label.isEmpty && label.first != "-" && label.last != "-"
            && label.unicodeScalars.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-".unicodeScalars.contains($0) }
    }

    /// The path of what follows the host, with its dots decoded; nil if a character cannot be there, also in the query.
    private static func decoded(_ rest: String) -> String? {
        let marks = ":/?[]@!$&'()+,;=-._~"
        var (path, isQuery) = ("", false)
        var scalars = Substring(rest).unicodeScalars
        while let scalar = scalars.popFirst() {
            if scalar == "?" { isQuery = true }
            var character = scalar
            if scalar == "%" {
                let digits = String(String.UnicodeScalarView(scalars.prefix(2)))
                guard digits.unicodeScalars.count == 2,
                    digits.unicodeScalars.allSatisfy({ $0.isASCII && $0.properties.isASCIIHexDigit }),
                    let value = UInt8(digits, radix: 16), value >= 32, value != 127
                else { return nil }
                scalars.removeFirst(2)
                // What is decoded and not a dot can be no dot segment.
                character = value == 0x2E ? "." : "x"
            } else if !(scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || marks.unicodeScalars.contains(scalar))
            {
                return nil
            }
            if !isQuery { path.unicodeScalars.append(character) }
        }
        return path
    }
}
