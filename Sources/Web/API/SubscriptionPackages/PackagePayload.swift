import Kernel
import PortalDomain

/// `CustomerSubscriptionPackage` of contract api-v1, 4.8. The same in all versions.
enum PackagePayload {
    static func write(_ package: SubscriptionPackage, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", package.id.text)
            json.field("name", package.name)
            json.field("description", package.description)
            json.field("interval", package.interval.rawValue)
            json.field("currency", "EUR")
            json.field("amount", package.amount.description)
            json.field("vatRate", package.vatRate.rawValue)
            json.field("availableForSale", package.isForSale)
        }
    }

    static let schema = Schema.Component("CustomerSubscriptionPackage") { _ in
        .object([
            .init("id", .id("spg_06aqb17h2gysr48y42wf")),
            .init("name", .string(example: "Hosting small")),
            .init("description", .string(example: "10 GB").nullable),
            .init("interval", .interval),
            .init("currency", .currency),
            .init("amount", .amount),
            .init("vatRate", .vatRate),
            .init("availableForSale", .boolean),
        ])
    }
}

/// `PendingSignUp` of contract api-v1, 4.8. The same in all versions.
enum PendingSignUpPayload {
    static func write(_ signUp: SignUp, in zone: TimeZoneTable, _ origins: Origins, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", signUp.id.text)
            json.field("paymentLink", PaymentAddresses(origin: origins.publicURL).page(of: signUp.id))
            json.field("expiresAt", zone.atom(signUp.expiresAt))
        }
    }

    static let schema = Schema.Component("PendingSignUp") { _ in
        .object([
            .init("id", .string("A UUID.", example: "0195666c-2a1a-7c3e-9b1d-5f0f6d1c2b3a")),
            .init(
                "paymentLink",
                .string(
                    "Leads to the checkout of the first term.",
                    example: "http://localhost:8080/sign-up/0195666c-2a1a-7c3e-9b1d-5f0f6d1c2b3a")),
            .init("expiresAt", .moment),
        ])
    }
}

/// The bodies of `create-customer-subscription-package` and `change-customer-subscription-package`.
enum PackageRequest {
    static func new(_ call: APICall) throws(APIError) -> NewSubscriptionPackage {
        var fields = FieldReader(call.body)
        let name = fields.required("name", .text(255))
        let interval = fields.required("interval", ValueRule<BillingInterval>.choice)
        let amount = fields.required("amount", .amount(atLeast: Cents(1)))
        let vatRate = fields.required("vatRate", .vatRate)
        let description = fields.optional("description", .text(2000))
        let isForSale = fields.optional("availableForSale", .boolean) ?? false
        guard fields.errors.isEmpty, let name, let interval, let amount, let vatRate else { throw fields.refusal }
        return NewSubscriptionPackage(
            name: name, description: description, interval: interval, amount: amount, vatRate: vatRate,
            isForSale: isForSale)
    }

    static func edit(_ call: APICall) throws(APIError) -> SubscriptionPackageEdit {
        var fields = FieldReader(call.body)
        let edit = SubscriptionPackageEdit(
            name: fields.changed("name", .text(255)), description: fields.changedOrCleared("description", .text(2000)),
            interval: fields.changed("interval", ValueRule<BillingInterval>.choice),
            amount: fields.changed("amount", .amount(atLeast: Cents(1))), vatRate: fields.changed("vatRate", .vatRate),
            isForSale: fields.changed("availableForSale", .boolean))
        guard fields.errors.isEmpty else { throw fields.refusal }
        return edit
    }

    static let newSchema = Schema.Component("NewCustomerSubscriptionPackage") { _ in
        .object([
            .init("name", .text(255, example: "Hosting small")),
            .init("interval", .interval),
            .init("amount", .amount),
            .init("vatRate", .vatRate),
            .init("description", Schema.text(2000, example: "10 GB").nullable, isRequired: false),
            .init("availableForSale", Schema.boolean.nullable, isRequired: false),
        ])
    }

    static let editSchema = Schema.Component("CustomerSubscriptionPackageChange") { _ in
        .object([
            .init("name", .text(255, example: "Hosting small"), isRequired: false),
            .init("interval", .interval, isRequired: false),
            .init("amount", .amount, isRequired: false),
            .init("vatRate", .vatRate, isRequired: false),
            .init("description", Schema.text(2000, example: "10 GB").nullable, isRequired: false),
            .init("availableForSale", .boolean, isRequired: false),
        ])
    }
}
