/// What a `Content-Type` or `Accept` header says, as far as this server needs to know (RFC 9110 §8.3.1, §12.5.1).
enum MediaType {
    /// Whether a `Content-Type` is JSON as we take it: no charset, or UTF-8.
    static func isJSON(_ contentType: String) -> Bool {
        let parts = split(contentType, at: UInt8(ascii: ";"))
        guard let type = parts.first, equal(type, "application/json") else { return false }
        return parts.dropFirst().allSatisfy { parameter in
            let halves = parameter.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, equal(halves[0], "charset") else { return true }
            return equal(halves[1], "utf-8") || equal(halves[1], "\"utf-8\"")
        }
    }

    /// Whether the client asks for `type` by name, at least as much as for `other`.
    static func accepts(_ type: StaticString, atLeastAs other: StaticString, in headers: [String]) -> Bool {
        let wanted = quality(of: type, in: headers) ?? 0
        return wanted > 0 && wanted >= quality(of: other, in: headers) ?? 0
    }

    /// In thousandths; nil if the type is not named.
    private static func quality(of type: StaticString, in headers: [String]) -> Int? {
        for header in headers {
            for range in split(header, at: UInt8(ascii: ",")) {
                let parts = split(range, at: UInt8(ascii: ";"))
                guard let name = parts.first, equal(name, type) else { continue }
                let weight = parts.dropFirst().first { $0.starts(with: "q=".utf8) || $0.starts(with: "Q=".utf8) }
                return weight.map { thousandths($0.dropFirst(2)) } ?? 1000
            }
        }
        return nil
    }

    /// `0.85` as 850; what is no weight counts as 1.
    private static func thousandths(_ text: Substring.UTF8View) -> Int {
        var digits = text.filter { (0x30...0x39).contains($0) }.prefix(4)
        guard let first = digits.popFirst(), first == 0x30 else { return 1000 }
        let padded = digits + Array(repeating: 0x30, count: 3 - digits.count)
        return padded.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func split(_ text: some StringProtocol, at separator: UInt8) -> [Substring.UTF8View] {
        split(Substring(text).utf8, at: separator)
    }

    private static func split(_ bytes: Substring.UTF8View, at separator: UInt8) -> [Substring.UTF8View] {
        bytes.split(separator: separator).map { part in
            let start = part.drop { $0 == 0x20 || $0 == 0x09 }
            guard let last = start.lastIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { return start }
            return start[...last]
        }
    }

    /// Letter case of ASCII letters ignored.
    private static func equal(_ bytes: Substring.UTF8View, _ name: StaticString) -> Bool {
        name.withUTF8Buffer { name in
            bytes.count == name.count
                && zip(bytes, name).allSatisfy { $0 == $1 || (0x41...0x5A).contains($0) && $0 | 0x20 == $1 }
        }
    }
}
