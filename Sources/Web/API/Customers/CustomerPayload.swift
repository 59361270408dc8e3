import Kernel
import PortalDomain

/// `Customer` of contract api-v1, 4.3. The same in all versions.
enum CustomerPayload {
    static func write(_ customer: Customer, in zone: TimeZoneTable, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", customer.id.text)
            json.field("createdAt", zone.atom(customer.createdAt))
            json.field("companyName", customer.companyName)
            json.field("zipCode", customer.zipCode)
            json.field("city", customer.city)
            json.field("address", customer.address)
            json.field("countryCode", customer.countryCode.text)
            json.field("primaryEmail", customer.primaryEmail.text)
            json.field("phone", customer.phone?.text)
            json.field("integration", customer.integration)
            json.field("integrationId", customer.integrationID)
            json.name("customerGroups")
            json.array(customer.groups) { $0.string($1.text) }
        }
    }

    static let schema = Schema.Component("Customer") { _ in
        .object([
            .init("id", .id("cst_06apczxmqbsaeh9edd1r")),
            .init("createdAt", .moment),
            .init("companyName", .string(example: "Fietsen De Wit B.V.")),
            .init("zipCode", .string(example: "1234AB")),
            .init("city", .string(example: "Utrecht")),
            .init("address", .string("Street and number.", example: "Dorpsstraat 12")),
            .init("countryCode", .string("ISO 3166-1 alpha-2.", example: "NL")),
            .init("primaryEmail", .string("Receives the notifications; not unique.", example: "info@example.nl")),
            .init("phone", .string("With country code.", example: "+312012345678").nullable),
            .init(
                "integration", .string("The connected bookkeeping, set by the server.", example: "acumulus").nullable),
            .init("integrationId", .string("The customer's id over there.", example: "12345").nullable),
            .init("customerGroups", .array(of: .id("cug_06apw0jjwyak35esvjfr"))),
        ])
    }
}

/// The bodies of `create-customer` and `edit-customer`.
enum CustomerRequest {
    static func new(_ call: APICall) throws(APIError) -> NewCustomer {
        var fields = FieldReader(call.body)
        let companyName = fields.required("companyName", .text(255))
        let address = fields.required("address", .text(255))
        let zipCode = fields.required("zipCode", .text(20))
        let city = fields.required("city", .text(255))
        let countryCode = fields.optional("countryCode", .countryCode)
        let primaryEmail = fields.required("primaryEmail", .email)
        let phone = fields.optional("phone", .phone)
        guard fields.errors.isEmpty, let companyName, let address, let zipCode, let city, let primaryEmail else {
            throw fields.refusal
        }
        return NewCustomer(
            companyName: companyName, address: address, zipCode: zipCode, city: city,
            countryCode: countryCode ?? .netherlands,
            primaryEmail: primaryEmail, phone: phone)
    }

    static func edit(_ call: APICall) throws(APIError) -> CustomerEdit {
        let known = ["companyName", "address", "zipCode", "city", "countryCode", "primaryEmail", "phone"]
        guard known.contains(where: { call.body[$0] != nil }) else {
            throw .invalid([FieldError("", "Must hold at least one of the fields \(known.joined(separator: ", ")).")])
        }
        var fields = FieldReader(call.body)
        let edit = CustomerEdit(
            companyName: fields.changed("companyName", .text(255)), address: fields.changed("address", .text(255)),
            zipCode: fields.changed("zipCode", .text(20)), city: fields.changed("city", .text(255)),
            countryCode: fields.changed("countryCode", .countryCode),
            primaryEmail: fields.changed("primaryEmail", .email),
            phone: fields.changedOrCleared("phone", .phone))
        guard fields.errors.isEmpty else { throw fields.refusal }
        return edit
    }

    static let newSchema = Schema.Component("NewCustomer") { _ in .object(properties(areRequired: true)) }
    static let editSchema = Schema.Component("CustomerEdit") { _ in
        .object(properties(areRequired: false), minimum: 1)
    }

    private static func properties(areRequired: Bool) -> [Schema.Property] {
        [
            .init("companyName", .text(255, example: "Fietsen De Wit B.V."), isRequired: areRequired),
            .init("address", .text(255, example: "Dorpsstraat 12"), isRequired: areRequired),
            .init("zipCode", .text(20, example: "1234AB"), isRequired: areRequired),
            .init("city", .text(255, example: "Utrecht"), isRequired: areRequired),
            .init("primaryEmail", .email, isRequired: areRequired),
            .init(
                "countryCode", .string("ISO 3166-1 alpha-2, any letter case; NL if absent.", example: "NL"),
                isRequired: false),
            .init(
                "phone", .string("With country code; null empties it.", example: "+312012345678").nullable,
                isRequired: false),
        ]
    }
}
