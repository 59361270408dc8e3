import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import Web

/// Operations that take forms of every kind and tell what they understood.
enum Reception {
    static let pdf = FilePart("pdf", maximum: 1000, isPDF: true)
    static let documents = FilePart("documents", maximum: 600, count: 0...3, together: 1000, isPDF: true)

    static func endpoints(_ contents: Contents) -> [Endpoint] {
        [
            .init(
                operation("form", .multipart("Form", lists: ["signers"], files: [pdf, documents]))
            ) { try await receive($0, contents) },
            .init(operation("either", .jsonOrMultipart(json: "Thing", multipart: "Form", files: [pdf]))) {
                try await receive($0, contents)
            },
            .init(operation("large", .multipart("Form", files: [FilePart("file")]))) { call in
                var fields = FieldReader(call.body)
                guard let file = fields.file("file", in: call.uploads) else { throw fields.refusal }
                var json = JSONWriter()
                json.object {
                    $0.field("size", file.content.size)
                    $0.field("sha256", file.content.digest.hex)
                }
                return .created(json, at: "x")
            },
        ]
    }

    private static func operation(_ id: String, _ body: Operation.Body) -> Operation {
        Operation(
            id, .post, "/test/\(id)", group: "Test", summary: id, access: .anyCredential, body: body,
            success: .created("Form"))
    }

    @Sendable private static func receive(_ call: APICall, _ contents: Contents) async throws -> APIAnswer {
        var fields = FieldReader(call.body)
        let name = fields.required("name", .text(20))
        guard call.isForm else {
            guard let name else { throw fields.refusal }
            var json = JSONWriter()
            json.object { $0.field("name", name) }
            return .created(json, at: "x")
        }
        let pdf = fields.file("pdf", in: call.uploads)
        let documents = call.operation.id == "form" ? fields.files("documents", in: call.uploads) : []
        guard fields.errors.isEmpty, let pdf else { throw fields.refusal }
        let kept = try await contents.keep(pdf, in: call.portal)
        let answer: @Sendable (KeptContent) -> APIAnswer = { kept in
            var json = JSONWriter()
            json.object { json in
                json.name("body")
                json.value(call.body)
                json.field("content", kept.id.text)
                json.field("pdf", pdf.name.text)
                json.field("type", pdf.claimedType)
                json.field("size", kept.size)
                json.field("sha256", kept.digest.hex)
                json.field("documents", documents.map { "\($0.name.text) \($0.content.size)" })
            }
            return .created(json, at: "x")
        }
        return answer(
            try await contents.use(kept, in: call.portal, at: call.now, keeping: call.keeping(answer)))
    }
}
