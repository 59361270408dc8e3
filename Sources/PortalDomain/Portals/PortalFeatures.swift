package import Kernel
package import Persistence

/// Which parts of the portal are switched off (contract api-v1, 2.13). What exists stays; the API answers 426 until they are on again.
/// Callers have checked that the actor is an owner or admin.
package struct PortalFeatures: Sendable {
    private let database: any SQLDatabase
    private let journal: Journal
    private let changes: CredentialChanges

    package init(database: any SQLDatabase, journal: Journal, changes: CredentialChanges) {
        (self.database, self.journal, self.changes) = (database, journal, changes)
    }

    /// - Returns: false if nothing was different.
    package func switchOff(
        _ off: Set<Feature>, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Bool {
        let journal = journal
        let isChanged = try await database.write { connection throws(StorageError) -> Bool in
            try Portals.lock(portal, on: connection)
            guard let before = try connection.first(Portals.select(portal)) else { return false }
            let old = try Portals.portal(before).featuresOff
            guard old != off else { return false }
            try connection.execute(Portals.switchOff(off, in: portal))
            try journal.record(
                AuditEvent(
                    "features.changed", in: .portal(portal), by: actor, on: .init(kind: "portal", id: portal.text),
                    before: .facts(["off": Self.text(old)]), after: .facts(["off": Self.text(off)])), on: connection)
            return true
        }
        // The switches are part of what the token cache remembers.
        if isChanged { await changes.portal(portal) }
        return isChanged
    }

    /// `files ticketing`
    static func text(_ features: Set<Feature>) -> String { features.map(\.rawValue).sorted().joined(separator: " ") }
}
