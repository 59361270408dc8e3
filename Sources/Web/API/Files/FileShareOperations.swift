import HTTPTypes
import Kernel
package import PortalDomain

/// `/file-shares` (contract api-v1, 4.11).
package struct FileShareOperations: Sendable {
    private let shares: FileShares
    private let customers: Customers
    private let origins: Origins

    package init(shares: FileShares, customers: Customers, origins: Origins) {
        (self.shares, self.customers, self.origins) = (shares, customers, origins)
    }

    static let list = Operation(
        "list-file-shares", .get, "/file-shares", group: "File Share", summary: "List shares, newest first.",
        access: .scope(.fileShareRead), feature: .files, success: .page("FileShare"))
    static let create = Operation(
        "create-file-share", .post, "/file-shares", group: "File Share",
        summary: "Share files with a customer, or with whoever has the address.", access: .scope(.fileShareWrite),
        feature: .files, body: .json("NewFileShare", required: true), success: .created("FileShare"))
    static let get = Operation(
        "get-file-share", .get, "/file-shares/{shareId}", group: "File Share", summary: "Read one share.",
        access: .scope(.fileShareRead), feature: .files, success: .entity("FileShare"))
    static let delete = Operation(
        "delete-file-share", .delete, "/file-shares/{shareId}", group: "File Share",
        summary: "End a share; the files stay.", access: .scope(.fileShareWrite), feature: .files, success: .noContent)

    static let all = [list, create, get, delete]

    package var endpoints: [Endpoint] {
        [
            .init(Self.list, list), .init(Self.create, create), .init(Self.get, get), .init(Self.delete, delete),
        ]
    }

    func list(_ call: APICall) async throws -> APIAnswer {
        var fields = FieldReader(call.query)
        let query = ListQuery<FileShareKind>(reading: &fields, of: call)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await shares.list(query.request, in: call.portal)
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/file-shares")
        return page.answer(id: \.id) { FileSharePayload.write($1, in: call.zone, origins, to: &$0) }
    }

    func create(_ call: APICall) async throws -> APIAnswer {
        var fields = FieldReader(call.body)
        let content = fields.required("content", .entries(1...100)) ?? []
        let customer = fields.optional("customerId", .id(of: CustomerKind.self))
        guard fields.errors.isEmpty else {
            for position in try await shares.unknown(content, in: call.portal) { fields.refuseContent(at: position) }
            throw try await fields.refusal(naming: customer, of: customers, in: call.portal)
        }
        let answer: @Sendable (FileShare) -> APIAnswer = { [origins] share in
            .created(Self.payload(share, call, origins), at: "\(origins.api)/file-shares/\(share.id)")
        }
        let creation = try await shares.create(
            content.compactMap(\.self), for: customer, in: call.portal, by: call.actor, keeping: call.keeping(answer))
        switch creation {
        case .created(let share): return answer(share)
        case .unknown(let positions, let isCustomerUnknown):
            for position in positions { fields.refuseContent(at: position) }
            if isCustomerUnknown { fields.refuse(.unknown("customerId")) }
            throw fields.refusal
        }
    }

    func get(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("shareId", of: FileShareKind.self)
        guard let share = try await shares.find(id, in: call.portal) else { throw APIError.notFound }
        return .ok(Self.payload(share, call, origins))
    }

    func delete(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("shareId", of: FileShareKind.self)
        return try .deletion(await shares.delete(id, in: call.portal, by: call.actor))
    }

    private static func payload(_ share: FileShare, _ call: APICall, _ origins: Origins) -> JSONWriter {
        var json = JSONWriter(reservingCapacity: 512 + 384 * share.content.count)
        FileSharePayload.write(share, in: call.zone, origins, to: &json)
        return json
    }
}

extension FieldReader {
    fileprivate mutating func refuseContent(at position: Int) { refuse(.unknown("content[\(position)]")) }
}

extension ValueRule where Value == [FileEntryID?] {
    /// Ids of files and directories, each once. What is no id is noted and nil: the others can still be asked for.
    static func entries(_ count: ClosedRange<Int>) -> ValueRule<[FileEntryID?]> {
        ValueRule<[FileEntryID?]>(reading: { value, field, errors in
            guard case .array(let elements) = value, count.contains(elements.count) else {
                errors.append(
                    FieldError(field, "Must be an array of \(count.lowerBound) to \(count.upperBound) ids."))
                return nil
            }
            var ids: [FileEntryID?] = []
            for (position, element) in elements.enumerated() {
                guard case .string(let text) = element, let id = FileEntryID(text) else {
                    errors.append(.unknown("\(field)[\(position)]"))
                    ids.append(nil)
                    continue
                }
                if ids.contains(id) { errors.append(FieldError("\(field)[\(position)]", "Is named twice.")) }
                ids.append(id)
            }
            return ids
        })
    }
}
