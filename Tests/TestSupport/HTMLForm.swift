package import Kernel

/// A form as it is found in a page: where it goes, and what a browser would send if nobody touched it.
package struct HTMLForm: Sendable {
    package let action: String
    package let method: String
    package var fields: [FormFields.Field]
    /// Submit buttons with a name: `decision` → `approve`, `deny`.
    package let buttons: [FormFields.Field]

    /// Every form of a page. A scanner for our own well-formed HTML, not for the web.
    package static func all(in html: String) -> [HTMLForm] {
        html.components(between: "<form", and: "</form>").map { source in
            let head = source.prefix { $0 != ">" }
            var fields: [FormFields.Field] = []
            var buttons: [FormFields.Field] = []
            for tag in source.tags(named: ["input", "button", "textarea", "select", "option"]) {
                let attributes = Attributes(tag.source)
                switch tag.name {
                case "input":
                    guard let name = attributes["name"], attributes["disabled"] == nil else { continue }
                    let type = attributes["type"] ?? "text"
                    if (type == "checkbox" || type == "radio") && attributes["checked"] == nil { continue }
                    fields.append(.init(name: name, value: attributes["value"] ?? (type == "checkbox" ? "on" : "")))
                case "button":
                    if let name = attributes["name"] {
                        buttons.append(.init(name: name, value: attributes["value"] ?? ""))
                    }
                case "textarea":
                    if let name = attributes["name"] {
                        fields.append(.init(name: name, value: tag.text.unescapingHTML))
                    }
                case "select": if let name = attributes["name"] { fields.append(.init(name: name, value: "")) }
                default:
                    // The first option, or the selected one, is the value of the select before it.
                    guard let last = fields.indices.last else { continue }
                    if attributes["selected"] != nil || fields[last].value.isEmpty {
                        fields[last] = .init(name: fields[last].name, value: attributes["value"] ?? "")
                    }
                }
            }
            let attributes = Attributes(String(head))
            return HTMLForm(
                action: attributes["action"] ?? "", method: (attributes["method"] ?? "get").lowercased(),
                fields: fields,
                buttons: buttons)
        }
    }

    package func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    package mutating func set(_ name: String, _ value: String) {
        fields.removeAll { $0.name == name }
        fields.append(.init(name: name, value: value))
    }

    package mutating func set(_ name: String, _ values: [String]) {
        fields.removeAll { $0.name == name }
        fields += values.map { .init(name: name, value: $0) }
    }

    package var body: String { PercentEncoding.query(fields.map { ($0.name, $0.value) }) }
}

private struct Attributes {
    private var values: [String: String] = [:]

    init(_ tag: String) {
        var rest = Substring(tag)
        while let start = rest.firstIndex(where: { $0.isLetter }) {
            let name = rest[start...].prefix { $0.isLetter || $0 == "-" || $0.isNumber }
            rest = rest[name.endIndex...]
            if rest.hasPrefix("=\"") {
                let value = rest.dropFirst(2).prefix { $0 != "\"" }
                values[name.lowercased()] = String(value).unescapingHTML
                rest = rest[value.endIndex...].dropFirst()
            } else if values[name.lowercased()] == nil {
                values[name.lowercased()] = ""
            }
        }
    }

    subscript(name: String) -> String? { values[name] }
}

extension String {
    package var unescapingHTML: String {
        var text = self
        for (entity, character) in [
            ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&#x27;", "'"),
            ("&amp;", "&"),
        ] { text = text.split(separator: entity, omittingEmptySubsequences: false).joined(separator: character) }
        return text
    }

    /// The text inside `<code data-secret="name">`.
    package func secret(_ name: String) -> String? {
        components(between: "data-secret=\"\(name)\"", and: "</code>").first.map {
            String($0.drop { $0 != ">" }.dropFirst()).unescapingHTML
        }
    }

    package func components(between start: String, and end: String) -> [String] {
        split(separator: start, omittingEmptySubsequences: false).dropFirst().map { part in
            String(part.split(separator: end, maxSplits: 1, omittingEmptySubsequences: false)[0])
        }
    }

    fileprivate func tags(named names: Set<String>) -> [(name: String, source: String, text: String)] {
        split(separator: "<", omittingEmptySubsequences: true).dropFirst(0).compactMap { part in
            let name = String(part.prefix { $0.isLetter }).lowercased()
            guard names.contains(name) else { return nil }
            let source = part.dropFirst(name.count).prefix { $0 != ">" }
            return (name, String(source), String(part[source.endIndex...].dropFirst()))
        }
    }
}
