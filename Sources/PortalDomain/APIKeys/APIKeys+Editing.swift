package import Kernel
import Persistence

extension APIKeys {
    package enum Editing: Sendable, Equatable {
        case changed, unchanged
        /// It would let the key do more, which needs more than a session.
        case needsPassword([KeyWidening])
        /// It would live longer than the portal allows: until then at the latest.
        case beyondMaximum(Timestamp)
        /// It would be allowed more requests than the portal.
        case beyondRate(RateCeiling)
        /// Somebody changed the key since the form was shown.
        case changedMeanwhile
        /// It has a successor and only goes on for the overlap.
        case replaced
        /// Unknown, revoked or expired. What has ended stays ended.
        case notFound
    }

    /// Changes what a key may do. A narrowing holds at once: the old rights are out of every cache before this returns (contract O42).
    ///
    /// A key that lives longer than a maximum set later keeps its last day; a change may only bring that forward.
    ///
    /// - Parameters:
    ///   - new: every field as it is to be.
    ///   - revision: the state that `new` was made from.
    package func edit(
        _ id: APIKeyID, in portal: PortalID, to new: NewAPIKey, from revision: Int64, proof: KeyEditorProof,
        by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Editing {
        let now = ambient.now()
        let (journal, zones, standardRate) = (journal, zones, standardRate)
        let editing = try await database.write { connection throws(StorageError) -> Editing in
            try Portals.lock(portal, on: connection)
            guard let row = try connection.first(Self.select(id, in: portal)) else { return .notFound }
            let old = try Self.key(row)
            guard !old.isExpired(at: now) else { return .notFound }
            guard old.successor == nil else { return .replaced }
            guard old.revision == revision else { return .changedMeanwhile }
            guard old.asNew != new else { return .unchanged }
            let widening = old.widening(to: new)
            let lifetime = try Self.lifetime(connection.first(Self.selectLifetime(of: portal)), zones)
            if widening.contains(.life), let limit = lifetime.limit(madeAt: old.createdAt),
                !lifetime.admits(new.expiresAt, madeAt: old.createdAt)
            {
                return .beyondMaximum(limit)
            }
            let ceiling = try Self.rateCeiling(of: portal, standard: standardRate, on: connection)
            if let rate = new.rateLimit, rate != old.rateLimit, !ceiling.admits(rate) { return .beyondRate(ceiling) }
            guard widening.isEmpty || proof == .password else { return .needsPassword(widening) }
            guard try Self.update(old, to: new, in: portal, at: now, on: connection) else { return .changedMeanwhile }
            if new.expiresAt != old.expiresAt {
                try Self.move(id, in: portal, endTo: new.expiresAt, at: now, on: connection)
            }
            try journal.record(
                AuditEvent(
                    "api_key.changed", in: .portal(portal), by: actor, on: .init(kind: "api_key", id: id.text),
                    before: Self.facts(old.asNew), after: Self.facts(new)), on: connection)
            return .changed
        }
        if editing == .changed { await changes.portal(portal) }
        return editing
    }
}
