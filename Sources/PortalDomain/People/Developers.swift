package import Kernel
package import Persistence

/// The accounts of people who build apps.
package struct Developers: Sendable {
    private let database: any SQLDatabase
    private let journal: Journal
    private let ambient: Ambient
    private let changes: CredentialChanges
    private let links: MailedLinks

    package init(database: any SQLDatabase, ambient: Ambient, changes: CredentialChanges, links: MailedLinks) {
        (self.database, self.ambient, self.changes, self.links) = (database, ambient, changes, links)
        journal = Journal(ambient: ambient)
    }

    package enum Registration: Sendable {
        case registered(DeveloperID)
        case emailTaken
    }

    package func find(_ id: DeveloperID) async throws(StorageError) -> Developer? {
        try await database.first(Self.select(id)).map { row throws(StorageError) in try Self.developer(row) }
    }

    package func find(_ email: AccountEmail) async throws(StorageError) -> Developer? {
        try await database.first(Self.select(email)).map { row throws(StorageError) in try Self.developer(row) }
    }

    /// Makes the account and mails the link that confirms its address. The account works at once.
    package func register(
        _ new: NewDeveloper, hash: PasswordHash, from address: String
    ) async throws(StorageError) -> Registration {
        let now = ambient.now()
        let id: DeveloperID = ambient.makeID()
        let link = links.confirmation()
        let event = AuditEvent(
            "developer.registered", in: .developer(id),
            by: .init(kind: .developer, id: id.text, name: new.email.text, address: address),
            on: .init(kind: "developer", id: id.text), after: .facts(["name": new.name.text, "email": new.email.text]))
        let (journal, links) = (journal, links)
        return try await database.write { connection throws(StorageError) -> Registration in
            guard try Self.insert(new, as: id, hash: hash, at: now, on: connection) else { return .emailTaken }
            try links.insert(link, of: id.text, on: connection)
            try journal.mail(.confirmation(to: new.email, name: new.name.text, link: link), on: connection)
            try journal.record(event, on: connection)
            return .registered(id)
        }
    }

    /// Spends the link of a mail. Nil if it is unknown, spent or too old.
    package func confirm(_ token: Credential, from address: String) async throws(StorageError) -> DeveloperID? {
        let now = ambient.now()
        let journal = journal
        return try await database.write { connection throws(StorageError) -> DeveloperID? in
            guard let account = try MailedLinks.spend(token.digest, .confirmation, at: now, on: connection) else {
                return nil
            }
            let id = DeveloperID(stored: account)
            guard let email = try Self.confirm(id, at: now, on: connection) else { return id }
            try journal.record(
                AuditEvent(
                    "developer.confirmed", in: .developer(id),
                    by: .init(kind: .developer, id: id.text, name: email, address: address),
                    on: .init(kind: "developer", id: id.text)), on: connection)
            return id
        }
    }

    /// Vouches for a developer on consent pages. False if that was done before.
    package func verify(_ id: DeveloperID, by actor: AuditEvent.Actor) async throws(StorageError) -> Bool {
        let now = ambient.now()
        let event = AuditEvent(
            "developer.verified", in: .developer(id), by: actor, on: .init(kind: "developer", id: id.text))
        let journal = journal
        return try await database.write { connection throws(StorageError) -> Bool in
            guard try Self.verify(id, at: now, on: connection) else { return false }
            try journal.record(event, on: connection)
            return true
        }
    }

    /// Ends everything of a developer: sessions, and the grants of all their apps in every portal (checklist, row 218). False if
    /// that was done before.
    package func ban(_ id: DeveloperID, by actor: AuditEvent.Actor) async throws(StorageError) -> Bool {
        let now = ambient.now()
        let event = AuditEvent(
            "developer.banned", in: .developer(id), by: actor, on: .init(kind: "developer", id: id.text))
        let journal = journal
        let apps = try await database.write { connection throws(StorageError) -> [AppID]? in
            guard try Self.ban(id, at: now, on: connection) else { return nil }
            try Sessions.endAll(of: .developer(id), on: connection)
            let apps = try Apps.ids(of: id, on: connection)
            for app in apps { try Apps.revokeGrants(of: app, at: now, on: connection) }
            try journal.record(event, on: connection)
            return apps
        }
        for app in apps ?? [] { await changes.app(app) }
        return apps != nil
    }
}
