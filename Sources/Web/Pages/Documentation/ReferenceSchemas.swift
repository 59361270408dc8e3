import Kernel

/// The schemas of an OpenAPI document: references followed, fields listed, examples made.
struct ReferenceSchemas: Sendable {
    /// Deeper than any body may be, and the end of a schema that contains itself.
    private static let deepest = 8

    private let document: JSONValue

    init(_ document: JSONValue) { self.document = document }

    /// What `$ref` names, in this document; anything else is itself.
    func resolved(_ value: JSONValue) -> JSONValue {
        guard let reference = value["$ref"]?.text, reference.hasPrefix("#/") else { return value }
        let found = reference.dropFirst(2).split(separator: "/").reduce(Optional(document)) { $0?[String($1)] }
        return found ?? .null
    }

    /// `Customer` of `#/components/schemas/Customer`.
    func name(of schema: JSONValue) -> String? {
        schema["$ref"]?.text?.split(separator: "/").last.map(String.init)
    }

    /// The names of the entities that an answer is made of, itself or in a list.
    func entities(in schema: JSONValue) -> [String] {
        if let name = name(of: schema) { return [name] }
        if let items = schema["items"] { return entities(in: items) }
        return schema["properties"]?.members.flatMap { entities(in: $0.value) } ?? []
    }

    func component(_ name: String) -> JSONValue { document["components"]?["schemas"]?[name] ?? .null }

    // MARK: Fields

    struct Field: Sendable {
        /// `lines[].vatRate`
        let name: String
        let isRequired: Bool
        let schema: JSONValue
    }

    /// The fields of an object, each followed by those below it.
    func fields(of schema: JSONValue) -> [Field] {
        var fields: [Field] = []
        collect(schema, below: "", depth: 0, into: &fields)
        return fields
    }

    private func collect(_ schema: JSONValue, below prefix: String, depth: Int, into fields: inout [Field]) {
        guard depth < Self.deepest else { return }
        let schema = resolved(schema)
        let required = Set((schema["required"]?.elements ?? []).compactMap(\.text))
        for property in schema["properties"]?.members ?? [] {
            let name = prefix + property.name
            let value = resolved(property.value)
            fields.append(Field(name: name, isRequired: required.contains(property.name), schema: value))
            collect(value, below: "\(name).", depth: depth + 1, into: &fields)
            if let items = value["items"] { collect(items, below: "\(name)[].", depth: depth + 1, into: &fields) }
        }
        for part in parts(of: schema) { collect(part, below: prefix, depth: depth + 1, into: &fields) }
    }

    private func parts(of schema: JSONValue) -> [JSONValue] {
        ["allOf", "oneOf", "anyOf"].flatMap { schema[$0]?.elements ?? [] }
    }

    // MARK: Types

    /// The types of a value, without null.
    func types(of schema: JSONValue) -> [String] {
        let schema = resolved(schema)
        let named = schema["type"].map { $0.text.map { [$0] } ?? $0.elements.compactMap(\.text) } ?? []
        let all = named.isEmpty ? parts(of: schema).flatMap { types(of: $0) } : named
        return all.filter { $0 != "null" }
    }

    func isNullable(_ schema: JSONValue) -> Bool {
        let schema = resolved(schema)
        let type = schema["type"] ?? .null
        if type == .string("null") || type.elements.contains(.string("null")) { return true }
        return parts(of: schema).contains(where: isNullable)
    }

    // MARK: Examples

    enum Extent { case everything, whatIsRequired }

    /// A value as the schema's examples show it.
    func example(of schema: JSONValue, _ extent: Extent = .everything, depth: Int = 0) -> JSONValue {
        let schema = resolved(schema)
        guard depth < Self.deepest else { return .null }
        if let shown = schema["examples"]?.elements.first ?? schema["example"] ?? schema["const"] { return shown }
        if let word = schema["enum"]?.elements.first { return word }
        let properties = properties(of: schema, extent)
        if !properties.isEmpty {
            return .object(
                properties.map { .init(name: $0.name, value: example(of: $0.value, extent, depth: depth + 1)) })
        }
        if let items = schema["items"] { return .array([example(of: items, extent, depth: depth + 1)]) }
        if let first = parts(of: schema).first(where: { !types(of: $0).isEmpty }) {
            return example(of: first, extent, depth: depth + 1)
        }
        return Self.plain(types(of: schema).first, schema)
    }

    private func properties(of schema: JSONValue, _ extent: Extent) -> [JSONValue.Member] {
        let all =
            (schema["properties"]?.members ?? [])
            + (schema["allOf"]?.elements ?? []).flatMap {
                resolved($0)["properties"]?.members ?? []
            }
        guard extent == .whatIsRequired else { return all }
        let required = Set((schema["required"]?.elements ?? []).compactMap(\.text))
        let chosen = all.filter { required.contains($0.name) }
        return chosen.isEmpty ? Array(all.prefix(1)) : chosen
    }

    private static func plain(_ type: String?, _ schema: JSONValue) -> JSONValue {
        switch type {
        case "string":
            switch schema["format"]?.text {
            case "date": .string("2025-03-05")
            case "date-time": .string("2025-03-05T14:30:00+01:00")
            case "uri": .string("https://example.nl/")
            default: .string("text")
            }
        case "integer", "number": .number(schema["minimum"]?.digits ?? "1")
        case "boolean": .bool(true)
        case "array": .array([])
        case "object": .object([])
        default: .null
        }
    }
}
