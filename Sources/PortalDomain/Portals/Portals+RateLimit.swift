package import Kernel
import Persistence

extension Portals {
    /// How many requests per minute each key and token of a portal may send (contract api-v1, 2.5). Keys with a higher limit of their
    /// own lose it.
    ///
    /// - Parameters:
    ///   - rate: 0: no limit; nil: what the server has.
    ///   - standard: what the server has.
    /// - Returns: false if it was so before.
    package func limit(
        _ portal: Portal, to rate: Int?, standard: Int, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Bool {
        let (journal, ceiling) = (journal, RateCeiling(rate ?? standard))
        let isChanged = try await database.write { connection throws(StorageError) -> Bool in
            try Self.lock(portal.id, on: connection)
            guard let row = try connection.first(Self.select(portal.id)) else { return false }
            let before = try Self.portal(row).rateLimit
            guard before != rate else { return false }
            try Self.setRateLimit(rate, of: portal.id, under: ceiling, on: connection)
            try journal.record(
                AuditEvent(
                    "portal.rate_limited", in: .portal(portal.id), by: actor,
                    on: .init(kind: "portal", id: portal.id.text),
                    before: .facts(["rate_limit": before.map { "\($0)" }]),
                    after: .facts(["rate_limit": rate.map { "\($0)" }])), on: connection)
            return true
        }
        if isChanged { await changes.portal(portal.id) }
        return isChanged
    }
}
