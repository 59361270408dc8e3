import HTTPTypes
import Kernel
package import PortalDomain

/// `/customer-groups`, and who is in them (contract api-v1, 4.4).
package struct CustomerGroupOperations: Sendable {
    private let groups: CustomerGroups
    private let customers: Customers
    private let origins: Origins

    package init(groups: CustomerGroups, customers: Customers, origins: Origins) {
        (self.groups, self.customers, self.origins) = (groups, customers, origins)
    }

    static let list = Operation(
        "list-customer-groups", .get, "/customer-groups", group: "Customer Groups",
        summary: "List groups, newest first.",
        access: .scope(.customersRead), success: .page("CustomerGroup"))
    static let create = Operation(
        "create-customer-group", .post, "/customer-groups", group: "Customer Groups", summary: "Make a group.",
        access: .scope(.customersWrite), body: .json("NewCustomerGroup", required: true),
        success: .created("CustomerGroup"))
    static let get = Operation(
        "get-customer-group", .get, "/customer-groups/{customerGroupId}", group: "Customer Groups",
        summary: "Read one group.", access: .scope(.customersRead), success: .entity("CustomerGroup"))
    static let edit = Operation(
        "edit-customer-group", .patch, "/customer-groups/{customerGroupId}", group: "Customer Groups",
        summary: "Rename a group.", access: .scope(.customersWrite), body: .json("CustomerGroupEdit", required: true),
        success: .entity("CustomerGroup"))
    static let delete = Operation(
        "delete-customer-group", .delete, "/customer-groups/{customerGroupId}", group: "Customer Groups",
        summary: "Delete a group; its members stay customers.", access: .scope(.customersWrite), success: .noContent)
    static let listCustomers = Operation(
        "list-customer-group-customers", .get, "/customer-groups/{customerGroupId}/customers", group: "Customer Groups",
        summary: "List the customers in a group, newest first.", access: .scope(.customersRead),
        success: .page("Customer"))
    static let addCustomers = Operation(
        "add-customers-to-customer-group", .post, "/customer-groups/{customerGroupId}/customers",
        group: "Customer Groups",
        summary: "Add customers to a group.", access: .scope(.customersWrite),
        body: .json("CustomerGroupMembers", required: true), success: .list("Customer"))
    static let removeCustomer = Operation(
        "remove-customer-from-customer-group", .delete, "/customer-groups/{customerGroupId}/customers/{customerId}",
        group: "Customer Groups", summary: "Take a customer out of a group.", access: .scope(.customersWrite),
        success: .noContent)

    static let all = [list, create, get, edit, delete, listCustomers, addCustomers, removeCustomer]

    package var endpoints: [Endpoint] {
        [
            .init(Self.list, list), .init(Self.create, create), .init(Self.get, get), .init(Self.edit, edit),
            .init(Self.delete, delete), .init(Self.listCustomers, listCustomers),
            .init(Self.addCustomers, addCustomers),
            .init(Self.removeCustomer, removeCustomer),
        ]
    }

    func list(_ call: APICall) async throws -> APIAnswer {
        var fields = FieldReader(call.query)
        let query = ListQuery<CustomerGroupKind>(reading: &fields, of: call)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await groups.list(query.request, in: call.portal)
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/customer-groups")
        return page.answer(id: \.id) { CustomerGroupPayload.write($1, in: call.zone, to: &$0) }
    }

    func create(_ call: APICall) async throws -> APIAnswer {
        let new = try CustomerGroupRequest.new(call)
        let answer: @Sendable (CustomerGroup) -> APIAnswer = { [origins] group in
            .created(Self.payload(group, call), at: "\(origins.api)/customer-groups/\(group.id)")
        }
        let group = try await groups.create(
            named: new.name, with: new.customers, in: call.portal, by: call.actor, keeping: call.keeping(answer))
        return answer(group)
    }

    func get(_ call: APICall) async throws -> APIAnswer {
        guard let group = try await groups.find(Self.id(call), in: call.portal) else { throw APIError.notFound }
        return .ok(Self.payload(group, call))
    }

    func edit(_ call: APICall) async throws -> APIAnswer {
        let id = try Self.id(call)
        let name = try await call.fields { () throws(APIError) in
            try CustomerGroupRequest.name(call)
        } of: {
            try await groups.find(id, in: call.portal) != nil
        }
        guard let group = try await groups.rename(id, to: name, in: call.portal, by: call.actor) else {
            throw APIError.notFound
        }
        return .ok(Self.payload(group, call))
    }

    func delete(_ call: APICall) async throws -> APIAnswer {
        try .deletion(await groups.delete(Self.id(call), in: call.portal, by: call.actor))
    }

    func listCustomers(_ call: APICall) async throws -> APIAnswer {
        let id = try Self.id(call)
        // The path first (contract 2.3): an unknown group is a 404 whatever the query says.
        guard try await groups.find(id, in: call.portal) != nil else { throw APIError.notFound }
        var fields = FieldReader(call.query)
        let query = ListQuery<CustomerKind>(reading: &fields, of: call)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await customers.list(query.request, in: call.portal, membersOf: id)
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/customer-groups/\(id)/customers")
        return page.answer(id: \.id) { CustomerPayload.write($1, in: call.zone, to: &$0) }
    }

    func addCustomers(_ call: APICall) async throws -> APIAnswer {
        let id = try Self.id(call)
        let named = try await call.fields { () throws(APIError) in
            try CustomerGroupRequest.customers(call)
        } of: {
            try await groups.find(id, in: call.portal) != nil
        }
        let answer: @Sendable ([Customer]) -> APIAnswer = { members in
            var json = JSONWriter(reservingCapacity: 64 + members.count * 512)
            json.object { json in
                json.name("data")
                json.array(members) { CustomerPayload.write($1, in: call.zone, to: &$0) }
            }
            return .ok(json)
        }
        let members = try await groups.add(
            named, to: id, in: call.portal, by: call.actor, keeping: call.keeping(answer))
        guard let members else { throw APIError.notFound }
        return answer(members)
    }

    func removeCustomer(_ call: APICall) async throws -> APIAnswer {
        let id = try Self.id(call)
        let customer = try call.id("customerId", of: CustomerKind.self)
        guard try await groups.remove(customer, from: id, in: call.portal, by: call.actor) else {
            throw APIError.notFound
        }
        return .noContent
    }

    private static func id(_ call: APICall) throws(APIError) -> CustomerGroupID { try call.id("customerGroupId") }

    private static func payload(_ group: CustomerGroup, _ call: APICall) -> JSONWriter {
        var json = JSONWriter(reservingCapacity: 128)
        CustomerGroupPayload.write(group, in: call.zone, to: &json)
        return json
    }
}
