package import Kernel
import Persistence

/// The cards that customers hold.
extension PunchCards {
    package func find(
        _ id: IssuedPunchCardID, of card: PunchCardID, in portal: PortalID
    ) async throws(StorageError) -> IssuedPunchCard? {
        try await database.first(Self.selection(of: id, card: card, in: portal), as: Self.issued)
    }

    /// Empty as well if there is no such punch card.
    package func list(
        _ page: PageRequest<IssuedPunchCardKind>, of card: PunchCardID, in portal: PortalID
    ) async throws(StorageError) -> Slice<IssuedPunchCard> {
        try await database.slice(Self.selection(page, card: card, in: portal), of: page, as: Self.issued)
    }

    /// - Parameter zone: the portal's, in which the last day of the card ends.
    package func issue(
        _ id: PunchCardID, to customer: CustomerID, in portal: PortalID, zone: TimeZoneTable,
        by actor: AuditEvent.Actor, keeping keeper: AnswerKeeper<IssuedPunchCard>? = nil
    ) async throws(StorageError) -> Creation<IssuedPunchCard> {
        let (issuedID, now) = (ambient.makeID() as IssuedPunchCardID, ambient.now())
        return try await database.writeAcrossKeys { [journal] connection throws(StorageError) in
            guard let row = try connection.first(Self.selection(of: id, in: portal)) else { return .notFound }
            let card = try Self.card(row)
            guard try Customers.find(customer, in: portal, on: connection) != nil else { return .unknownCustomer }
            let issued = IssuedPunchCard(
                id: issuedID, card: id, customer: customer, punchesLeft: card.punches,
                expiresAt: card.expiry?.end(issuedAt: now, in: zone), issuedAt: now)
            try Self.insert(issued, in: portal, on: connection)
            let event = AuditEvent(
                "punch_card.issued", in: .portal(portal), by: actor, on: issued.auditObject,
                after: .facts([
                    "punch_card_id": id.text, "customer_id": customer.text, "punches_left": "\(card.punches)",
                ]))
            try journal.record(event, on: connection)
            try keeper?.keep(issued, on: connection)
            return .created(issued)
        }
    }

    /// Takes punches off a card: all of `stamps`, or none.
    package func stamp(
        _ id: IssuedPunchCardID, of card: PunchCardID, _ stamps: Int, in portal: PortalID,
        by actor: AuditEvent.Actor, keeping keeper: AnswerKeeper<IssuedPunchCard>? = nil
    ) async throws(StorageError) -> Transition<IssuedPunchCard> {
        let now = ambient.now()
        return try await database.write { [journal] connection throws(StorageError) in
            guard let row = try connection.first(Self.stamping(id, card: card, stamps, in: portal, at: now)) else {
                let found = try connection.first(Self.selection(of: id, card: card, in: portal))
                guard let found else { return .notFound }
                return .refused(try Self.issued(found).refusal(of: stamps, at: now))
            }
            let stamped = try Self.issued(row)
            let event = AuditEvent(
                "punch_card.stamped", in: .portal(portal), by: actor, on: stamped.auditObject,
                before: .facts(["punches_left": "\(stamped.punchesLeft + stamps)"]),
                after: .facts(["punches_left": "\(stamped.punchesLeft)"]))
            try journal.record(event, on: connection)
            try journal.announce(.punchCardStamped, .punchCard(stamped), in: portal, on: connection)
            try keeper?.keep(stamped, on: connection)
            return .done(stamped)
        }
    }
}

extension IssuedPunchCard {
    /// Why it could not be stamped.
    fileprivate func refusal(of stamps: Int, at now: Timestamp) -> String {
        switch status(at: now) {
        case .expired: "The card has expired."
        case .fullyUsed: "The card is fully used."
        case .active: "The card has fewer punches left than \(stamps)."
        }
    }
}
