package import Kernel
package import Persistence

/// The apps of developers (contract, section 9). Every call names the developer: somebody else's app is not there.
package struct Apps: Sendable {
    /// Secrets that may be live at once, so that one can be replaced without an outage (contract O25).
    package static let maximumSecrets = 2

    private let database: any SQLDatabase
    private let journal: Journal
    private let ambient: Ambient
    private let changes: CredentialChanges

    package init(database: any SQLDatabase, ambient: Ambient, changes: CredentialChanges) {
        (self.database, self.ambient, self.changes) = (database, ambient, changes)
        journal = Journal(ambient: ambient)
    }

    package struct Registered: Sendable {
        package let id: AppID
        /// The one time that it can be seen; nil for public apps and for those with keys.
        package let secret: Credential?
    }

    package enum SecretCreation: Sendable {
        /// `oldWorksUntil` is nil if there was no other secret, or it ended at once.
        case created(Credential, oldWorksUntil: Timestamp?)
        case full
        /// Public apps cannot keep a secret, and those with keys need none.
        case isWithoutSecrets
        case notFound
    }

    package enum Update: Sendable, Equatable {
        case updated
        /// It was so before. No event.
        case unchanged
        case refused(FormProblem)
        case notFound
    }

    package enum SecretRevocation: Sendable, Equatable { case revoked, revokedBefore, notFound }

    /// Newest first.
    package func list(of developer: DeveloperID) async throws(StorageError) -> [RegisteredApp] {
        let now = ambient.now()
        return try await database.read { connection throws(StorageError) -> [RegisteredApp] in
            try connection.rows(Self.selectAll(of: developer)).map { row throws(StorageError) in
                try Self.app(row, at: now, on: connection)
            }
        }
    }

    package func find(_ id: AppID, of developer: DeveloperID) async throws(StorageError) -> RegisteredApp? {
        let now = ambient.now()
        return try await database.read { connection throws(StorageError) -> RegisteredApp? in
            try connection.first(Self.select(id, of: developer)).map { row throws(StorageError) in
                try Self.app(row, at: now, on: connection)
            }
        }
    }

    package func register(
        _ settings: AppSettings, of developer: DeveloperID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Registered {
        let now = ambient.now()
        let id: AppID = ambient.makeID()
        let secretID: AppSecretID = ambient.makeID()
        let secret = settings.hasSecrets ? Credential(minting: .appSecret, from: ambient) : nil
        let event = AuditEvent(
            "app.created", in: .developer(developer), by: actor, on: .init(kind: "app", id: id.text),
            after: .facts(settings.facts))
        let journal = journal
        return try await database.write { connection throws(StorageError) -> Registered in
            try settings.insert(as: id, of: developer, at: now, on: connection)
            if let secret { try Self.insert(secret, as: secretID, of: id, at: now, on: connection) }
            try journal.record(event, on: connection)
            return Registered(id: id, secret: secret)
        }
    }

    /// New settings for an app in use: what they take away stops at once, everywhere (checklist, row 200).
    package func update(
        _ id: AppID, to settings: AppSettings, of developer: DeveloperID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Update {
        let now = ambient.now()
        let journal = journal
        let update = try await database.write { connection throws(StorageError) -> Update in
            try Self.change(id, to: settings, of: developer, by: actor, at: now, journal, on: connection)
        }
        if update == .updated { await changes.app(id) }
        return update
    }

    /// Another secret; those that live already end after `overlap` seconds.
    package func addSecret(
        to id: AppID, of developer: DeveloperID, overlap: Int64, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> SecretCreation {
        let now = ambient.now()
        let secretID: AppSecretID = ambient.makeID()
        let secret = Credential(minting: .appSecret, from: ambient)
        let event = AuditEvent(
            "app_secret.created", in: .developer(developer), by: actor, on: .init(kind: "app", id: id.text),
            after: .facts(["secret": secretID.text, "last_four": secret.lastFour, "overlap": "\(overlap)"]))
        let journal = journal
        let creation = try await database.write { connection throws(StorageError) -> SecretCreation in
            guard let type = try Self.lock(id, of: developer, on: connection) else { return .notFound }
            guard !type.isPublic, try !Self.hasKeys(id, on: connection) else { return .isWithoutSecrets }
            let live = try Self.liveSecrets(of: id, at: now, on: connection)
            // What ends at once makes room.
            guard overlap == 0 || live.count < Self.maximumSecrets else { return .full }
            try Self.endSecrets(of: id, at: now + overlap, now: now, on: connection)
            try Self.insert(secret, as: secretID, of: id, at: now, on: connection)
            try journal.record(event, on: connection)
            let ends = live.map { min($0.expiresAt ?? now + overlap, now + overlap) }.max()
            return .created(secret, oldWorksUntil: overlap > 0 ? ends : nil)
        }
        await changes.app(id)
        return creation
    }

    package func revokeSecret(
        _ secret: AppSecretID, of id: AppID, of developer: DeveloperID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> SecretRevocation {
        let now = ambient.now()
        let journal = journal
        let revocation = try await database.write { connection throws(StorageError) -> SecretRevocation in
            guard try Self.lock(id, of: developer, on: connection) != nil else { return .notFound }
            guard let lastFour = try Self.revoke(secret, of: id, at: now, on: connection) else {
                return try Self.exists(secret, of: id, on: connection) ? .revokedBefore : .notFound
            }
            try journal.record(
                AuditEvent(
                    "app_secret.revoked", in: .developer(developer), by: actor, on: .init(kind: "app", id: id.text),
                    before: .facts(["secret": secret.text, "last_four": lastFour])), on: connection)
            return .revoked
        }
        if revocation == .revoked { await changes.app(id) }
        return revocation
    }

    /// Ends an app for good, with its grants in every portal. False if it is not there.
    package func delete(
        _ id: AppID, of developer: DeveloperID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Bool {
        let now = ambient.now()
        let journal = journal
        let isDeleted = try await database.write { connection throws(StorageError) -> Bool in
            guard let name = try Self.delete(id, of: developer, at: now, on: connection) else { return false }
            try Self.revokeGrants(of: id, at: now, on: connection)
            try journal.record(
                AuditEvent(
                    "app.deleted", in: .developer(developer), by: actor, on: .init(kind: "app", id: id.text),
                    before: .facts(["name": name])), on: connection)
            return true
        }
        if isDeleted { await changes.app(id) }
        return isDeleted
    }
}
