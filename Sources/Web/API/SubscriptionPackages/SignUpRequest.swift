import Kernel
import PortalDomain

/// The bodies of the two ways to sign up. Their paths differ by one slash, so whoever sends the body of one to the other is told (contract
/// api-v1, 4.8).
enum SignUpRequest {
    static func wish(
        _ call: APICall, through provider: PaymentIntegration?, _ customers: Customers,
        canCharge: (CustomerID, Subscription.Charging) async throws -> Bool
    ) async throws -> SignUps.Wish {
        var fields = FieldReader(call.body)
        let customer = fields.required("customerId", .id(of: CustomerKind.self))
        let startsOn = fields.required(call.version.startName, .date)
        let mandate = fields.optional("mandateId", .mandate)
        if mandate != nil {
            if let provider {
                let wish = Subscription.Charging(through: provider, mandate: mandate)
                if let customer, try await !canCharge(customer, wish) {
                    fields.refuse(SubscriptionRequest.unknownMandate("mandateId"))
                }
            } else {
                fields.refuse(noProvider("mandateId"))
            }
        }
        let createsInvoice = fields.optional("createInvoice", .boolean) ?? false
        let invoiceText = fields.optional("invoiceText", .text(2000))
        guard fields.errors.isEmpty, let customer, let startsOn else {
            if !fields.contains("customerId"), fields.contains("companyName") || fields.contains("email") {
                fields.refuse(
                    "",
                    "To sign up somebody who is no customer yet, send this to the path with a slash at its end: …/sign-up/."
                )
            }
            throw try await fields.refusal(naming: customer, of: customers, in: call.portal)
        }
        return SignUps.Wish(
            customer: customer, startsOn: startsOn, mandate: mandate, createsInvoice: createsInvoice,
            invoiceText: invoiceText)
    }

    static func applicant(_ call: APICall) throws(APIError) -> Applicant {
        var fields = FieldReader(call.body)
        let companyName = fields.required("companyName", .text(255))
        let address = fields.required("address", .text(255))
        let zipCode = fields.required("zipCode", .text(20))
        let city = fields.required("city", .text(255))
        let email = fields.required("email", .email)
        guard fields.errors.isEmpty, let companyName, let address, let zipCode, let city, let email else {
            if !fields.contains("companyName"), fields.contains("customerId") {
                fields.refuse("", "To sign up a customer, send this to the path without a slash at its end: …/sign-up.")
            }
            throw fields.refusal
        }
        return Applicant(companyName: companyName, address: address, zipCode: zipCode, city: city, email: email)
    }

    static func noProvider(_ field: String) -> FieldError {
        FieldError(field, "Needs a payment provider, which this portal has not connected.")
    }

    static let schema = Schema.Component("SignUp") { version in
        .object([
            .init("customerId", .id("cst_06apczxmqbsaeh9edd1r")),
            .init(version.startName, .date),
            .init(
                "mandateId", .string("Charges every term.", example: "mdt_123abc").nullable, isRequired: false),
            .init("createInvoice", Schema.boolean.nullable, isRequired: false),
            .init(
                "invoiceText", Schema.text(2000, example: "Hosting").nullable, isRequired: false),
        ])
    }

    static let newSchema = Schema.Component("NewPendingSignUp") { _ in
        .object([
            .init("companyName", .text(255, example: "Fietsen De Wit B.V.")),
            .init("address", .text(255, example: "Dorpsstraat 12")),
            .init("zipCode", .text(20, example: "1234AB")),
            .init("city", .text(255, example: "Utrecht")),
            .init("email", .email),
        ])
    }
}
