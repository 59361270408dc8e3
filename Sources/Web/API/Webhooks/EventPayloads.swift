package import Kernel
package import PortalDomain

/// What webhooks are sent (contract api-v1, 6.2): the event around the entity as its GET operation returns it, in the version of the
/// webhook.
package struct EventPayloads: EventRenderer {
    private let zones: TimeZones
    private let origins: Origins
    private let versions: APIVersions

    package init(zones: TimeZones, origins: Origins, versions: APIVersions = .published) {
        (self.zones, self.origins, self.versions) = (zones, origins, versions)
    }

    package func body(
        of event: Event, about subject: EventSubject, in shape: EventShape
    ) throws(StorageError) -> String {
        guard let zone = zones.table(named: event.zone) else { throw .invalid(detail: "no time zone \(event.zone)") }
        // A version that was taken away since: what took its place.
        let version = versions.all.first { $0.name == shape.version } ?? versions.newest
        var json = JSONWriter(reservingCapacity: 1024)
        json.object { json in
            json.field("id", event.id.text)
            json.field("type", event.type)
            json.field("createdAt", zone.atom(event.createdAt))
            json.field("apiVersion", version.name)
            json.name("data")
            if shape.isWhole {
                write(subject, of: event, version, zone, to: &json)
            } else {
                json.object { $0.field("id", subject.id) }
            }
        }
        return json.text
    }

    /// One line for each entity: the payload of its GET operation.
    private func write(
        _ subject: EventSubject, of event: Event, _ version: APIVersion, _ zone: TimeZoneTable,
        to json: inout JSONWriter
    ) {
        switch subject {
        case .customer(let customer): CustomerPayload.write(customer, in: zone, to: &json)
        case .appointment(let appointment): AppointmentPayload.write(appointment, in: zone, to: &json)
        case .punchCard(let card): IssuedPunchCardPayload.write(card, at: event.createdAt, in: zone, to: &json)
        case .ticket(let thread): TicketPayload.write(thread, in: zone, to: &json)
        case .paymentLink(let link): PaymentLinkPayload.write(link, at: event.createdAt, in: zone, origins, to: &json)
        case .subscription(let subscription):
            SubscriptionPayload.write(subscription, at: event.createdAt, in: zone, to: &json)
        case .subscriptionPayment(let payment): SubscriptionPaymentPayload.write(payment, in: zone, origins, to: &json)
        case .fileRequest(let request): FileRequestPayload.write(request, in: zone, origins, to: &json)
        case .customerInvoice(let invoice): CustomerInvoicePayload.write(invoice, in: zone, origins, to: &json)
        case .customerOffer(let offer): CustomerOfferPayload.write(offer, in: zone, origins, to: &json)
        case .webhook(let webhook): WebhookPayload.write(webhook, showing: .none, in: zone, to: &json)
        case .agreement(let details): AgreementPayload.write(details, in: zone, to: &json)
        }
    }
}
