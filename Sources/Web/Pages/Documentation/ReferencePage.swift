import HTTPTypes
import Kernel

/// The page of a group of operations: each with what it takes, what it answers and a call to copy; then the entities of its answers.
struct ReferencePage {
    let group: Reference.Group
    let reference: Reference
    let texts: Texts

    private var schemas: ReferenceSchemas { reference.schemas }

    func document() -> Document {
        var sections = [Document.Section(title: group.name, anchor: nil, text: group.name)]
        let body = Markup { body in
            body.append(reference.notice(texts, tail: "/\(Markdown.slug(of: group.name))"))
            contents(to: &body)
            for operation in group.operations {
                write(operation, to: &body)
                sections.append(section(operation))
            }
            for name in entities {
                write(entity: name, to: &body)
                sections.append(section(entity: name))
            }
        }
        return Document(
            path: group.path, kind: .reference(reference.version), title: group.name, body: body, sections: sections)
    }

    /// In the order in which answers first name them.
    private var entities: [String] {
        var names: [String] = []
        for operation in group.operations {
            for name in operation.success?.schema.map(schemas.entities) ?? [] where !names.contains(name) {
                names.append(name)
            }
        }
        return names
    }

    private func contents(to body: inout Markup) {
        body.element("nav", ["class": "doc-contents", "aria-label": texts("docs.contents")]) { nav in
            nav.element("ul") { list in
                for operation in group.operations {
                    list.element("li") { item in
                        item.element("a", ["href": "#\(operation.id)"]) { operation.writeCall(to: &$0) }
                    }
                }
                for name in entities { list.element("li") { $0.link("#\(Self.anchor(of: name))", name) } }
            }
        }
    }

    private static func anchor(of entity: String) -> String { "entity-\(entity)" }

    // MARK: An operation

    private func write(_ operation: ReferenceOperation, to body: inout Markup) {
        body.element("section", ["class": "operation", "aria-labelledby": operation.id]) { section in
            section.element("h2", ["id": operation.id], text: operation.summary)
            section.element("p", ["class": "operation-call"]) { operation.writeCall(to: &$0) }
            facts(operation, to: &section)
            parameters(operation, to: &section)
            for requestBody in operation.bodies { write(requestBody, to: &section) }
            answer(operation, to: &section)
            refusals(operation, to: &section)
            CallExample(operation: operation, reference: reference, texts: texts).write(to: &section)
        }
    }

    private func facts(_ operation: ReferenceOperation, to section: inout Markup) {
        section.element("p") { p in
            p.link(Guides.path(of: "scopes"), texts("docs.scope"))
            p.text(": ")
            operation.writeScope(to: &p, texts)
            if let feature = operation.feature {
                p.text(" · \(texts("docs.feature")): ")
                p.element("code", text: feature)
            }
            p.text(" · ")
            p.element("code", text: operation.id)
        }
    }

    private func parameters(_ operation: ReferenceOperation, to section: inout Markup) {
        guard !operation.parameters.isEmpty else { return }
        section.element("h3", text: texts("docs.parameters"))
        section.table(
            head: [texts("docs.name"), texts("docs.type"), texts("docs.meaning")],
            rows: operation.parameters.map { parameter in
                [
                    Markup { name in
                        name.element("code", text: parameter.name)
                        if parameter.isRequired, parameter.place != "path" { required(to: &name) }
                    },
                    Markup { $0.text("\(texts("docs.in.\(parameter.place)")), \(type(of: parameter.schema))") },
                    // The example of a parameter in the path is its own name.
                    Markup { meaning(of: parameter.schema, withExample: parameter.place != "path", to: &$0) },
                ]
            })
    }

    private func write(_ requestBody: ReferenceOperation.Body, to section: inout Markup) {
        section.element("h3") { heading in
            heading.text("\(texts("docs.body")) ")
            heading.element("code", text: requestBody.type)
        }
        section.table(head: fieldHead, rows: rows(of: requestBody.schema, marksRequired: true))
    }

    private func answer(_ operation: ReferenceOperation, to section: inout Markup) {
        guard let success = operation.success else { return }
        section.element("h3", text: texts("docs.answer"))
        section.element("p") { p in
            p.element("strong", text: success.status)
            p.text(" \(success.meaning)")
            for name in success.schema.map(schemas.entities) ?? [] {
                p.text(" ")
                p.link("#\(Self.anchor(of: name))", name)
            }
            if let schema = success.schema, schema["properties"]?["current_page"] != nil {
                p.text(" · ")
                p.link(Guides.path(of: "pagination"), texts("docs.envelope"))
            }
        }
        if let schema = success.schema, schemas.entities(in: schema).isEmpty, !schemas.fields(of: schema).isEmpty {
            section.table(head: fieldHead, rows: rows(of: schema, marksRequired: false))
        }
    }

    private func refusals(_ operation: ReferenceOperation, to section: inout Markup) {
        section.element("h3", text: texts("docs.refusals"))
        section.element("ul", ["class": "doc-refusals"]) { list in
            for refusal in operation.refusals {
                list.element("li") { item in
                    item.element("strong", text: refusal.status)
                    let kinds = APIError.Kind.all.filter { "\($0.status.code)" == refusal.status }
                    for kind in kinds {
                        item.text(" ")
                        item.link(Problems.path(of: kind), texts("docs.problem.\(kind.slug).title"))
                    }
                    if kinds.isEmpty { item.text(" \(refusal.meaning)") }
                }
            }
        }
    }

    private func section(_ operation: ReferenceOperation) -> Document.Section {
        let fields = operation.bodies.flatMap { schemas.fields(of: $0.schema) }.map(\.name)
        let words = [operation.id, operation.method, operation.path, operation.scope ?? ""]
        let all = words + operation.parameters.map(\.name) + fields
        return .init(title: operation.summary, anchor: operation.id, text: all.joined(separator: " "))
    }

    // MARK: An entity

    private func write(entity name: String, to body: inout Markup) {
        body.element("section", ["class": "operation", "aria-labelledby": Self.anchor(of: name)]) { section in
            section.element("h2", ["id": Self.anchor(of: name)], text: name)
            section.table(head: fieldHead, rows: rows(of: schemas.component(name), marksRequired: false))
        }
    }

    private func section(entity name: String) -> Document.Section {
        let fields = schemas.fields(of: schemas.component(name)).map { field in
            "\(field.name) \(field.schema["description"]?.text ?? "")"
        }
        return .init(title: name, anchor: Self.anchor(of: name), text: fields.joined(separator: " "))
    }

    // MARK: Fields

    private var fieldHead: [String] { [texts("docs.field"), texts("docs.type"), texts("docs.meaning")] }

    private func rows(of schema: JSONValue, marksRequired: Bool) -> [[Markup]] {
        schemas.fields(of: schema).map { field in
            [
                Markup { name in
                    name.element("code", text: field.name)
                    if marksRequired, field.isRequired {
                        required(to: &name)
                    } else if !marksRequired, !field.isRequired {
                        name.text(" ")
                        name.element("span", ["class": "badge"], text: texts("docs.may_be_absent"))
                    }
                },
                Markup { $0.text(type(of: field.schema)) },
                Markup { meaning(of: field.schema, withExample: true, to: &$0) },
            ]
        }
    }

    private func required(to markup: inout Markup) {
        markup.text(" ")
        markup.element("span", ["class": "badge warn"], text: texts("docs.required"))
    }

    private func type(of schema: JSONValue) -> String {
        var words = schemas.types(of: schema).map { texts("docs.type.\($0)") }
        if schema["contentMediaType"] != nil { words = [texts("docs.type.file")] }
        if schemas.isNullable(schema) { words.append(texts("docs.type.null")) }
        return words.joined(separator: " \(texts("docs.or")) ")
    }

    private func meaning(of schema: JSONValue, withExample: Bool, to markup: inout Markup) {
        let schema = schemas.resolved(schema)
        var parts: [Markup] = []
        if let description = schema["description"]?.text {
            parts.append(Markup { $0.text(description) })
        }
        let words = (schema["enum"]?.elements ?? schema["items"].map(schemas.resolved)?["enum"]?.elements ?? [])
            .filter { $0 != .null }
        if !words.isEmpty {
            parts.append(
                Markup { list in
                    for (position, word) in words.enumerated() {
                        if position > 0 { list.text(", ") }
                        list.element("code", text: word.text ?? word.compact)
                    }
                })
        }
        if let limits = limits(of: schema) { parts.append(Markup { $0.text(limits) }) }
        let shown = schema["examples"]?.elements.first ?? schema["items"]?["examples"]?.elements.first
        if withExample, words.isEmpty, let shown {
            parts.append(
                Markup { example in
                    example.text("\(texts("docs.for_example")) ")
                    let text = shown.text ?? shown.compact
                    // A date that breaks at its hyphens is hard to read.
                    let isShort = text.count <= 24
                    example.element("code", isShort ? ["class": "nowrap"] : [:], text: text)
                })
        }
        for (position, part) in parts.enumerated() {
            if position > 0 { markup.text(" · ") }
            markup.append(part)
        }
    }

    private func limits(of schema: JSONValue) -> String? {
        if let most = schema["maxLength"]?.digits {
            return texts("docs.characters", ["least": schema["minLength"]?.digits ?? "0", "most": most])
        }
        if let most = schema["maxItems"]?.digits {
            return texts("docs.entries", ["least": schema["minItems"]?.digits ?? "0", "most": most])
        }
        let least = schema["minimum"]?.digits ?? schema["exclusiveMinimum"]?.digits.map { "> \($0)" }
        switch (least, schema["maximum"]?.digits) {
        case (let least?, let most?): return "\(least) – \(most)"
        case (let least?, nil): return schema["minimum"] == nil ? least : "≥ \(least)"
        case (nil, let most?): return "≤ \(most)"
        case (nil, nil): return nil
        }
    }
}
