package import Kernel
package import Persistence

/// The accounts of people who work for portals.
package struct Users: Sendable {
    let database: any SQLDatabase
    private let journal: Journal
    private let ambient: Ambient
    private let changes: CredentialChanges

    package init(database: any SQLDatabase, ambient: Ambient, changes: CredentialChanges) {
        (self.database, self.ambient, self.changes) = (database, ambient, changes)
        journal = Journal(ambient: ambient)
    }

    package func find(_ id: UserID) async throws(StorageError) -> User? {
        try await database.first(Self.select(id), as: Self.user)
    }

    package func find(_ email: AccountEmail) async throws(StorageError) -> User? {
        try await database.first(Self.select(email), as: Self.user)
    }

    /// Locks an account out of everything at once: its sessions end, and its keys and grants stop. One event, in the log of `portal`.
    /// False if it was disabled before.
    package func disable(
        _ id: UserID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Bool {
        let now = ambient.now()
        let event = AuditEvent("user.disabled", in: .portal(portal), by: actor, on: .init(kind: "user", id: id.text))
        let journal = journal
        let portals = try await database.write { connection throws(StorageError) -> [PortalID]? in
            guard try Self.disable(id, at: now, on: connection) else { return nil }
            try Sessions.endAll(of: .user(id), on: connection)
            try journal.record(event, on: connection)
            return try Memberships.portals(of: id, on: connection)
        }
        for portal in portals ?? [] { await changes.portal(portal) }
        return portals != nil
    }
}
