import HTTPTypes
import Kernel
package import PortalDomain

/// `/agreements`: documents that are signed by several people (contract api-v1, 4.1).
package struct AgreementOperations: Sendable {
    private let agreements: Agreements
    private let customers: Customers
    private let contents: Contents
    private let downloads: DownloadLinks
    private let origins: Origins

    package init(
        agreements: Agreements, customers: Customers, contents: Contents, downloads: DownloadLinks, origins: Origins
    ) {
        (self.agreements, self.customers, self.contents) = (agreements, customers, contents)
        (self.downloads, self.origins) = (downloads, origins)
    }

    static let list = Operation(
        "list-agreements", .get, "/agreements", group: "Agreements", summary: "List agreements, newest first.",
        access: .scope(.agreementsRead), feature: .agreements, success: .page("Agreement"))
    static let create = Operation(
        "create-agreement", .post, "/agreements", group: "Agreements",
        summary: "Sign documents, and send them to others to sign.", access: .scope(.agreementsWrite),
        feature: .agreements,
        body: .multipart("NewAgreement", lists: ["signers"], files: [AgreementRequest.documents]),
        success: .created("AgreementWithDetails"))
    static let get = Operation(
        "get-agreement", .get, "/agreements/{agreementId}", group: "Agreements", summary: "Read one agreement.",
        access: .scope(.agreementsRead), feature: .agreements, success: .entity("AgreementWithDetails"))
    static let delete = Operation(
        "delete-agreement", .delete, "/agreements/{agreementId}", group: "Agreements",
        summary: "Delete an agreement that somebody has not signed yet.", access: .scope(.agreementsWrite),
        feature: .agreements, success: .noContent, mayConflict: true)
    static let download = Operation(
        "download-agreement-document", .get, "/agreements/{agreementId}/documents/{documentId}/download",
        group: "Agreements", summary: "Get a link to a document.", access: .scope(.agreementsRead),
        feature: .agreements, success: .entity("CloudFile"))

    static let all = [list, create, get, delete, download]

    package var endpoints: [Endpoint] {
        [
            .init(Self.list, list), .init(Self.create, create), .init(Self.get, get), .init(Self.delete, delete),
            .init(Self.download, download),
        ]
    }

    func list(_ call: APICall) async throws -> APIAnswer {
        var fields = FieldReader(call.query)
        let query = ListQuery<AgreementKind>(reading: &fields, of: call)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await agreements.list(query.request, in: call.portal)
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/agreements")
        // A picture of a megabyte each.
        return page.pieces(id: \.id) { [agreements] agreement in
            guard let signature = try await agreements.signature(of: agreement.id, in: call.portal) else { return nil }
            var json = JSONWriter(reservingCapacity: 512 + signature.image.text.utf8.count)
            AgreementPayload.write(agreement, signature, in: call.zone, to: &json)
            return json
        }
    }

    func create(_ call: APICall) async throws -> APIAnswer {
        let request = try await AgreementRequest(call, customers)
        var documents: [NewAgreement.Document] = []
        for upload in request.documents {
            documents.append(.init(name: upload.name, content: try await contents.keep(upload, in: call.portal)))
        }
        let new = NewAgreement(
            name: request.name, signerName: request.signerName, signature: request.signature,
            customer: request.customer, signers: request.signers, documents: documents)
        let answer: @Sendable (AgreementWithDetails) -> APIAnswer = { [origins] made in
            .created(Self.payload(made, call), at: "\(origins.api)/agreements/\(made.agreement.id)")
        }
        let creation = try await agreements.create(
            new, in: call.portal, by: call.actor, keeping: call.keeping(answer))
        return answer(try creation.entity())
    }

    func get(_ call: APICall) async throws -> APIAnswer { .ok(Self.payload(try await find(call), call)) }

    func delete(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("agreementId", of: AgreementKind.self)
        return try .deletion(await agreements.delete(id, in: call.portal, by: call.actor))
    }

    func download(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("documentId", of: AgreementDocumentKind.self)
        guard let document = try await find(call).documents.first(where: { $0.id == id }) else {
            throw APIError.notFound
        }
        let link = downloads.link(
            to: document.content, in: call.portal, named: document.name, type: "application/pdf", at: call.now)
        return link.answer(to: call)
    }

    private func find(_ call: APICall) async throws -> AgreementWithDetails {
        let id = try call.id("agreementId", of: AgreementKind.self)
        guard let details = try await agreements.find(id, in: call.portal) else { throw APIError.notFound }
        return details
    }

    private static func payload(_ details: AgreementWithDetails, _ call: APICall) -> JSONWriter {
        var json = JSONWriter(reservingCapacity: 4096)
        AgreementPayload.write(details, in: call.zone, to: &json)
        return json
    }
}
