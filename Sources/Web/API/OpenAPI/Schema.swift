import Kernel

/// A JSON Schema (2020-12) of the documentation, made of the few forms that the contract uses.
struct Schema: Sendable {
    private var members: [JSONValue.Member]

    var json: JSONValue { .object(members) }

    /// A schema with a name, in the shape that it has in one version of the API.
    struct Component: Sendable {
        let name: String
        let schema: @Sendable (APIVersion) -> Schema

        init(_ name: String, _ schema: @escaping @Sendable (APIVersion) -> Schema) {
            (self.name, self.schema) = (name, schema)
        }
    }

    struct Property: Sendable {
        let name: String
        let schema: Schema
        let isRequired: Bool

        init(_ name: String, _ schema: Schema, isRequired: Bool = true) {
            (self.name, self.schema, self.isRequired) = (name, schema, isRequired)
        }
    }

    private init(_ type: String, _ rest: [JSONValue.Member] = []) {
        members = [.init(name: "type", value: .string(type))] + rest
    }

    private init(members: [JSONValue.Member]) { self.members = members }

    static func reference(_ name: String) -> Schema {
        Schema(members: [.init(name: "$ref", value: .string("#/components/schemas/\(name)"))])
    }

    static func object(_ properties: [Property], minimum: Int = 0) -> Schema {
        let required = properties.filter(\.isRequired).map { JSONValue.string($0.name) }
        var rest: [JSONValue.Member] = []
        if !required.isEmpty { rest.append(.init(name: "required", value: .array(required))) }
        if minimum > 0 { rest.append(.init(name: "minProperties", value: .number("\(minimum)"))) }
        let members = properties.map { JSONValue.Member(name: $0.name, value: $0.schema.json) }
        rest.append(.init(name: "properties", value: .object(members)))
        return Schema("object", rest)
    }

    /// With a whole value that works, for the documentation: where the examples of the fields do not go together.
    func example(_ fields: KeyValuePairs<String, JSONValue>) -> Schema {
        let example: JSONValue = .object(fields.map { .init(name: $0.key, value: $0.value) })
        return Schema(members: members + Self.examples(example))
    }

    static func array(of element: Schema, _ description: String? = nil, minimum: Int = 0, maximum: Int? = nil) -> Schema
    {
        var rest = about(description)
        if minimum > 0 { rest.append(.init(name: "minItems", value: .number("\(minimum)"))) }
        if let maximum { rest.append(.init(name: "maxItems", value: .number("\(maximum)"))) }
        rest.append(.init(name: "items", value: element.json))
        return Schema("array", rest)
    }

    static func string(_ description: String? = nil, example: String) -> Schema {
        Schema("string", about(description) + examples(.string(example)))
    }

    /// A text that is not empty.
    static func text(_ limit: Int, example: String) -> Schema {
        let lengths: [JSONValue.Member] = [
            .init(name: "minLength", value: .number("1")), .init(name: "maxLength", value: .number("\(limit)")),
        ]
        return Schema("string", lengths + examples(.string(example)))
    }

    static let email = Schema(
        "string",
        [.init(name: "format", value: .string("email")), .init(name: "maxLength", value: .number("254"))]
            + examples(.string("info@example.nl")))

    /// - Parameter example: names the prefix.
    static func id(_ example: String) -> Schema {
        let prefix = example.prefix { $0 != "_" }
        let pattern: JSONValue = .string("^\(prefix)_[0-9a-hjkmnp-tv-z]{20}$")
        return Schema("string", [.init(name: "pattern", value: pattern)] + examples(.string(example)))
    }

    static let moment = Schema(
        "string", [.init(name: "format", value: .string("date-time"))] + examples(.string("2025-03-05T14:30:00+01:00")))

    /// A file in a form (OpenAPI 3.1, 4.8.14.4).
    static func file(_ description: String, type: String = "application/octet-stream") -> Schema {
        Schema("string", about(description) + [.init(name: "contentMediaType", value: .string(type))])
    }

    static func integer(_ description: String? = nil, range: ClosedRange<Int>? = nil, example: Int) -> Schema {
        var rest = about(description)
        if let range {
            rest.append(.init(name: "minimum", value: .number("\(range.lowerBound)")))
            rest.append(.init(name: "maximum", value: .number("\(range.upperBound)")))
        }
        return Schema("integer", rest + examples(.number("\(example)")))
    }

    static let boolean = Schema("boolean")

    /// Money in euros: `"12.95"`.
    static let amount = Schema(
        "string",
        [.init(name: "pattern", value: .string("^[0-9]{1,9}\\.[0-9]{2}$"))] + examples(.string("12.95")))

    /// The same as a number (`Invoice` in 1.0.0).
    static let amountNumber = Schema("number", examples(.number("12.95")))

    static let signedAmount = Schema(
        "string",
        [.init(name: "pattern", value: .string("^-?[0-9]{1,9}\\.[0-9]{2}$"))] + examples(.string("12.95")))

    /// The one currency so far.
    static let currency = choice(["EUR"])

    static let vatRate = Schema(
        "integer", [.init(name: "enum", value: .array(VATRate.allCases.map { .number("\($0.rawValue)") }))])

    static let interval = choice(BillingInterval.allCases.map(\.rawValue))

    static let date = Schema(
        "string", [.init(name: "format", value: .string("date"))] + examples(.string("2025-03-05")))

    /// What a request may write as a moment: wider than RFC 3339.
    static let writtenMoment = string(
        "A date and time in the portal's zone, or with an offset.", example: "2025-03-05T14:30:00+01:00")

    static let quantity = Schema(
        "number",
        [
            .init(name: "exclusiveMinimum", value: .number("0")), .init(name: "maximum", value: .number("1000000")),
        ] + examples(.number("1")))

    /// A PNG as a data URI.
    static let png = Schema(
        "string",
        [.init(name: "pattern", value: .string("^data:image/png;base64,"))]
            + examples(.string("data:image/png;base64,iVBORw0KGgo=")))

    /// 64 hexadecimal digits: SHA-256.
    static let sha256 = Schema("string", [.init(name: "pattern", value: .string("^[0-9a-f]{64}$"))])

    /// One entry of `links` (contract api-v1, 2.12).
    static func link(to type: String, example: String) -> Schema {
        object([.init("href", string(example: example)), .init("type", choice([type]))])
    }

    static func choice(_ values: [String]) -> Schema {
        Schema("string", [.init(name: "enum", value: .array(values.map(JSONValue.string)))])
    }

    /// The same, or a number without a fraction.
    var orInteger: Schema {
        Schema(members: members.map { $0.name == "type" ? $0.also("integer") : $0 })
    }

    /// The same, or null.
    var nullable: Schema {
        Schema(
            members: members.map { member in
                switch (member.name, member.value) {
                case ("type", _): member.also("null")
                case ("enum", .array(let words)): .init(name: "enum", value: .array(words + [.null]))
                default: member
                }
            })
    }

    private static func about(_ description: String?) -> [JSONValue.Member] {
        description.map { [.init(name: "description", value: .string($0))] } ?? []
    }

    private static func examples(_ example: JSONValue) -> [JSONValue.Member] {
        [.init(name: "examples", value: .array([example]))]
    }
}

extension JSONValue.Member {
    /// A `type` that allows one more.
    fileprivate func also(_ type: String) -> JSONValue.Member {
        if case .array(let types) = value { return .init(name: name, value: .array(types + [.string(type)])) }
        return .init(name: name, value: .array([value, .string(type)]))
    }
}
