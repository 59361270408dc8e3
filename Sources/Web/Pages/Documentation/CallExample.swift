import Kernel

/// A call with curl that runs as it stands once its variables are set, and the answer that comes.
///
/// IDs are shell variables, because those of an example exist nowhere: `CUSTOMER_ID` for `customerId`.
struct CallExample {
    let operation: ReferenceOperation
    let reference: Reference
    let texts: Texts

    private var schemas: ReferenceSchemas { reference.schemas }

    func write(to section: inout Markup) {
        let (copy, copied) = (texts("copy"), texts("copy.done"))
        section.element("h3", text: texts("docs.example"))
        section.code(command, id: "curl-\(operation.id)", language: "sh", copy: copy, copied: copied)
        guard let schema = operation.success?.schema else { return }
        section.element("h3", text: texts("docs.example.answer"))
        section.code(
            schemas.example(of: schema).indented, id: "answer-\(operation.id)", language: "json", copy: copy,
            copied: copied)
    }

    /// The command, with the variables it needs in a comment above it.
    var command: String {
        var variables = ["TOKEN=vdr_key_…"]
        var path = operation.path
        for parameter in operation.parameters where parameter.place == "path" {
            let name = Self.variable(of: parameter.name)
            path = path.replacing("{\(parameter.name)}", with: "$\(name)")
            variables.append("\(name)=…")
        }
        var lines = ["curl \(operation.method == "GET" ? "" : "-X \(operation.method) ")\"\(reference.server)\(path)\""]
        lines.append("-H \"Authorization: Bearer $TOKEN\"")
        lines.append("-H \"X-VERSION: \(reference.version.name)\"")
        for query in operation.parameters where query.place == "query" && query.isRequired {
            lines[0] = lines[0].dropLast() + "?\(query.name)=\(example(query.schema))\""
        }
        var rest = ""
        if let body = operation.bodies.first {
            if body.type == "application/json" {
                lines.append("-H \"Content-Type: application/json\"")
                let json = Self.withVariables(
                    schemas.example(of: body.schema, .whatIsRequired), named: "", found: &variables)
                lines.append("--data-binary @- <<JSON")
                rest = "\n\(Self.quoted(json.indented))\nJSON"
            } else {
                lines += parts(of: body, found: &variables)
            }
        }
        return "# \(variables.joined(separator: " "))\n\(lines.joined(separator: " \\\n  "))\(rest)"
    }

    private func example(_ schema: JSONValue) -> String {
        let value = schemas.example(of: schema)
        return value.text ?? value.compact
    }

    /// `-F name=value` for each part that is required; a file is named as curl reads it.
    private func parts(of body: ReferenceOperation.Body, found variables: inout [String]) -> [String] {
        let schema = schemas.resolved(body.schema)
        let required = Set((schema["required"]?.elements ?? []).compactMap(\.text))
        return (schema["properties"]?.members ?? []).filter { required.contains($0.name) }.map { part in
            let value = schemas.resolved(part.value)
            let item = value["items"].map(schemas.resolved) ?? value
            if item["contentMediaType"] != nil || item["format"] == .string("binary") {
                return "-F \"\(part.name)=@document.pdf\""
            }
            let shown = Self.withVariables(
                schemas.example(of: value, .whatIsRequired), named: part.name, found: &variables)
            return "-F \"\(part.name)=\(Self.quoted(shown.text ?? shown.compact).replacing("\"", with: "\\\""))\""
        }
    }

    // MARK: Variables

    /// `CUSTOMER_ID` of `customerId`, and of `customerIds` and `customers`, whose elements are such.
    static func variable(of name: String) -> String {
        var stem = name[...]
        if let ending = ["Ids", "Id", "s"].first(where: name.hasSuffix) { stem = stem.dropLast(ending.count) }
        var variable = ""
        for character in stem {
            if character.isUppercase { variable.append("_") }
            variable += character.uppercased()
        }
        return "\(variable)_ID"
    }

    /// The same value with a variable for each ID of an entity.
    private static func withVariables(
        _ value: JSONValue, named name: String, found variables: inout [String]
    ) -> JSONValue {
        switch value {
        case .string(let text) where isID(text):
            let variable = variable(of: name)
            if !variables.contains("\(variable)=…") { variables.append("\(variable)=…") }
            return .string("$\(variable)")
        case .array(let elements): return .array(elements.map { withVariables($0, named: name, found: &variables) })
        case .object(let members):
            return .object(
                members.map {
                    .init(name: $0.name, value: withVariables($0.value, named: $0.name, found: &variables))
                })
        default: return value
        }
    }

    /// Contract 2.8: a prefix, and 20 characters.
    private static func isID(_ text: String) -> Bool {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        return parts.count == 2 && (2...3).contains(parts[0].count) && parts[1].count == 20
            && parts[1].allSatisfy { $0.isASCII && ($0.isNumber || $0.isLowercase) }
    }

    /// What a shell would read inside a here-document, but for our own variables.
    private static func quoted(_ text: String) -> String {
        var quoted = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            let isVariable = character == "$" && rest.first?.isUppercase == true
            if !isVariable, "\\$`".contains(character) { quoted.append("\\") }
            quoted.append(character)
        }
        return quoted
    }
}
