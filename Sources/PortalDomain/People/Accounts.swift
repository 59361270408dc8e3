package import Kernel
package import Persistence

/// What somebody does with their own account, user or developer.
package struct Accounts: Sendable {
    let database: any SQLDatabase
    let hasher: PasswordHasher
    let ambient: Ambient
    let links: MailedLinks
    let journal: Journal
    let secondFactors: SecondFactors
    /// Counts mails to addresses that somebody only says are theirs.
    let mails = AttemptThrottle(limit: 5, window: 3600)
    private let throttle: AttemptThrottle

    /// - Parameter throttle: counts wrong passwords of people who are signed in already, per account and address.
    package init(
        database: any SQLDatabase, hasher: PasswordHasher, ambient: Ambient, links: MailedLinks,
        secondFactors: SecondFactors,
        throttle: AttemptThrottle = AttemptThrottle()
    ) {
        (self.database, self.hasher, self.ambient, self.links) = (database, hasher, ambient, links)
        (self.secondFactors, self.throttle) = (secondFactors, throttle)
        journal = Journal(ambient: ambient)
    }

    /// Why something was not done that asks for the password first.
    package enum Refusal: Sendable, Equatable {
        case wrongPassword
        /// Of the second factor: wrong, too old, or used before.
        case wrongCode
        case throttled(seconds: Int64)
    }

    package func find(_ account: Account) async throws(StorageError) -> AccountHolder? {
        try await database.first(Self.select(account)).map { row throws(StorageError) in
            try Self.holder(account.kind, row)
        }
    }

    /// Ends every other session and what was asked for by mail, and tells the owner.
    ///
    /// - Parameter session: the one that goes on.
    /// - Returns: nil when it is done. Throws `StorageError` or `PasswordHasher.Busy`.
    package func changePassword(
        of account: Account, _ again: Reauthentication, to new: Password, keeping session: TokenDigest, _ visit: Visit
    ) async throws -> Refusal? {
        let proof: Proof
        switch try await prove(account, again, visit) {
        case .success(let proven): proof = proven
        case .failure(let refusal): return refusal.reason
        }
        let hash = try await hasher.hash(new)
        let now = ambient.now()
        let journal = journal
        let mail = notice(.passwordChanged, to: proof.holder, visit, at: now)
        let event = proof.holder.event("password_changed", by: visit)
        let isChanged = try await database.write { connection throws(StorageError) -> Bool in
            guard try Self.replacePassword(proof.password, by: hash, on: connection) else { return false }
            try Sessions.endOthers(of: account, than: session, on: connection)
            try MailedLinks.spendRequests(of: account, at: now, on: connection)
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

    // MARK: - Once more, who are you?

    /// Somebody who is signed in and has just shown again who they are.
    struct Proof: Sendable {
        let holder: AccountHolder
        let password: PasswordProof
    }

    struct Refused: Error { let reason: Refusal }

    /// Whether it is really the owner who sits at the session, for what a borrowed one must not do: the password, and a code where the
    /// account has a second factor. Nil if it is. Throws `StorageError` or `PasswordHasher.Busy`.
    package func refusal(of again: Reauthentication, by account: Account, _ visit: Visit) async throws -> Refusal? {
        if case .failure(let refused) = try await prove(account, again, visit) { refused.reason } else { nil }
    }

    /// Throttled like a sign-in: a session left open must not be a way to guess at leisure.
    func prove(
        _ account: Account, _ again: Reauthentication, _ visit: Visit
    ) async throws -> Result<Proof, Refused> {
        let key = "\(account.id) \(IPAddress.client(visit.address))"
        if let seconds = throttle.delay(of: key, at: ambient.now()) {
            return .failure(Refused(reason: .throttled(seconds: seconds)))
        }
        let holder = try await find(account)
        let matches = try await hasher.verify(again.password, against: holder?.passwordHash)
        guard let holder, let hash = holder.passwordHash, matches, holder.mayEnter else {
            throttle.fail(key, at: ambient.now())
            return .failure(Refused(reason: .wrongPassword))
        }
        throttle.succeed(key)
        if try await secondFactors.isOn(account), let refusal = try await spend(again.code, of: holder, visit) {
            return .failure(Refused(reason: refusal))
        }
        return .success(Proof(holder: holder, password: PasswordProof(account: account, hash: hash)))
    }

    /// Uses up a code of the second factor. A recovery code is told to its owner.
    /// - Returns: nil if it was good.
    func spend(_ code: String, of holder: AccountHolder, _ visit: Visit) async throws(StorageError) -> Refusal? {
        try await spend(
            code, of: holder, visit, if: { _ throws(StorageError) in true }, with: { _ throws(StorageError) in })
    }

    /// Spends a code together with something else: both or neither.
    ///
    /// - Parameters:
    ///   - holds: asked first. It keeps what it asked about as it is until the transaction ends; on no, no code is spent.
    ///   - rest: what happens with the code that was spent.
    func spend(
        _ code: String, of holder: AccountHolder, _ visit: Visit,
        if holds: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Bool,
        with rest: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Void
    ) async throws(StorageError) -> Refusal? {
        let account = holder.account
        let proof: SecondFactors.CodeProof
        switch try await secondFactors.check(code, of: account) {
        case .fits(let found): proof = found
        case .wrong: return .wrongCode
        case .throttled(let seconds): return .throttled(seconds: seconds)
        }
        let now = ambient.now()
        let (journal, mail) = (journal, notice(.recoveryCodeUsed, to: holder, visit, at: now))
        let event = holder.event("recovery_code_used", by: visit)
        let isSpent = try await database.write { connection throws(StorageError) -> Bool in
            // A refusal is committed too: so nothing is spent before both are known to be good.
            guard try holds(connection), try SecondFactors.spend(proof, of: account, at: now, on: connection) else {
                return false
            }
            try rest(connection)
            guard proof.isRecovery else { return true }
            try journal.mail(mail, on: connection)
            try journal.record(event, on: connection)
            return true
        }
        guard isSpent else { return .wrongCode }
        secondFactors.succeed(account)
        return nil
    }
}

/// What somebody who is signed in gives again before something that matters.
package struct Reauthentication: Sendable {
    package let password: Secret<String>
    /// Of the second factor; looked at only where the account has one.
    package let code: String

    package init(password: String, code: String) { (self.password, self.code) = (Secret(password), code) }
}
