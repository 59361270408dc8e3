import Kernel
import PortalDomain

/// `CustomerSubscription` of contract api-v1, 4.7. The same in all versions.
enum SubscriptionPayload {
    /// - Parameter now: what a subscription is, it is by the portal's calendar.
    static func write(
        _ subscription: Subscription, at now: Timestamp, in zone: TimeZoneTable, to json: inout JSONWriter
    ) {
        json.object { json in
            json.field("id", subscription.id.text)
            json.field("createdAt", zone.atom(subscription.createdAt))
            json.field("customerId", subscription.customer.text)
            json.field("description", subscription.description)
            json.field("startsAt", subscription.startsOn.description)
            json.field("interval", subscription.interval.rawValue)
            json.field("renewsAt", subscription.renewsOn.description)
            json.field("currency", "EUR")
            json.field("amount", subscription.amount.description)
            json.field("vatRate", subscription.vatRate.rawValue)
            json.field("status", subscription.status(at: now, in: zone).rawValue)
            json.field("options") { json in
                json.field("createInvoice", subscription.createsInvoice)
                json.field("invoiceDescription", subscription.invoiceDescription)
                json.field("createPayment", subscription.charging != nil)
                json.field("paymentIntegration", subscription.charging?.integration.rawValue)
                json.field("paymentIntegrationMandateId", subscription.charging?.mandate)
                json.field("followUpFailedPayment", subscription.followsUpFailures)
            }
            json.field("terminatedAt", subscription.terminatedAt.map(zone.atom))
        }
    }

    static let schema = Schema.Component("CustomerSubscription") { _ in
        .object([
            .init("id", .id("sub_06aq50z508b0184sjm6r")),
            .init("createdAt", .moment),
            .init("customerId", .id("cst_06apczxmqbsaeh9edd1r")),
            .init("description", .string(example: "Hosting")),
            .init("startsAt", .date),
            .init("interval", .interval),
            .init("renewsAt", .date),
            .init("currency", .currency),
            .init("amount", .amount),
            .init("vatRate", .vatRate),
            .init("status", .choice(Subscription.Status.allCases.map(\.rawValue))),
            .init(
                "options",
                .object([
                    .init("createInvoice", .boolean),
                    .init(
                        "invoiceDescription", .string("Null: the description.", example: "Hosting February").nullable),
                    .init("createPayment", .boolean),
                    .init("paymentIntegration", Schema.choice(PaymentIntegration.allCases.map(\.rawValue)).nullable),
                    .init("paymentIntegrationMandateId", .string(example: "mdt_123abc").nullable),
                    .init("followUpFailedPayment", .boolean),
                ])),
            .init("terminatedAt", Schema.moment.nullable),
        ])
    }
}

/// `SubscriptionPayment` of contract api-v1, 4.7. The same in all versions.
enum SubscriptionPaymentPayload {
    static func write(_ payment: Payment, in zone: TimeZoneTable, _ origins: Origins, to json: inout JSONWriter) {
        let address = PaymentAddresses(origin: origins.publicURL).page(of: payment)
        json.object { json in
            json.field("id", payment.id.text)
            json.field("createdAt", zone.atom(payment.createdAt))
            json.field("subscriptionId", payment.subject)
            json.field("invoiceId", payment.term?.invoice)
            json.field("termStartsAt", payment.term?.startsOn.description)
            json.field("termEndsAt", payment.term?.endsOn.description)
            json.field("currency", "EUR")
            json.field("amount", payment.amount.description)
            json.field("status", payment.status.rawValue)
            json.field("checkoutUrl", payment.isPayable ? address : nil)
            json.field("integration", payment.integration.rawValue)
            json.field("integrationId", payment.integrationID)
            json.field("paidAt", payment.paidAt.map(zone.atom))
        }
    }

    static let schema = Schema.Component("SubscriptionPayment") { _ in
        .object([
            .init("id", .id("spm_06aq813b1dngtnqg6stt")),
            .init("createdAt", .moment),
            .init("subscriptionId", .id("sub_06aq50z508b0184sjm6r")),
            .init("invoiceId", Schema.id("inv_06apz0pry3me4m7dj13n").nullable),
            .init("termStartsAt", .date),
            .init("termEndsAt", .date),
            .init("currency", .currency),
            .init("amount", .amount),
            .init("status", .choice(PaymentStatus.allCases.map(\.rawValue))),
            .init(
                "checkoutUrl",
                .string(
                    "Where to pay while it is open and not charged by mandate.",
                    example: "http://localhost:8080/payment/3hDkV…"
                ).nullable),
            .init("integration", .choice(PaymentIntegration.allCases.map(\.rawValue))),
            .init("integrationId", .string(example: "tr_123abc").nullable),
            .init("paidAt", Schema.moment.nullable),
        ])
    }
}
