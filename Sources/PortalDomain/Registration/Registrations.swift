package import Kernel
package import Persistence

/// Apps that register themselves (RFC 7591) and look after it themselves (RFC 7592): nobody's whom we know (decision 0021).
package struct Registrations: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient
    let changes: CredentialChanges
    private let policy: RegistrationPolicy
    private let strangers: AttemptThrottle

    package init(
        database: any SQLDatabase, ambient: Ambient, changes: CredentialChanges,
        policy: RegistrationPolicy = RegistrationPolicy()
    ) {
        (self.database, self.ambient, self.changes, self.policy) = (database, ambient, changes, policy)
        journal = Journal(ambient: ambient)
        strangers = AttemptThrottle(limit: policy.hourly, window: 3600)
    }

    package enum Registration: Sendable {
        case registered(SelfRegisteredApp)
        /// Too many from this address, or from all.
        case later(seconds: Int64)
    }

    package enum Update: Sendable {
        case updated(SelfRegisteredApp)
        /// Somebody gave it access, and agreed to its kind with it.
        case inUse
        /// No such app, or another token.
        case unknown
    }

    package func register(
        _ metadata: ClientMetadata, from address: String
    ) async throws(StorageError) -> Registration {
        let now = ambient.now()
        let stranger = IPAddress.client(address)
        if let seconds = strangers.delay(of: stranger, at: now) { return .later(seconds: seconds) }
        strangers.fail(stranger, at: now)
        let settings = metadata.settings
        let app = SelfRegisteredApp(
            id: ambient.makeID(), metadata: metadata, createdAt: now,
            token: Credential(minting: .registration, from: ambient),
            secret: settings.hasSecrets ? Credential(minting: .appSecret, from: ambient) : nil)
        let secretID: AppSecretID = ambient.makeID()
        let event = AuditEvent(
            "app.created", in: .developer(.selfRegistered), by: app.actor(at: address),
            on: .init(kind: "app", id: app.id.text), after: .facts(settings.facts))
        let (journal, policy) = (journal, policy)
        return try await database.write { connection throws(StorageError) -> Registration in
            // One after the other from here on, so that the count is right.
            try Self.lockOwner(at: now, on: connection)
            guard try Self.countWaiting(on: connection) < policy.waiting else { return .later(seconds: 3600) }
            try settings.insert(as: app.id, of: .selfRegistered, at: now, on: connection)
            if let secret = app.secret {
                try Apps.insert(secret, as: secretID, of: app.id, at: now, on: connection)
            }
            try Self.insert(
                app.id, token: app.token.digest, method: metadata.method, at: now, on: connection)
            try journal.record(event, on: connection)
            return .registered(app)
        }
    }

    /// Nil without such an app, or with another token.
    package func find(_ id: AppID, provenBy token: Credential) async throws(StorageError) -> SelfRegisteredApp? {
        try await database.read { connection throws(StorageError) -> SelfRegisteredApp? in
            try Self.select(id, provenBy: token, on: connection)
        }
    }

    /// Replaces everything that the app said about itself (RFC 7592 §2.2). What that takes away stops at once, everywhere.
    package func update(
        _ id: AppID, to metadata: ClientMetadata, provenBy token: Credential, from address: String
    ) async throws(StorageError) -> Update {
        let now = ambient.now()
        let settings = metadata.settings
        let secretID: AppSecretID = ambient.makeID()
        let secret = settings.hasSecrets ? Credential(minting: .appSecret, from: ambient) : nil
        let journal = journal
        let update = try await database.write { connection throws(StorageError) -> Update in
            guard let before = try Self.select(id, provenBy: token, on: connection) else { return .unknown }
            let actor = before.actor(at: address)
            switch try Apps.change(
                id, to: settings, of: .selfRegistered, by: actor, at: now, journal, on: connection)
            {
            case .notFound: return .unknown
            case .refused: return .inUse
            case .unchanged, .updated: break
            }
            try Self.update(id, method: metadata.method, on: connection)
            // One that was public, or had keys, gets a secret; one that has a secret keeps it.
            var first: Credential?
            if let secret, try Apps.liveSecrets(of: id, at: now, on: connection).isEmpty {
                try Apps.insert(secret, as: secretID, of: id, at: now, on: connection)
                try journal.record(
                    AuditEvent(
                        "app_secret.created", in: .developer(.selfRegistered), by: actor,
                        on: .init(kind: "app", id: id.text),
                        after: .facts(["secret": secretID.text, "last_four": secret.lastFour])), on: connection)
                first = secret
            }
            return .updated(
                SelfRegisteredApp(
                    id: id, metadata: metadata, createdAt: before.createdAt, token: token, secret: first))
        }
        if case .updated = update { await changes.app(id) }
        return update
    }

    /// Ends the app with everything that it was given, and this token (RFC 7592 §2.3). False without such an app, or with another token.
    package func delete(
        _ id: AppID, provenBy token: Credential, from address: String
    ) async throws(StorageError) -> Bool {
        let now = ambient.now()
        let journal = journal
        let isDeleted = try await database.write { connection throws(StorageError) -> Bool in
            guard let app = try Self.select(id, provenBy: token, on: connection) else { return false }
            return try Self.end(id, by: app.actor(at: address), at: now, journal, on: connection) != nil
        }
        if isDeleted { await changes.app(id) }
        return isDeleted
    }
}

extension SelfRegisteredApp {
    func actor(at address: String) -> AuditEvent.Actor {
        .init(kind: .app, id: id.text, name: metadata.settings.name.text, address: address)
    }
}
