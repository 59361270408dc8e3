import Kernel
import PortalDomain

/// `PaymentLink` of contract api-v1, 4.13. The same in all versions.
enum PaymentLinkPayload {
    /// - Parameter now: a link expires by the clock.
    static func write(
        _ link: PaymentLink, at now: Timestamp, in zone: TimeZoneTable, _ origins: Origins, to json: inout JSONWriter
    ) {
        let status = link.status(at: now)
        let address = PaymentAddresses(origin: origins.publicURL).page(of: link.id)
        json.object { json in
            json.field("id", link.id.text)
            json.field("createdAt", zone.atom(link.createdAt))
            json.field("description", link.description)
            json.field("currency", "EUR")
            json.field("amount", link.amount.description)
            json.field("reusable", link.isReusable)
            json.field("expiresAt", link.expiresAt.map(zone.atom))
            json.field("status", status.rawValue)
            json.field("checkoutUrl", status == .open ? address : nil)
        }
    }

    static let schema = Schema.Component("PaymentLink") { _ in
        .object([
            .init("id", .id("plk_06ar3291bjayc29vt16f")),
            .init("createdAt", .moment),
            .init("description", .string("Also on the bank statement.", example: "Deposit")),
            .init("currency", .currency),
            .init("amount", .amount),
            .init("reusable", .boolean),
            .init("expiresAt", Schema.moment.nullable),
            .init("status", .choice(PaymentLink.Status.allCases.map(\.rawValue))),
            .init(
                "checkoutUrl",
                .string(
                    "Where to pay; null unless open.",
                    example: "http://localhost:8080/payment-link/plk_06ar3291bjayc29vt16f"
                ).nullable),
        ])
    }
}

/// `PaymentLinkPayment` of contract api-v1, 4.13. The same in all versions.
enum PaymentLinkPaymentPayload {
    static func write(_ payment: Payment, in zone: TimeZoneTable, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", payment.id.text)
            json.field("createdAt", zone.atom(payment.createdAt))
            json.field("paymentLinkId", payment.subject)
            json.field("currency", "EUR")
            json.field("amount", payment.amount.description)
            json.field("status", payment.status.rawValue)
            json.field("payersName", payment.payersName)
            json.field("integration", payment.integration.rawValue)
            json.field("integrationId", payment.integrationID)
        }
    }

    static let schema = Schema.Component("PaymentLinkPayment") { _ in
        .object([
            .init("id", .id("plp_06ar62d7cm6b3sjrspgm")),
            .init("createdAt", .moment),
            .init("paymentLinkId", .id("plk_06ar3291bjayc29vt16f")),
            .init("currency", .currency),
            .init("amount", .amount),
            .init("status", .choice(PaymentStatus.allCases.map(\.rawValue))),
            .init("payersName", .string("As the provider tells it.", example: "J. Bos").nullable),
            .init("integration", .choice(PaymentIntegration.allCases.map(\.rawValue))),
            .init("integrationId", .string("The provider's payment ID.", example: "tr_123abc").nullable),
        ])
    }
}

/// The body of `create-payment-link`.
enum PaymentLinkRequest {
    static func new(_ call: APICall) throws(APIError) -> NewPaymentLink {
        var fields = FieldReader(call.body)
        let description = fields.required("description", .text(2000))
        let amount = fields.required("amount", .amount(atLeast: Cents(1)))
        let lastDay = fields.optional("expiresAt", .date)
        let isReusable = fields.optional("reusable", .boolean) ?? false
        if let lastDay, lastDay < call.zone.date(at: call.now) {
            fields.refuse("expiresAt", "Must be today or later.")
        }
        guard fields.errors.isEmpty, let description, let amount else { throw fields.refusal }
        return NewPaymentLink(
            description: description, amount: amount, isReusable: isReusable,
            expiresAt: lastDay.map { call.zone.end(of: $0) })
    }

    static let schema = Schema.Component("NewPaymentLink") { _ in
        .object([
            .init("description", .text(2000, example: "Deposit")),
            .init("amount", .amount),
            .init("expiresAt", Schema.date.nullable, isRequired: false),
            .init("reusable", Schema.boolean.nullable, isRequired: false),
        ])
    }
}
