package import Kernel
package import Persistence

/// The punch cards of a portal, and those that its customers hold. One audit event per change.
package struct PunchCards: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient

    package init(database: any SQLDatabase, journal: Journal, ambient: Ambient) {
        (self.database, self.journal, self.ambient) = (database, journal, ambient)
    }

    package func find(_ id: PunchCardID, in portal: PortalID) async throws(StorageError) -> PunchCard? {
        try await database.first(Self.selection(of: id, in: portal), as: Self.card)
    }

    package func list(
        _ page: PageRequest<PunchCardKind>, in portal: PortalID
    ) async throws(StorageError) -> Slice<PunchCard> {
        try await database.slice(Self.selection(page, in: portal), of: page, as: Self.card)
    }

    package func create(
        _ new: NewPunchCard, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<PunchCard>? = nil
    ) async throws(StorageError) -> PunchCard {
        let card = new.card(ambient.makeID(), at: ambient.now())
        let event = AuditEvent(
            "punch_card.created", in: .portal(portal), by: actor, on: card.auditObject, after: card.facts)
        return try await database.write { [journal] connection throws(StorageError) in
            try Self.insert(card, in: portal, on: connection)
            try journal.record(event, on: connection)
            try keeper?.keep(card, on: connection)
            return card
        }
    }

    /// Offers it for sale, at another price, or no longer.
    /// - Returns: the card as it is now; nil if there is none.
    package func sell(
        _ id: PunchCardID, for sale: PunchCard.Sale?, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> PunchCard? {
        try await database.write { [journal] connection throws(StorageError) in
            guard let before = try Self.lock(id, in: portal, on: connection) else { return nil }
            guard before.sale != sale else { return before }
            var after = before
            after.sale = sale
            try Self.update(after, in: portal, on: connection)
            let event = AuditEvent(
                "punch_card.edited", in: .portal(portal), by: actor, on: after.auditObject, before: before.saleFacts,
                after: after.saleFacts)
            try journal.record(event, on: connection)
            return after
        }
    }

    /// One that customers hold stays.
    package func delete(
        _ id: PunchCardID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Deletion {
        try await database.writeAcrossKeys { [journal] connection throws(StorageError) in
            guard let card = try Self.lock(id, in: portal, on: connection) else { return .notFound }
            guard try Self.deleteUnissued(id, in: portal, on: connection) else {
                return .refused("Cards were issued of this punch card.")
            }
            let event = AuditEvent(
                "punch_card.deleted", in: .portal(portal), by: actor, on: card.auditObject, before: card.facts)
            try journal.record(event, on: connection)
            return .deleted
        }
    }
}
