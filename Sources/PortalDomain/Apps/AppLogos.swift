package import Kernel
package import Persistence

/// The pictures of apps, kept in the database and served from our own origin.
package struct AppLogos: Sendable {
    private let database: any SQLDatabase
    private let journal: Journal
    private let ambient: Ambient

    package init(database: any SQLDatabase, ambient: Ambient) {
        (self.database, self.ambient) = (database, ambient)
        journal = Journal(ambient: ambient)
    }

    /// A logo as it is served.
    package struct Served: Sendable {
        package let mediaType: String
        package let content: [UInt8]
    }

    /// The picture of that content, if a live app has it.
    package func find(_ digest: TokenDigest) async throws(StorageError) -> Served? {
        try await database.first(Self.select(digest), as: Self.served)
    }

    /// Gives an app its logo, in place of the one before. False if the app is not there.
    package func set(
        _ logo: AppLogo, of app: AppID, _ developer: DeveloperID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Bool {
        let now = ambient.now()
        let event = Self.event("app_logo.set", app, developer, actor, after: logo.digest)
        let journal = journal
        return try await database.write { connection throws(StorageError) -> Bool in
            guard try Apps.lock(app, of: developer, on: connection) != nil else { return false }
            try Self.put(logo, of: app, at: now, on: connection)
            try journal.record(event, on: connection)
            return true
        }
    }

    /// Takes the logo away. False if there is none, or no such app.
    package func remove(
        of app: AppID, _ developer: DeveloperID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Bool {
        let event = Self.event("app_logo.removed", app, developer, actor, after: nil)
        let journal = journal
        return try await database.write { connection throws(StorageError) -> Bool in
            guard try Apps.lock(app, of: developer, on: connection) != nil,
                try Self.delete(of: app, on: connection)
            else { return false }
            try journal.record(event, on: connection)
            return true
        }
    }

    private static func event(
        _ action: String, _ app: AppID, _ developer: DeveloperID, _ actor: AuditEvent.Actor, after: TokenDigest?
    ) -> AuditEvent {
        AuditEvent(
            action, in: .developer(developer), by: actor, on: .init(kind: "app", id: app.text),
            after: after.map { .facts(["sha256": $0.hex]) })
    }
}
