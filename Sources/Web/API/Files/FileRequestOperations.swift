import HTTPTypes
import Kernel
package import PortalDomain

/// `/file-requests` (contract api-v1, 4.10).
package struct FileRequestOperations: Sendable {
    private let requests: FileRequests
    private let customers: Customers
    private let origins: Origins

    package init(requests: FileRequests, customers: Customers, origins: Origins) {
        (self.requests, self.customers, self.origins) = (requests, customers, origins)
    }

    static let list = Operation(
        "list-file-requests", .get, "/file-requests", group: "File Request", summary: "List requests, newest first.",
        access: .scope(.fileRequestRead), feature: .files, success: .page("FileRequest"))
    static let create = Operation(
        "create-file-request", .post, "/file-requests", group: "File Request",
        summary: "Ask a customer, or whoever has the address, for files.", access: .scope(.fileRequestWrite),
        feature: .files, body: .json("NewFileRequest", required: true), success: .created("FileRequest"))
    static let get = Operation(
        "get-file-request", .get, "/file-requests/{requestId}", group: "File Request", summary: "Read one request.",
        access: .scope(.fileRequestRead), feature: .files, success: .entity("FileRequest"))
    static let delete = Operation(
        "delete-file-request", .delete, "/file-requests/{requestId}", group: "File Request",
        summary: "End a request; what was uploaded stays.", access: .scope(.fileRequestWrite), feature: .files,
        success: .noContent)

    static let all = [list, create, get, delete]

    package var endpoints: [Endpoint] {
        [
            .init(Self.list, list), .init(Self.create, create), .init(Self.get, get), .init(Self.delete, delete),
        ]
    }

    func list(_ call: APICall) async throws -> APIAnswer {
        var fields = FieldReader(call.query)
        let query = ListQuery<FileRequestKind>(reading: &fields, of: call)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await requests.list(query.request, in: call.portal)
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/file-requests")
        return page.answer(id: \.id) { FileRequestPayload.write($1, in: call.zone, origins, to: &$0) }
    }

    func create(_ call: APICall) async throws -> APIAnswer {
        var fields = FieldReader(call.body)
        let (new, directory, customer) = FileRequestFields.new(&fields)
        guard let new else {
            if let directory, try await requests.lacks(directory, in: call.portal) {
                fields.refuse(.unknown("directoryId"))
            }
            throw try await fields.refusal(naming: customer, of: customers, in: call.portal)
        }
        let answer: @Sendable (FileRequest) -> APIAnswer = { [origins] request in
            .created(Self.payload(request, call, origins), at: "\(origins.api)/file-requests/\(request.id)")
        }
        let creation = try await requests.create(
            new, in: call.portal, by: call.actor, keeping: call.keeping(answer))
        switch creation {
        case .created(let request): return answer(request)
        case .unknown(let isDirectoryUnknown, let isCustomerUnknown):
            if isCustomerUnknown { fields.refuse(.unknown("customerId")) }
            if isDirectoryUnknown { fields.refuse(.unknown("directoryId")) }
            throw fields.refusal
        }
    }

    func get(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("requestId", of: FileRequestKind.self)
        guard let request = try await requests.find(id, in: call.portal) else { throw APIError.notFound }
        return .ok(Self.payload(request, call, origins))
    }

    func delete(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("requestId", of: FileRequestKind.self)
        return try .deletion(await requests.delete(id, in: call.portal, by: call.actor))
    }

    private static func payload(_ request: FileRequest, _ call: APICall, _ origins: Origins) -> JSONWriter {
        var json = JSONWriter(reservingCapacity: 1024)
        FileRequestPayload.write(request, in: call.zone, origins, to: &json)
        return json
    }
}
