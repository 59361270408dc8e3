import Kernel
import PortalDomain

/// The bodies of `create-customer-subscription` and `change-customer-subscription`.
enum SubscriptionRequest {
    /// - Parameters:
    ///   - provider: who takes the portal's money; nil: nobody.
    ///   - canCharge: whether a customer can be charged so.
    static func new(
        _ call: APICall, through provider: PaymentIntegration?, _ customers: Customers,
        canCharge: (CustomerID, Subscription.Charging) async throws -> Bool
    ) async throws -> NewSubscription {
        var fields = FieldReader(call.body)
        let customer = fields.required("customerId", .id(of: CustomerKind.self))
        let description = fields.required("description", .text(2000))
        let startsOn = fields.required(call.version.startName, .date)
        let interval = fields.required("interval", ValueRule<BillingInterval>.choice)
        let amount = fields.required("amount", .amount(atLeast: Cents(1)))
        let vatRate = fields.required("vatRate", .vatRate)
        let createsInvoice = fields.optional("createInvoice", .boolean) ?? false
        // Ignored without: not even looked at.
        let invoiceDescription = createsInvoice ? fields.optional("invoiceDescription", .text(2000)) : nil
        var charging: Subscription.Charging?
        if fields.optional("createPayment", .boolean) ?? false {
            let mandate = fields.required("paymentIntegrationMandateId", .mandate)
            if let provider {
                let wish = Subscription.Charging(through: provider, mandate: mandate)
                if let customer, try await !canCharge(customer, wish) {
                    fields.refuse(unknownMandate("paymentIntegrationMandateId"))
                }
                charging = wish
            } else {
                fields.refuse("createPayment", "Needs a payment provider, which this portal has not connected.")
            }
        }
        let followsUp = fields.optional("followUpFailedPayment", .boolean) ?? false
        guard fields.errors.isEmpty, let customer, let description, let startsOn, let interval, let amount, let vatRate
        else {
            throw try await fields.refusal(naming: customer, of: customers, in: call.portal)
        }
        return NewSubscription(
            customer: customer, description: description, startsOn: startsOn, interval: interval, amount: amount,
            vatRate: vatRate, createsInvoice: createsInvoice, invoiceDescription: invoiceDescription,
            charging: charging, followsUpFailures: followsUp)
    }

    static func edit(_ call: APICall) throws(APIError) -> SubscriptionEdit {
        var fields = FieldReader(call.body)
        let edit = SubscriptionEdit(
            description: fields.changed("description", .text(2000)),
            interval: fields.changed("interval", ValueRule<BillingInterval>.choice),
            amount: fields.changed("amount", .amount(atLeast: Cents(1))), vatRate: fields.changed("vatRate", .vatRate),
            terminatedAt: fields.changed("terminatedAt", .dateTime(in: call.zone)))
        guard fields.errors.isEmpty else { throw fields.refusal }
        return edit
    }

    static func unknownMandate(_ field: String) -> FieldError {
        FieldError(field, "Must be a mandate that the customer has given for a subscription of this portal.")
    }

    static let newSchema = Schema.Component("NewCustomerSubscription") { version in
        .object([
            .init("customerId", .id("cst_06apczxmqbsaeh9edd1r")),
            .init("description", .text(2000, example: "Hosting")),
            .init(version.startName, .date),
            .init("interval", .interval),
            .init("amount", .amount),
            .init("vatRate", .vatRate),
            .init("createInvoice", Schema.boolean.nullable, isRequired: false),
            .init("invoiceDescription", Schema.text(2000, example: "Hosting February").nullable, isRequired: false),
            .init("createPayment", Schema.boolean.nullable, isRequired: false),
            .init(
                "paymentIntegrationMandateId",
                .string(
                    "Required with createPayment. With Mollie one that charges a subscription of this customer already.",
                    example: "mdt_123abc"
                ).nullable,
                isRequired: false),
            .init("followUpFailedPayment", Schema.boolean.nullable, isRequired: false),
        ])
    }

    static let editSchema = Schema.Component("CustomerSubscriptionChange") { _ in
        .object([
            .init("description", .text(2000, example: "Hosting"), isRequired: false),
            .init("interval", .interval, isRequired: false),
            .init("amount", .amount, isRequired: false),
            .init("vatRate", .vatRate, isRequired: false),
            .init("terminatedAt", .writtenMoment, isRequired: false),
        ])
    }
}

extension ValueRule where Value == String {
    /// The provider's form of a mandate.
    static var mandate: ValueRule<String> {
        ofText("Must be the id of a mandate, such as mdt_123abc.") { text in
            let rest = text.utf8.dropFirst(4)
            guard text.hasPrefix("mdt_"), (1...100).contains(rest.count), rest.allSatisfy(isLetterOrDigit) else {
                return nil
            }
            return text
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) && !"-._~".utf8.contains(byte)
    }
}
