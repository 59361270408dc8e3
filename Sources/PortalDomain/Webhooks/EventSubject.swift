import Kernel

/// The entity that an event is about, as it is after the change; for a deletion as it was just before.
///
/// One case per entity: the event types of contract api-v1, 6.1 name which. What it looks like in an event is written by the
/// `EventRenderer`.
package enum EventSubject: Sendable {
    case customer(Customer)
    case appointment(Appointment)
    case punchCard(IssuedPunchCard)
    case ticket(TicketThread)
    case paymentLink(PaymentLink)
    case subscription(Subscription)
    case subscriptionPayment(Payment)
    case fileRequest(FileRequest)
    case customerInvoice(CustomerInvoice)
    case customerOffer(CustomerOffer)
    case webhook(Webhook)
    case agreement(AgreementWithDetails)

    /// All that a webhook is told whose maker may not read the area.
    package var id: String {
        switch self {
        case .customer(let customer): customer.id.text
        case .appointment(let appointment): appointment.id.text
        case .punchCard(let card): card.id.text
        case .ticket(let thread): thread.ticket.id.text
        case .paymentLink(let link): link.id.text
        case .subscription(let subscription): subscription.id.text
        case .subscriptionPayment(let payment): payment.id.text
        case .fileRequest(let request): request.id.text
        case .customerInvoice(let invoice): invoice.id.text
        case .customerOffer(let offer): offer.id.text
        case .webhook(let webhook): webhook.id.text
        case .agreement(let details): details.agreement.id.text
        }
    }
}
