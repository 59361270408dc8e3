import Kernel

/// One operation as the OpenAPI document has it, with its references followed.
struct ReferenceOperation: Sendable {
    struct Parameter: Sendable {
        let name: String
        /// `path`, `query`, `header`
        let place: String
        let isRequired: Bool
        let schema: JSONValue
    }

    struct Body: Sendable {
        /// `application/json`, `multipart/form-data`
        let type: String
        let schema: JSONValue
    }

    struct Answer: Sendable {
        let status: String
        let meaning: String
        /// Nil: nothing comes with it.
        let schema: JSONValue?
    }

    let id: String
    let method: String
    let path: String
    let group: String
    let summary: String
    /// Nil: any token will do.
    let scope: String?
    let feature: String?
    let parameters: [Parameter]
    let bodies: [Body]
    let answers: [Answer]

    init(_ item: JSONValue, _ method: String, _ path: String, _ schemas: ReferenceSchemas) {
        id = item["operationId"]?.text ?? ""
        group = item["tags"]?.elements.first?.text ?? ""
        // It stands as a heading here.
        let sentence = item["summary"]?.text ?? ""
        summary = String(sentence.hasSuffix(".") ? sentence.dropLast() : sentence[...])
        scope = item["security"]?.elements.first?.members.first?.value.elements.first?.text
        feature = item["x-feature"]?.text
        parameters = (item["parameters"]?.elements ?? []).map { value in
            let parameter = schemas.resolved(value)
            return Parameter(
                name: parameter["name"]?.text ?? "", place: parameter["in"]?.text ?? "",
                isRequired: parameter["required"]?.isTrue ?? false, schema: parameter["schema"] ?? .null)
        }
        bodies = (item["requestBody"].map(schemas.resolved)?["content"]?.members ?? []).compactMap { content in
            content.value["schema"].map { Body(type: content.name, schema: $0) }
        }
        answers = (item["responses"]?.members ?? []).map { member in
            let answer = schemas.resolved(member.value)
            return Answer(
                status: member.name, meaning: answer["description"]?.text ?? "",
                schema: answer["content"]?.members.first?.value["schema"])
        }
        (self.method, self.path) = (method, path)
    }

    var success: Answer? { answers.first { $0.status.hasPrefix("2") } }
    var refusals: [Answer] { answers.filter { !$0.status.hasPrefix("2") } }

    func writeCall(to markup: inout Markup) {
        markup.element("span", ["class": "method method-\(method.lowercased())"], text: method)
        markup.text(" ")
        markup.element("code", text: path)
    }

    func writeScope(to markup: inout Markup, _ texts: Texts) {
        if let scope {
            markup.element("code", ["class": "nowrap"], text: scope)
        } else {
            markup.text(texts("docs.scope.any"))
        }
    }
}
