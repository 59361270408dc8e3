import Kernel
import PortalDomain

/// `CustomerGroup` of contract api-v1, 4.4. The same in all versions.
enum CustomerGroupPayload {
    static func write(_ group: CustomerGroup, in zone: TimeZoneTable, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", group.id.text)
            json.field("createdAt", zone.atom(group.createdAt))
            json.field("name", group.name)
        }
    }

    static let schema = Schema.Component("CustomerGroup") { _ in
        .object([
            .init("id", .id("cug_06apw0jjwyak35esvjfr")), .init("createdAt", .moment),
            .init("name", .string(example: "Dealers")),
        ])
    }
}

/// The bodies of the operations on groups.
enum CustomerGroupRequest {
    static func new(_ call: APICall) throws(APIError) -> (name: String, customers: [CustomerID]) {
        var fields = FieldReader(call.body)
        let name = fields.required("name", .text(255))
        let customers = fields.optional("customers", .knownIDs(of: CustomerKind.self, 0...500))
        guard fields.errors.isEmpty, let name else { throw fields.refusal }
        return (name, customers ?? [])
    }

    static func name(_ call: APICall) throws(APIError) -> String {
        var fields = FieldReader(call.body)
        guard let name = fields.required("name", .text(255)) else { throw fields.refusal }
        return name
    }

    static func customers(_ call: APICall) throws(APIError) -> [CustomerID] {
        var fields = FieldReader(call.body)
        guard let customers = fields.required("customers", .knownIDs(of: CustomerKind.self, 1...500)) else {
            throw fields.refusal
        }
        return customers
    }

    static let newSchema = Schema.Component("NewCustomerGroup") { _ in
        .object([
            .init("name", .text(255, example: "Dealers")), .init("customers", customers(atLeast: 0), isRequired: false),
        ])
    }
    static let nameSchema = Schema.Component("CustomerGroupEdit") { _ in
        .object([.init("name", .text(255, example: "Dealers"))])
    }
    static let membersSchema = Schema.Component("CustomerGroupMembers") { _ in
        .object([.init("customers", customers(atLeast: 1))])
    }

    private static func customers(atLeast minimum: Int) -> Schema {
        .array(
            of: .id("cst_06apczxmqbsaeh9edd1r"), "Unknown ids and repetitions are ignored.", minimum: minimum,
            maximum: 500)
    }
}
