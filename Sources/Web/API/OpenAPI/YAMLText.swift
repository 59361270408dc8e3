package import Kernel

/// A JSON value as YAML 1.2, for people and tools that would rather read that: block style, fields in their order.
///
/// Every text and name that YAML could take for something else is quoted as in JSON, of which YAML 1.2 is a superset
/// (YAML 1.2.2 §1.3), so nothing changes its meaning on the way.
package struct YAMLText {
    package private(set) var text = ""

    package init(_ value: JSONValue) {
        write(value, indentation: 0)
        if !text.hasSuffix("\n") { text += "\n" }
    }

    /// After `name:` or `-`, or at the start.
    private mutating func write(_ value: JSONValue, indentation: Int) {
        switch value {
        case .object(let members) where !members.isEmpty:
            for member in members {
                startLine(indentation)
                text += "\(Self.scalar(member.name)):"
                writeNested(member.value, indentation: indentation)
            }
        case .array(let elements) where !elements.isEmpty:
            for element in elements {
                startLine(indentation)
                text += "-"
                writeNested(element, indentation: indentation)
            }
        default: text += Self.inline(value)
        }
    }

    private mutating func writeNested(_ value: JSONValue, indentation: Int) {
        switch value {
        case .object(let members) where !members.isEmpty: write(value, indentation: indentation + 2)
        case .array(let elements) where !elements.isEmpty: write(value, indentation: indentation + 2)
        default: text += " \(Self.inline(value))"
        }
    }

    private mutating func startLine(_ indentation: Int) {
        if !text.isEmpty { text += "\n" }
        text += String(repeating: " ", count: indentation)
    }

    private static func inline(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): scalar(text)
        case .number(let text): text
        case .bool(let bool): bool ? "true" : "false"
        case .null: "null"
        case .array: "[]"
        case .object: "{}"
        }
    }

    /// Plain where only letters, digits and a few harmless signs occur and no reader could see a number, a date or a word of YAML.
    private static func scalar(_ text: String) -> String {
        let plain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        let isWord =
            text.utf8.first.map { ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") } ?? false
        if plain, isWord, !words.contains(text.lowercased()) { return text }
        var writer = JSONWriter(reservingCapacity: text.utf8.count + 2)
        writer.string(text)
        return writer.text
    }

    /// What YAML 1.1 readers take for a boolean or null.
    private static let words: Set = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
}
