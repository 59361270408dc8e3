package import Kernel
package import Persistence

/// The test portals of developers: made on first use, reset at will.
///
/// The developer acts as its owner by a session of the owner's that was opened from, and lives no longer than, the developer's own
/// session. So whatever an owner can do works there as in any other portal, and nobody can connect an app to it without being signed
/// in as its developer (decision 0030).
package struct TestPortals: Sendable {
    private let database: any SQLDatabase
    private let journal: Journal
    private let ambient: Ambient
    private let changes: CredentialChanges

    package init(database: any SQLDatabase, ambient: Ambient, changes: CredentialChanges) {
        (self.database, self.ambient, self.changes) = (database, ambient, changes)
        journal = Journal(ambient: ambient)
    }

    package func find(of developer: DeveloperID) async throws(StorageError) -> TestPortal? {
        try await database.first(Self.select(of: developer), as: Self.testPortal)
    }

    /// The developer's test portal, made with its sample customers if there is none yet.
    package func open(for developer: Developer, by actor: AuditEvent.Actor) async throws(StorageError) -> TestPortal {
        if let found = try await find(of: developer.id) { return found }
        let now = ambient.now()
        let name = String("Test · \(developer.name)".prefix(100))
        let id: PortalID = ambient.makeID()
        // The end of a developer's id names no one else, and is a label of a host name.
        let slug = "test-\(developer.id.text.split(separator: "_").last ?? "")"
        let portal = Portal(id: id, slug: slug, name: name, timeZone: "Europe/Amsterdam")
        let owner: UserID = ambient.makeID()
        let customers = SampleCustomers.make(ambient)
        let event = AuditEvent(
            "test_portal.created", in: .portal(id), by: actor, on: .init(kind: "portal", id: id.text),
            after: .facts(["slug": slug, "developer": developer.id.text]))
        let journal = journal
        return try await database.write { connection throws(StorageError) -> TestPortal in
            // Two tabs that come at once: the second finds what the first made.
            try Self.lock(developer.id, on: connection)
            if let row = try connection.first(Self.select(of: developer.id)) { return try Self.testPortal(row) }
            guard try Portals.insert(portal, at: now, on: connection) else {
                throw StorageError.invalid(detail: "the slug of a test portal is taken")
            }
            try Self.insert(owner, named: developer.name, at: now, on: connection)
            _ = try Memberships.insert(owner, .owner, in: id, at: now, on: connection)
            try Self.insert(id, owner, of: developer.id, at: now, on: connection)
            for customer in customers { try Customers.insert(customer, in: id, on: connection) }
            try journal.record(event, on: connection)
            return TestPortal(portal: id, slug: slug, name: name, owner: owner)
        }
    }

    /// Ends every connection and key of the test portal, and puts the sample customers back. False if there is no test portal.
    package func reset(of developer: DeveloperID, by actor: AuditEvent.Actor) async throws(StorageError) -> Bool {
        guard let portal = try await find(of: developer)?.portal else { return false }
        let now = ambient.now()
        let customers = SampleCustomers.make(ambient)
        let event = AuditEvent(
            "test_portal.reset", in: .portal(portal), by: actor, on: .init(kind: "portal", id: portal.text))
        let journal = journal
        try await database.write { connection throws(StorageError) in
            try Portals.lock(portal, on: connection)
            try Self.disconnect(portal, at: now, on: connection)
            try Self.deleteCustomers(in: portal, at: now, on: connection)
            for customer in customers { try Customers.insert(customer, in: portal, on: connection) }
            try journal.record(event, on: connection)
        }
        await changes.portal(portal)
        return true
    }

    package func countCustomers(in portal: PortalID) async throws(StorageError) -> Int {
        try await database.first(Self.selectCount(in: portal))?.int("n") ?? 0
    }

    /// A session of the owner's, as part of the developer's `session`.
    ///
    /// - Parameter old: the session that this browser had at the manage portal; it ends, as with any sign-in.
    package func enter(
        _ testPortal: TestPortal, from session: Session, _ visit: Visit, replacing old: TokenDigest?
    ) async throws(StorageError) -> Credential {
        let token = Credential(minting: .ticket, from: ambient)
        let id: SessionID = ambient.makeID()
        let now = ambient.now()
        return try await database.write { connection throws(StorageError) -> Credential in
            if let old { try Sessions.end(old, on: connection) }
            try Sessions.insert(
                token.digest, as: id, .user(testPortal.owner), testPortal.portal, visit, at: now, on: connection)
            try Self.bind(token.digest, to: session.digest, on: connection)
            return token
        }
    }
}
