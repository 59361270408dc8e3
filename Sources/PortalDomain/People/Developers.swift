package import Kernel
package import Persistence

/// The accounts of people who build apps.
package struct Developers: Sendable {
    private let database: any SQLDatabase
    private let journal: Journal
    private let ambient: Ambient
    private let changes: CredentialChanges
    private let links: MailedLinks
    /// Mails that strangers can cause.
    private let notices = AttemptThrottle(limit: 3, window: 3600)

    package init(database: any SQLDatabase, ambient: Ambient, changes: CredentialChanges, links: MailedLinks) {
        (self.database, self.ambient, self.changes, self.links) = (database, ambient, changes, links)
        journal = Journal(ambient: ambient)
    }

    package enum Registration: Sendable {
        case registered(DeveloperID)
        /// The address has an account; its owner has been told by mail, and nobody else learns of it.
        case emailTaken
    }

    package func find(_ id: DeveloperID) async throws(StorageError) -> Developer? {
        try await database.first(Self.select(id), as: Self.developer)
    }

    package func find(_ email: AccountEmail) async throws(StorageError) -> Developer? {
        try await database.first(Self.select(email), as: Self.developer)
    }

    /// Makes the account and mails the link that confirms its address. It works from then on.
    ///
    /// For an address that has an account nothing is made, and its owner gets a mail instead, so that the answer can be the same. One
    /// that was never confirmed belongs to nobody yet: whoever registers last, and opens the newest link, has it.
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
        let again: @Sendable (DeveloperID) -> AuditEvent = { known in
            AuditEvent(
                "developer.registered", in: .developer(known),
                by: .init(kind: .developer, id: known.text, name: new.email.text, address: address),
                on: .init(kind: "developer", id: known.text),
                after: .facts(["name": new.name.text, "email": new.email.text]))
        }
        let (journal, links, signIn) = (journal, links, "\(links.portal(of: .developer))/sign-in")
        // Enough mails to this address for now, whatever becomes of it.
        guard Self.mayMail(new.email, counting: notices, at: now) else { return .emailTaken }
        return try await database.write { connection throws(StorageError) -> Registration in
            if try Self.insert(new, as: id, hash: hash, at: now, on: connection) {
                try links.insert(link, of: id.text, on: connection)
                try journal.mail(.confirmation(to: new.email.text, name: new.name.text, link: link), on: connection)
                try journal.record(event, on: connection)
                return .registered(id)
            }
            if let known = try Self.replaceUnconfirmed(by: new, hash: hash, on: connection) {
                try MailedLinks.forget(.confirmation, of: known.text, on: connection)
                try links.insert(link, of: known.text, on: connection)
                try journal.mail(.confirmation(to: new.email.text, name: new.name.text, link: link), on: connection)
                try journal.record(again(known), on: connection)
                return .registered(known)
            }
            try journal.mail(.alreadyRegistered(new.email, signIn: signIn), on: connection)
            return .emailTaken
        }
    }

    /// Mails another link to an account that waits for its confirmation. Says nothing about whether there is one.
    package func resendConfirmation(to email: AccountEmail) async throws(StorageError) {
        let now = ambient.now()
        guard Self.mayMail(email, counting: notices, at: now) else { return }
        let link = links.confirmation()
        let (journal, links) = (journal, links)
        try await database.write { connection throws(StorageError) in
            guard let row = try connection.first(Self.select(email)), case let developer = try Self.developer(row),
                !developer.isConfirmed, !developer.isBanned
            else {
                // Nobody's link, which nobody is told: the time does not say who waits.
                try links.insert(link, of: "", on: connection)
                return
            }
            try MailedLinks.forget(.confirmation, of: developer.id.text, on: connection)
            try links.insert(link, of: developer.id.text, on: connection)
            // To the address that registered, never to what was typed now: the two may differ in ways that only our comparison ignores.
            try journal.mail(.confirmation(to: developer.email, name: developer.name, link: link), on: connection)
        }
    }

    /// So many mails to one address in an hour, however often somebody asks for them.
    private static func mayMail(_ email: AccountEmail, counting notices: AttemptThrottle, at now: Timestamp) -> Bool {
        guard notices.delay(of: email.key, at: now) == nil else { return false }
        notices.fail(email.key, at: now)
        return true
    }

    /// Who a link to confirm an address waits for. Looking does not spend it.
    package func awaiting(_ token: Credential) async throws(StorageError) -> Developer? {
        let now = ambient.now()
        return try await database.read { connection throws(StorageError) -> Developer? in
            guard let link = try connection.first(MailedLinks.select(token.digest, .confirmation, at: now)),
                let row = try connection.first(Self.select(DeveloperID(stored: try link.text("account_id"))))
            else { return nil }
            return try Self.developer(row)
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
            try Self.confirm(id, at: now, from: address, journal, on: connection)
            return id
        }
    }

    /// The address is proven to be theirs, by whatever mail.
    static func confirm(
        _ id: DeveloperID, at now: Timestamp, from address: String, _ journal: Journal, on connection: any SQLConnection
    ) throws(StorageError) {
        guard let email = try confirm(id, at: now, on: connection) else { return }
        try journal.record(
            AuditEvent(
                "developer.confirmed", in: .developer(id),
                by: .init(kind: .developer, id: id.text, name: email, address: address),
                on: .init(kind: "developer", id: id.text)), on: connection)
    }

    /// Ends a registration that nobody confirmed, for a developer who opened a mail to its address.
    static func makeRoom(
        for email: AccountEmail, of developer: DeveloperID, by actor: AuditEvent.Actor, at now: Timestamp,
        _ journal: Journal, on connection: any SQLConnection
    ) throws(StorageError) {
        guard let id = try deleteUnconfirmed(email, but: developer, at: now, on: connection) else { return }
        try forgetTraces(of: id, on: connection)
        try journal.record(deleted(id, by: actor), on: connection)
    }

    private static func deleted(_ id: DeveloperID, by actor: AuditEvent.Actor) -> AuditEvent {
        AuditEvent("developer.deleted", in: .developer(id), by: actor, on: .init(kind: "developer", id: id.text))
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
        let ended = try await database.write { connection throws(StorageError) -> Ended? in
            guard try Self.ban(id, at: now, on: connection) else { return nil }
            try Sessions.endAll(of: .developer(id), on: connection)
            let testPortal = try TestPortals.close(of: id, at: now, on: connection)
            let apps = try Apps.ids(of: id, on: connection)
            for app in apps { try Apps.revokeGrants(of: app, at: now, on: connection) }
            try journal.record(event, on: connection)
            return Ended(apps: apps, testPortal: testPortal)
        }
        return await tell(ended)
    }

    /// Everybody, by address: for the operator.
    package func all() async throws(StorageError) -> [(developer: Developer, apps: Int)] {
        try await database.rows(Self.selectAll).map { row throws(StorageError) in
            (try Self.developer(row), try row.int("apps"))
        }
    }

    /// Ends an account for good, with its apps and their grants in every portal (checklist, row 218). The row stays, so that its id is
    /// never somebody else's; the address is free again. False if that was done before.
    package func delete(_ id: DeveloperID, by actor: AuditEvent.Actor) async throws(StorageError) -> Bool {
        try await delete(id, by: actor, telling: nil)
    }

    func delete(
        _ id: DeveloperID, by actor: AuditEvent.Actor, telling mail: Mail?
    ) async throws(StorageError) -> Bool {
        let now = ambient.now()
        let event = Self.deleted(id, by: actor)
        let journal = journal
        let ended = try await database.write { connection throws(StorageError) -> Ended? in
            guard try Self.delete(id, at: now, on: connection) else { return nil }
            try Sessions.endAll(of: .developer(id), on: connection)
            try Self.forgetTraces(of: id, on: connection)
            let testPortal = try TestPortals.close(of: id, at: now, on: connection)
            if let testPortal { try TestPortals.empty(testPortal, at: now, on: connection) }
            let apps = try Apps.ids(of: id, on: connection)
            for app in apps {
                guard let name = try Apps.delete(app, of: id, at: now, on: connection) else { continue }
                try Apps.endSecrets(of: app, at: now, now: now, on: connection)
                try Apps.revokeGrants(of: app, at: now, on: connection)
                try journal.record(
                    AuditEvent(
                        "app.deleted", in: .developer(id), by: actor, on: .init(kind: "app", id: app.text),
                        before: .facts(["name": name])), on: connection)
            }
            if let mail { try journal.mail(mail, on: connection) }
            try journal.record(event, on: connection)
            return Ended(apps: apps, testPortal: testPortal)
        }
        return await tell(ended)
    }

    /// What ended with an account.
    private struct Ended: Sendable {
        let apps: [AppID]
        let testPortal: PortalID?
    }

    /// Whether anything ended; and nothing of it is remembered (invariant 13).
    private func tell(_ ended: Ended?) async -> Bool {
        guard let ended else { return false }
        for app in ended.apps { await changes.app(app) }
        if let portal = ended.testPortal { await changes.portal(portal) }
        return true
    }
}
