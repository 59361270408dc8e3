import HTTPTypes
import Kernel
package import PortalDomain

/// `/customers`: the people and companies that a portal serves (contract api-v1, 4.3).
package struct CustomerOperations: Sendable {
    private let customers: Customers
    private let origins: Origins

    package init(customers: Customers, origins: Origins) { (self.customers, self.origins) = (customers, origins) }

    static let list = Operation(
        "list-customers", .get, "/customers", group: "Customers", summary: "List customers, newest first.",
        access: .scope(.customersRead), parameters: [.search, .createdAfter, .createdBefore], success: .page("Customer")
    )
    static let create = Operation(
        "create-customer", .post, "/customers", group: "Customers", summary: "Add a customer.",
        access: .scope(.customersWrite), body: .json("NewCustomer", required: true), success: .created("Customer"))
    static let get = Operation(
        "get-customer", .get, "/customers/{customerId}", group: "Customers", summary: "Read one customer.",
        access: .scope(.customersRead), success: .entity("Customer"))
    static let edit = Operation(
        "edit-customer", .patch, "/customers/{customerId}", group: "Customers",
        summary: "Change some fields of a customer.",
        access: .scope(.customersWrite), body: .json("CustomerEdit", required: false), success: .entity("Customer"))
    static let delete = Operation(
        "delete-customer", .delete, "/customers/{customerId}", group: "Customers", summary: "Delete a customer.",
        access: .scope(.customersWrite), success: .noContent, mayConflict: true)

    static let all = [list, create, get, edit, delete]

    package var endpoints: [Endpoint] {
        [
            .init(Self.list, list), .init(Self.create, create), .init(Self.get, get), .init(Self.edit, edit),
            .init(Self.delete, delete),
        ]
    }

    func list(_ call: APICall) async throws -> APIAnswer {
        var fields = FieldReader(call.query)
        let query = ListQuery<CustomerKind>(reading: &fields, of: call)
        let filter = CustomerFilter(
            search: fields.optional("search", .text(255)), ListFilter(reading: &fields, of: call, hasCustomer: false))
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await customers.list(query.request, in: call.portal, where: filter)
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/customers")
        return page.answer(id: \.id) { CustomerPayload.write($1, in: call.zone, to: &$0) }
    }

    func create(_ call: APICall) async throws -> APIAnswer {
        let new = try CustomerRequest.new(call)
        let answer: @Sendable (Customer) -> APIAnswer = { [origins] customer in
            .created(Self.payload(customer, call), at: "\(origins.api)/customers/\(customer.id)")
        }
        return answer(try await customers.create(new, in: call.portal, by: call.actor, keeping: call.keeping(answer)))
    }

    func get(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("customerId", of: CustomerKind.self)
        guard let customer = try await customers.find(id, in: call.portal) else { throw APIError.notFound }
        return .ok(Self.payload(customer, call))
    }

    func edit(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("customerId", of: CustomerKind.self)
        let edit = try await call.fields { () throws(APIError) in
            try CustomerRequest.edit(call)
        } of: {
            try await customers.find(id, in: call.portal) != nil
        }
        guard let customer = try await customers.edit(id, edit, in: call.portal, by: call.actor) else {
            throw APIError.notFound
        }
        return .ok(Self.payload(customer, call))
    }

    func delete(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("customerId", of: CustomerKind.self)
        return try .deletion(await customers.delete(id, in: call.portal, by: call.actor))
    }

    private static func payload(_ customer: Customer, _ call: APICall) -> JSONWriter {
        var json = JSONWriter()
        CustomerPayload.write(customer, in: call.zone, to: &json)
        return json
    }
}

extension APIAnswer {
    static func deletion(_ deletion: Deletion) throws(APIError) -> APIAnswer {
        switch deletion {
        case .deleted: return .noContent
        case .notFound: throw .notFound
        case .refused(let reason): throw .conflict(reason)
        }
    }
}
