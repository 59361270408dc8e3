package import Kernel
package import Persistence

/// What apps may do in a portal, and how its owners stop them (contract, section 8). Callers have checked that the actor is an
/// owner or admin of the portal.
///
/// A revocation, a suspension and their audit event are one transaction, and change the same rows that an exchange and a refresh
/// change: whatever comes at the same time is either before, and dies with the rest, or after, and is refused.
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

    /// By name. A suspended app stays in the list until it is revoked, so that it can be reinstated.
    package func list(in portal: PortalID) async throws(StorageError) -> [ConnectedApp] {
        let now = ambient.now()
        let apps = try await database.read { connection throws(StorageError) -> [ConnectedApp] in
            try Self.apps(in: portal, at: now, on: connection)
        }
        return apps.sorted { ($0.name.lowercased(), $0.id) < ($1.name.lowercased(), $1.id) }
    }

    package func find(_ app: AppID, in portal: PortalID) async throws(StorageError) -> ConnectedApp? {
        let now = ambient.now()
        return try await database.read { connection throws(StorageError) -> ConnectedApp? in
            try Self.apps(in: portal, only: app, at: now, on: connection).first
        }
    }

    package func details(of app: AppID, in portal: PortalID) async throws(StorageError) -> ConnectedAppDetails? {
        let now = ambient.now()
        return try await database.read { connection throws(StorageError) -> ConnectedAppDetails? in
            guard let found = try Self.apps(in: portal, only: app, at: now, on: connection).first else { return nil }
            return try Self.details(of: found, on: connection)
        }
    }

    /// Every app that ever had access to the portal, by name: for whoever searches the past.
    package func everConnected(
        to portal: PortalID
    ) async throws(StorageError) -> [(id: AppID, name: String)] {
        try await database.rows(Self.selectEverConnected(to: portal)).map { row throws(StorageError) in
            (id: try row.id("id"), name: try row.text("name"))
        }
    }

    /// Ends every code, access token, refresh token and webhook of the app for this portal, and forgets consent and suspension.
    package func revoke(
        _ app: AppID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Change {
        let now = ambient.now()
        let journal = journal
        return try await change(portal) { connection throws(StorageError) -> Change in
            guard let name = try Self.name(of: app, knownIn: portal, on: connection) else { return .notFound }
            let before = try Self.apps(in: portal, only: app, at: now, on: connection).first
            let grants = try Self.revokeGrants(of: app, in: portal, at: now, on: connection)
            let consents = try Self.deleteConsents(of: app, in: portal, on: connection)
            let standings = try Self.reinstate(app, in: portal, on: connection)
            let webhooks = try Webhooks.deactivate(
                .made(by: app, in: portal), because: .appLostAccess, at: now, journal, on: connection)
            guard grants + consents + standings + webhooks > 0 else { return .unchanged }
            let facts = JSONValue.facts([
                "app": name, "people": before?.people.joined(separator: " "), "scopes": before?.scopes.text,
            ])
            try journal.record(
                AuditEvent("grant.revoked", in: .portal(portal), by: actor, on: .app(app), before: facts),
                on: connection)
            return .changed
        }
    }

    /// Ends one grant: what was issued under it dies, other people's access stays. Its person is forgotten with it, and is asked
    /// again when the app comes back.
    package func revoke(
        _ grant: GrantID, of app: AppID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Change {
        let now = ambient.now()
        let journal = journal
        return try await change(portal) { connection throws(StorageError) -> Change in
            guard let name = try Self.name(of: app, knownIn: portal, on: connection),
                let found = try Self.grant(grant, of: app, in: portal, on: connection)
            else { return .notFound }
            guard try Self.revoke(grant, in: portal, at: now, on: connection) == 1 else { return .unchanged }
            _ = try Self.deleteConsents(of: app, by: found.user, in: portal, on: connection)
            try Webhooks.deactivate(
                .left(by: app, in: portal), because: .appLostAccess, at: now, journal, on: connection)
            let facts = JSONValue.facts(["app": name, "person": found.person, "scopes": found.scopes.text])
            try journal.record(
                AuditEvent(
                    "grant.revoked", in: .portal(portal), by: actor, on: .init(kind: "grant", id: grant.text),
                    before: facts), on: connection)
            return .changed
        }
    }

    /// Stops the app without forgetting anything. Its webhooks end: those do not come back (contract api-v1, 6.2).
    package func suspend(
        _ app: AppID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Change {
        let now = ambient.now()
        return try await changeStanding("grant.suspended", of: app, in: portal, from: "active", to: "suspended", actor)
        {
            [journal] connection throws(StorageError) in
            guard try Self.suspend(app, in: portal, at: now, on: connection) == 1 else { return 0 }
            try Webhooks.deactivate(
                .made(by: app, in: portal), because: .appLostAccess, at: now, journal, on: connection)
            return 1
        }
    }

    /// Lets a suspended app go on where it stopped: its old tokens work again, as far as their time is not over.
    package func reinstate(
        _ app: AppID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Change {
        try await changeStanding("grant.reinstated", of: app, in: portal, from: "suspended", to: "active", actor) {
            connection throws(StorageError) in
            try Self.reinstate(app, in: portal, on: connection)
        }
    }

    /// - Parameter write: answers 1 if the standing was another one before.
    private func changeStanding(
        _ action: String, of app: AppID, in portal: PortalID, from old: String, to new: String,
        _ actor: AuditEvent.Actor, write: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Int
    ) async throws(StorageError) -> Change {
        let journal = journal
        return try await change(portal) { connection throws(StorageError) -> Change in
            guard let name = try Self.name(of: app, knownIn: portal, on: connection) else { return .notFound }
            guard try write(connection) == 1 else { return .unchanged }
            try journal.record(
                AuditEvent(
                    action, in: .portal(portal), by: actor, on: .app(app),
                    before: .facts(["app": name, "standing": old]), after: .facts(["app": name, "standing": new])),
                on: connection)
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
}

extension AuditEvent.Object {
    fileprivate static func app(_ id: AppID) -> Self { .init(kind: "app", id: id.text) }
}
