import HTTPTypes
import Kernel

/// `/docs/problems/<slug>`: where the `type` of an error in the form of RFC 9457 leads (contract 2.4). One page for each kind that the
/// API can answer, and one that lists them.
struct Problems: Sendable {
    static let path = "\(Documentation.root)/problems"
    static func path(of kind: APIError.Kind) -> String { "\(path)/\(kind.slug)" }

    let origins: Origins

    func documents(_ texts: Texts) -> [Document] { [list(texts)] + APIError.Kind.all.map { page($0, texts) } }

    private func list(_ texts: Texts) -> Document {
        let rows = APIError.Kind.all.map { kind in
            "| [\(kind.slug)](\(Self.path(of: kind))) | \(kind.status.code) | \(texts("docs.problem.\(kind.slug)")) |"
        }
        let text = """
            # \(texts("docs.problems"))

            \(texts("docs.problems.text"))

            | \(texts("docs.problems.name")) | Status | \(texts("docs.problems.meaning")) |
            |---|---|---|
            \(rows.joined(separator: "\n"))
            """
        return Document(Markdown(text), at: Self.path, kind: .problem, texts)
    }

    private func page(_ kind: APIError.Kind, _ texts: Texts) -> Document {
        let text = """
            # \(texts("docs.problem.\(kind.slug).title"))

            **\(kind.status.code)** · `\(kind.slug)`

            \(texts("docs.problem.\(kind.slug)"))

            ## \(texts("docs.problems.do")) {#do}

            \(texts("docs.problem.\(kind.slug).do"))

            ## \(texts("docs.problems.example")) {#example}

            ```json
            \(example(of: kind))
            ```

            [\(texts("docs.problems.all"))](\(Guides.path(of: "errors")))
            """
        return Document(Markdown(text), at: Self.path(of: kind), kind: .problem, texts)
    }

    private func example(of kind: APIError.Kind) -> String {
        let request = "urn:voordeur:request:req_06g0yb0hc2w7n1zfrx7c"
        let type = "\(origins.publicURL)\(Self.path(of: kind))"
        let members: [JSONValue.Member] = [
            .init(name: "type", value: .string(type)), .init(name: "title", value: .string(kind.title)),
            .init(name: "status", value: .number("\(kind.status.code)")),
            .init(name: "instance", value: .string(request)),
        ]
        return JSONValue.object(members).indented
    }
}
