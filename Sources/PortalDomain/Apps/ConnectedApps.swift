package import Kernel
package import Persistence

/// An app that a portal gave access to.
package struct ConnectedApp: Sendable {
    package let id: AppID
    package let name: String
    package let website: String?
    package let logo: TokenDigest?
    package let developer: String
    package let isVerified: Bool
    /// Of all its grants together.
    package let scopes: Scopes
    /// Who consented last, and when.
    package let grantedBy: String
    package let grantedAt: Timestamp
    package let lastUsedAt: Timestamp?
    package let isSuspended: Bool
}

/// What apps may do in a portal, and how its owners stop them (contract, section 8). Callers have checked that the actor is an
/// owner or admin of the portal.
package struct ConnectedApps: Sendable {
    private let database: any SQLDatabase
    private let journal: Journal
    private let ambient: Ambient
    private let changes: CredentialChanges

    package init(database: any SQLDatabase, ambient: Ambient, changes: CredentialChanges) {
        (self.database, self.ambient, self.changes) = (database, ambient, changes)
        journal = Journal(ambient: ambient)
    }

    package enum Change: Sendable, Equatable {
        case changed
        /// It was so before. No event.
        case unchanged
        /// The app never had access to this portal.
        case notFound
    }

    /// By name. A suspended app stays in the list as long as its access is not revoked, so that it can be reinstated.
    package func list(in portal: PortalID) async throws(StorageError) -> [ConnectedApp] {
        let rows = try await database.rows(Self.select(in: portal, at: ambient.now()))
        return try Self.apps(rows).sorted { ($0.name.lowercased(), $0.id) < ($1.name.lowercased(), $1.id) }
    }

    package func find(_ app: AppID, in portal: PortalID) async throws(StorageError) -> ConnectedApp? {
        try await list(in: portal).first { $0.id == app }
    }

    /// Ends every code, access token and refresh token of the app for this portal, and forgets consent and suspension.
    package func revoke(
        _ app: AppID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Change {
        let now = ambient.now()
        let event = Self.event("grant.revoked", app, portal, actor)
        let journal = journal
        return try await change(portal) { connection throws(StorageError) -> Change in
            guard try Self.isKnown(app, in: portal, on: connection) else { return .notFound }
            let grants = try Self.revokeGrants(of: app, in: portal, at: now, on: connection)
            let consents = try Self.deleteConsents(of: app, in: portal, on: connection)
            let standings = try Self.reinstate(app, in: portal, on: connection)
            guard grants + consents + standings > 0 else { return .unchanged }
            try journal.record(event, on: connection)
            return .changed
        }
    }

    /// Stops the app without forgetting anything.
    package func suspend(
        _ app: AppID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Change {
        let now = ambient.now()
        let event = Self.event("grant.suspended", app, portal, actor)
        let journal = journal
        return try await change(portal) { connection throws(StorageError) -> Change in
            guard try Self.isKnown(app, in: portal, on: connection) else { return .notFound }
            guard try Self.suspend(app, in: portal, at: now, on: connection) == 1 else { return .unchanged }
            try journal.record(event, on: connection)
            return .changed
        }
    }

    package func reinstate(
        _ app: AppID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Change {
        let event = Self.event("grant.reinstated", app, portal, actor)
        let journal = journal
        return try await change(portal) { connection throws(StorageError) -> Change in
            guard try Self.isKnown(app, in: portal, on: connection) else { return .notFound }
            guard try Self.reinstate(app, in: portal, on: connection) == 1 else { return .unchanged }
            try journal.record(event, on: connection)
            return .changed
        }
    }

    private func change(
        _ portal: PortalID, _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Change
    ) async throws(StorageError) -> Change {
        let change = try await database.write(body)
        if change == .changed { await changes.portal(portal) }
        return change
    }

    private static func event(
        _ action: String, _ app: AppID, _ portal: PortalID, _ actor: AuditEvent.Actor
    ) -> AuditEvent {
        AuditEvent(action, in: .portal(portal), by: actor, on: .init(kind: "app", id: app.text))
    }
}
