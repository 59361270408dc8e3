package import Kernel

/// What a webhook can be told of (contract api-v1, 6.1).
package enum EventType: String, Sendable, CaseIterable {
    case appointmentCreated = "appointment-created"
    case appointmentCanceled = "appointment-canceled"
    case customerCreated = "customer-created"
    case customerUpdated = "customer-updated"
    case customerDeleted = "customer-deleted"
    case offerCreated = "offer-created"
    case offerDeleted = "offer-deleted"
    case offerAccepted = "offer-accepted"
    case offerRejected = "offer-rejected"
    case invoiceCreated = "invoice-created"
    case invoiceChargeback = "invoice-chargeback"
    case invoicePaid = "invoice-paid"
    case invoiceDeleted = "invoice-deleted"
    case paymentLinkCreated = "payment-link-created"
    case paymentLinkExpired = "payment-link-expired"
    case paymentLinkPaid = "payment-link-paid"
    case ticketCreated = "ticket-created"
    case ticketReplyCustomer = "ticket-reply-customer"
    case ticketReplyEmployee = "ticket-reply-employee"
    case subscriptionCreated = "subscription-created"
    case subscriptionUpdated = "subscription-updated"
    case subscriptionDeleted = "subscription-deleted"
    case subscriptionPaymentCreated = "subscription-payment-created"
    case subscriptionPaymentUpdated = "subscription-payment-updated"
    case agreementSigned = "agreement-signed"
    case fileRequestCompleted = "file-request-completed"
    case punchCardStamped = "punch-card-stamped"

    /// The scope with which the entity can be read. A webhook carries the whole entity only if its maker held it too.
    package var scope: Scopes {
        switch self {
        case .appointmentCreated, .appointmentCanceled: .appointmentsRead
        case .customerCreated, .customerUpdated, .customerDeleted: .customersRead
        case .offerCreated, .offerDeleted, .offerAccepted, .offerRejected: .offersRead
        case .invoiceCreated, .invoiceChargeback, .invoicePaid, .invoiceDeleted: .invoicesRead
        case .paymentLinkCreated, .paymentLinkExpired, .paymentLinkPaid: .paymentLinksRead
        case .ticketCreated, .ticketReplyCustomer, .ticketReplyEmployee: .ticketsRead
        case .subscriptionCreated, .subscriptionUpdated, .subscriptionDeleted, .subscriptionPaymentCreated,
            .subscriptionPaymentUpdated:
            .subscriptionRead
        case .agreementSigned: .agreementsRead
        case .fileRequestCompleted: .fileRequestRead
        case .punchCardStamped: .punchCardsRead
        }
    }
}
