package import Kernel
package import Persistence

/// The sessions of users and developers. The browser holds a random id, the database its digest.
package struct Sessions: Sendable {
    private let database: any SQLDatabase
    private let ambient: Ambient
    private let links: MailedLinks
    private let journal: Journal

    package init(database: any SQLDatabase, ambient: Ambient, links: MailedLinks) {
        (self.database, self.ambient, self.links) = (database, ambient, links)
        journal = Journal(ambient: ambient)
    }

    /// A new session under a new id; the one that this browser had before ends with it, so that nobody can plant one
    /// (checklist, row 58). A browser that the account was never used in is told of in a mail, but for the very first.
    ///
    /// - Returns: nil if the password was replaced meanwhile.
    package func begin(
        for proof: PasswordProof, portal: PortalID? = nil, _ visit: Visit, replacing old: TokenDigest?
    ) async throws(StorageError) -> Credential? {
        let account = proof.account
        let token = Credential(minting: .ticket, from: ambient)
        let id: SessionID = ambient.makeID()
        let now = ambient.now()
        let (journal, address) = (journal, links.portal(of: account.kind))
        return try await database.write { connection throws(StorageError) -> Credential? in
            guard try Accounts.hold(proof, on: connection) else { return nil }
            if let old { try Self.end(old, on: connection) }
            try Self.insert(token.digest, as: id, account, portal, visit, at: now, on: connection)
            try Accounts.setLanguage(visit.language, of: account, on: connection)
            if try Self.know(visit.browser, of: account, at: now, on: connection),
                try Self.countBrowsers(of: account, on: connection) > 1,
                let holder = try Accounts.find(account, on: connection)
            {
                let mail = Mail.notice(
                    .newBrowser, to: holder.email, in: visit.language, visit, at: now, portal: address)
                try journal.mail(mail, on: connection)
            }
            return token
        }
    }

    /// The live sessions of an account, the one last seen first.
    package func list(of account: Account, seenFrom current: TokenDigest) async throws(StorageError) -> [SessionLine] {
        try await database.rows(Self.selectAll(of: account, at: ambient.now())).map { row throws(StorageError) in
            try Self.line(row, seenFrom: current)
        }
    }

    /// Ends one of the account's own sessions. False for one that is not, or is not any more.
    package func end(_ id: SessionID, of account: Account) async throws(StorageError) -> Bool {
        try await database.write { connection throws(StorageError) in
            try Self.end(id, of: account, on: connection)
        }
    }

    /// Ends what was asked for by mail as well.
    package func endOthers(of account: Account, than current: TokenDigest) async throws(StorageError) {
        let now = ambient.now()
        try await database.write { connection throws(StorageError) in
            try Self.endOthers(of: account, than: current, on: connection)
            try MailedLinks.spendRequests(of: account, at: now, on: connection)
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
