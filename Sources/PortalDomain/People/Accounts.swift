package import Kernel
package import Persistence

/// What somebody does with their own account, user or developer.
package struct Accounts: Sendable {
    let database: any SQLDatabase
    let hasher: PasswordHasher
    let ambient: Ambient
    let links: MailedLinks
    let journal: Journal
    private let throttle: AttemptThrottle

    /// - Parameter throttle: counts wrong passwords of people who are signed in already, per account and address.
    package init(
        database: any SQLDatabase, hasher: PasswordHasher, ambient: Ambient, links: MailedLinks,
        throttle: AttemptThrottle = AttemptThrottle()
    ) {
        (self.database, self.hasher, self.ambient, self.links) = (database, hasher, ambient, links)
        self.throttle = throttle
        journal = Journal(ambient: ambient)
    }

    /// Why something was not done that asks for the password first.
    package enum Refusal: Sendable, Equatable {
        case wrongPassword
        case throttled(seconds: Int64)
    }

    package func find(_ account: Account) async throws(StorageError) -> AccountHolder? {
        try await database.first(Self.select(account)).map { row throws(StorageError) in
            try Self.holder(account.kind, row)
        }
    }

    /// Ends every other session and tells the owner.
    ///
    /// - Parameter session: the one that goes on.
    /// - Returns: nil when it is done. Throws `StorageError` or `PasswordHasher.Busy`.
    package func changePassword(
        of account: Account, from current: Secret<String>, to new: Password, keeping session: TokenDigest,
        _ visit: Visit
    ) async throws -> Refusal? {
        let proof: Proof
        switch try await prove(account, current, at: visit.address) {
        case .success(let proven): proof = proven
        case .failure(let refusal): return refusal.reason
        }
        let hash = try await hasher.hash(new)
        let now = ambient.now()
        let journal = journal
        let mail = notice(.passwordChanged, to: proof.holder, visit, at: now)
        let event = proof.holder.event("password_changed", by: visit)
        let isChanged = try await database.write { connection throws(StorageError) -> Bool in
            guard try Self.replacePassword(proof.hash, by: hash, of: account, on: connection) else { return false }
            try Sessions.endOthers(of: account, than: session, on: connection)
            try journal.mail(mail, on: connection)
            try journal.record(event, on: connection)
            return true
        }
        return isChanged ? nil : .wrongPassword
    }

    func notice(_ notice: SecurityNotice, to holder: AccountHolder, _ visit: Visit, at now: Timestamp) -> Mail {
        .notice(
            notice, to: holder.email, in: holder.language, visit, at: now, portal: links.portal(of: holder.account.kind)
        )
    }

    // MARK: - The password, once more

    /// Somebody who is signed in and has just given the password.
    struct Proof: Sendable {
        let holder: AccountHolder
        /// What the password was compared with: a write on its strength is conditional on it.
        let hash: PasswordHash
    }

    struct Refused: Error { let reason: Refusal }

    /// Throttled like a sign-in: a session left open must not be a way to guess at leisure.
    func prove(
        _ account: Account, _ password: Secret<String>, at address: String
    ) async throws -> Result<Proof, Refused> {
        let key = "\(account.id) \(IPAddress.client(address))"
        if let seconds = throttle.delay(of: key, at: ambient.now()) {
            return .failure(Refused(reason: .throttled(seconds: seconds)))
        }
        let holder = try await find(account)
        let matches = try await hasher.verify(password, against: holder?.passwordHash)
        guard let holder, let hash = holder.passwordHash, matches, holder.mayEnter else {
            throttle.fail(key, at: ambient.now())
            return .failure(Refused(reason: .wrongPassword))
        }
        throttle.succeed(key)
        return .success(Proof(holder: holder, hash: hash))
    }
}
