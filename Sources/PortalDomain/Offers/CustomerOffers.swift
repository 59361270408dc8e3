package import Kernel
package import Persistence

/// The offers of portals to their customers.
///
/// Every change writes one audit event in its own transaction, and announces itself to the portal's webhooks.
package struct CustomerOffers: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient
    let papers: PaperWork

    package init(database: any SQLDatabase, journal: Journal, ambient: Ambient, papers: PaperWork) {
        (self.database, self.journal, self.ambient, self.papers) = (database, journal, ambient, papers)
    }

    package func find(_ id: CustomerOfferID, in portal: PortalID) async throws(StorageError) -> CustomerOffer? {
        try await database.first(Self.selection(of: id, in: portal), as: Self.offer)
    }

    /// - Parameter today: in the portal's zone, for what has expired.
    package func list(
        _ page: PageRequest<CustomerOfferKind>, in portal: PortalID, where filter: ListFilter = .init(),
        status: CustomerOffer.Status? = nil, on today: CalendarDate
    ) async throws(StorageError) -> Slice<CustomerOffer> {
        try await database.slice(
            Self.selection(page, in: portal, where: filter, status: status, on: today), of: page, as: Self.offer)
    }

    /// - Parameter pdf: kept, and not used yet.
    package func create(
        _ new: NewCustomerOffer, pdf: KeptContent, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<CustomerOffer>? = nil
    ) async throws(StorageError) -> Creation<CustomerOffer> {
        let id: CustomerOfferID = ambient.makeID()
        let offer = CustomerOffer(
            id: id, customer: new.customer, number: new.number, issuedAt: new.issuedAt,
            expiresAt: new.expiresAt, amount: new.amount, decision: new.decision, content: pdf.id,
            createdAt: id.madeAt)
        let event = AuditEvent(
            "customer_offer.created", in: .portal(portal), by: actor, on: offer.auditObject, after: offer.facts)
        return try await database.writeAcrossKeys { [journal] connection throws(StorageError) in
            let rows = try connection.rows(Customers.selection(of: offer.customer, in: portal))
            guard let customer = try Customers.customers(of: rows).first else { return .unknownCustomer }
            try Contents.insert(pdf, in: portal, at: offer.createdAt, on: connection)
            try Self.insert(offer, in: portal, on: connection)
            try journal.record(event, on: connection)
            if new.notice == .mail {
                let letterhead = try Letterheads.find(in: portal, on: connection)
                try journal.mail(
                    .offer(offer, to: customer, on: letterhead), from: portal, on: connection)
            }
            try journal.announce(.offerCreated, .customerOffer(offer), in: portal, on: connection)
            try keeper?.keep(offer, on: connection)
            return .created(offer)
        }
    }

    /// Prints it first.
    package func create(
        _ new: ManualOffer, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<CustomerOffer>? = nil
    ) async throws(StorageError) -> Creation<CustomerOffer> {
        guard let pdf = try await papers.keep(new.order, for: new.customer, in: portal) else { return .unknownCustomer }
        return try await create(new.draft, pdf: pdf, in: portal, by: actor, keeping: keeper)
    }

    /// Accepts or rejects it, also when it has expired. Of two at once exactly one does it.
    package func decide(
        _ id: CustomerOfferID, _ decision: OfferDecision, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Transition<CustomerOffer> {
        try await database.write { [journal] connection throws(StorageError) in
            guard let row = try connection.first(Self.decision(decision, onOpen: id, in: portal)) else {
                return try Self.refusal(of: id, in: portal, on: connection)
            }
            let offer = try Self.offer(row)
            let isAccepted = decision.acceptance != nil
            let event = AuditEvent(
                isAccepted ? "customer_offer.accepted" : "customer_offer.rejected", in: .portal(portal), by: actor,
                on: offer.auditObject, after: .facts(decision.facts))
            try journal.record(event, on: connection)
            try journal.announce(
                isAccepted ? .offerAccepted : .offerRejected, .customerOffer(offer), in: portal, on: connection)
            return .done(offer)
        }
    }

    /// Unless it was accepted.
    package func delete(
        _ id: CustomerOfferID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Deletion {
        let now = ambient.now()
        return try await database.writeAcrossKeys { [journal] connection throws(StorageError) in
            guard let row = try connection.first(Self.deletion(of: id, in: portal)) else {
                return try connection.first(Self.selection(of: id, in: portal)) == nil
                    ? .notFound : .refused("The offer is accepted.")
            }
            let deleted = try Self.offer(row)
            try Contents.delete(deleted.content, in: portal, at: now, on: connection)
            let event = AuditEvent(
                "customer_offer.deleted", in: .portal(portal), by: actor, on: deleted.auditObject,
                before: deleted.facts)
            try journal.record(event, on: connection)
            try journal.announce(.offerDeleted, .customerOffer(deleted), in: portal, on: connection)
            return .deleted
        }
    }

    /// Deletes all offers of a customer, accepted ones too, who is deleted in the same transaction (contract api-v1, 4.3).
    static func deleteAll(
        of customer: CustomerID, in portal: PortalID, at now: Timestamp, _ journal: Journal,
        on connection: any SQLConnection
    ) throws(StorageError) {
        for row in try connection.rows(deletion(ofAll: customer, in: portal)) {
            let offer = try offer(row)
            try Contents.delete(offer.content, in: portal, at: now, on: connection)
            try journal.announce(.offerDeleted, .customerOffer(offer), in: portal, on: connection)
        }
    }

    private static func refusal(
        of id: CustomerOfferID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Transition<CustomerOffer> {
        guard let row = try connection.first(selection(of: id, in: portal)) else { return .notFound }
        let isAccepted = try offer(row).decision?.acceptance != nil
        return .refused(isAccepted ? "The offer is already accepted." : "The offer is already rejected.")
    }
}
