import Kernel

/// Compares values with the JSON Schemas (2020-12) of our OpenAPI document: the forms that `Schema` writes, and no others.
///
/// Stricter than a validator: a field that the schema does not name is a fault, because an answer holds exactly what is documented.
struct SchemaCheck: Sendable {
    private let document: JSONValue

    init(document: JSONValue) { self.document = document }

    /// What differs, each with its place; empty if nothing does.
    func faults(in value: JSONValue, _ schema: JSONValue, at place: String = "$") -> [String] {
        if case .string(let target)? = schema["$ref"] {
            guard let found = resolve(target) else { return ["\(place): \(target) leads nowhere"] }
            return faults(in: value, found, at: place)
        }
        if case .array(let choices)? = schema["anyOf"] {
            return choices.contains { faults(in: value, $0, at: place).isEmpty } ? [] : ["\(place): is none of anyOf"]
        }
        guard types(of: schema).contains(where: { Self.has(value, type: $0) }) else {
            return ["\(place): \(value) is not \(types(of: schema).joined(separator: " or "))"]
        }
        if case .array(let words)? = schema["enum"], !words.contains(value) {
            return ["\(place): \(value) is no choice"]
        }
        switch value {
        case .string(let text): return fault(in: text, schema).map { ["\(place): \(text) \($0)"] } ?? []
        case .array(let elements):
            guard let element = schema["items"] else { return ["\(place): the schema says nothing of its elements"] }
            return elements.enumerated().flatMap { faults(in: $1, element, at: "\(place)[\($0)]") }
        case .object(let members): return faults(in: members, schema, at: place)
        case .null, .bool, .number: return []
        }
    }

    private func faults(in members: [JSONValue.Member], _ schema: JSONValue, at place: String) -> [String] {
        var faults: [String] = []
        let names = Set(members.map(\.name))
        if case .array(let required)? = schema["required"] {
            for case .string(let name) in required where !names.contains(name) { faults.append("\(place): no \(name)") }
        }
        for member in members {
            guard let property = schema["properties"]?[member.name] else {
                faults.append("\(place): \(member.name) is not documented")
                continue
            }
            faults += self.faults(in: member.value, property, at: "\(place).\(member.name)")
        }
        return faults
    }

    private func fault(in text: String, _ schema: JSONValue) -> String? {
        if case .string(let pattern)? = schema["pattern"] {
            guard let expression = try? Regex(pattern) else { return "has a pattern that is none" }
            if text.firstMatch(of: expression) == nil { return "does not match \(pattern)" }
        }
        if case .number(let limit)? = schema["maxLength"], let limit = Int(limit), text.unicodeScalars.count > limit {
            return "is longer than \(limit)"
        }
        switch schema["format"] {
        case .string("date-time") where !Self.isATOM(text): return "is no ATOM"
        case .string("date") where CalendarDate(text) == nil: return "is no date"
        default: return nil
        }
    }

    private func resolve(_ target: String) -> JSONValue? {
        target.split(separator: "/").dropFirst().reduce(Optional(document)) { $0?[String($1)] }
    }

    private func types(of schema: JSONValue) -> [String] {
        switch schema["type"] {
        case .string(let type): [type]
        case .array(let types): types.compactMap { if case .string(let type) = $0 { type } else { nil } }
        default: []
        }
    }

    private static func has(_ value: JSONValue, type: String) -> Bool {
        switch (value, type) {
        case (.null, "null"), (.bool, "boolean"), (.number, "number"), (.string, "string"), (.array, "array"),
            (.object, "object"):
            true
        case (.number(let text), "integer"): Int(text) != nil
        default: false
        }
    }

    /// `2025-03-05T14:30:00+01:00`: a numeric offset, no fraction, no `Z` (contract api-v1, 2.9).
    private static func isATOM(_ text: String) -> Bool {
        let shape = text.map { $0.isASCII && $0.isNumber ? "0" : String($0) }.joined()
        return shape == "0000-00-00T00:00:00+00:00" || shape == "0000-00-00T00:00:00-00:00"
    }
}
