package import Kernel
package import Persistence

/// The sessions of users and developers. The browser holds a random id, the database its digest.
package struct Sessions: Sendable {
    private let database: any SQLDatabase
    private let ambient: Ambient

    package init(database: any SQLDatabase, ambient: Ambient) { (self.database, self.ambient) = (database, ambient) }

    /// A new session under a new id; the one that this browser had before ends with it, so that nobody can plant one
    /// (checklist, row 58).
    package func begin(
        for account: Account, portal: PortalID? = nil, from address: String, replacing old: TokenDigest?
    ) async throws(StorageError) -> Credential {
        let id = Credential(minting: .ticket, from: ambient)
        let now = ambient.now()
        return try await database.write { connection throws(StorageError) -> Credential in
            if let old { try Self.end(old, on: connection) }
            try Self.insert(id.digest, account, portal, address, at: now, on: connection)
            return id
        }
    }

    /// The user of a live session. Notes that it was seen, at most once a minute.
    package func user(_ digest: TokenDigest) async throws(StorageError) -> UserSession? {
        let now = ambient.now()
        let rows = try await database.rows(Self.selectUser(digest, at: now))
        guard let found = try Self.userSession(rows) else { return nil }
        try await see(found.session, at: now)
        return found
    }

    package func developer(_ digest: TokenDigest) async throws(StorageError) -> DeveloperSession? {
        let now = ambient.now()
        guard let row = try await database.first(Self.selectDeveloper(digest, at: now)) else { return nil }
        let found = try Self.developerSession(row)
        try await see(found.session, at: now)
        return found
    }

    /// Opens another portal in this session. The caller has checked that it is one of the user's.
    package func open(_ portal: PortalID, in digest: TokenDigest) async throws(StorageError) {
        try await database.write { connection throws(StorageError) in
            try Self.update(digest, portal: portal, on: connection)
        }
    }

    package func end(_ digest: TokenDigest) async throws(StorageError) {
        try await database.write { connection throws(StorageError) in try Self.end(digest, on: connection) }
    }

    /// Forgets sessions that have ended by themselves. For the pruner.
    package func prune() async throws(StorageError) {
        let now = ambient.now()
        try await database.write { connection throws(StorageError) in
            try Self.prune(idleSince: now - Session.idle, begunBefore: now - Session.longest, on: connection)
        }
    }

    private func see(_ session: Session, at now: Timestamp) async throws(StorageError) {
        guard now - session.lastSeenAt >= 60 else { return }
        try await database.write { connection throws(StorageError) in
            try Self.see(session.digest, at: now, on: connection)
        }
    }
}
