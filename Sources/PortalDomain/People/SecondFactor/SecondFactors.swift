package import Kernel
package import Persistence

/// The second factor of accounts: an authenticator app, and recovery codes for when it is lost (contract O70).
package struct SecondFactors: Sendable {
    let database: any SQLDatabase
    private let ambient: Ambient
    private let box: SecretBox
    private let throttle: AttemptThrottle

    /// - Parameter throttle: counts wrong codes per account, from wherever they come: whoever gets here has the password, and a
    ///   million codes are few.
    package init(
        database: any SQLDatabase, ambient: Ambient, box: SecretBox,
        throttle: AttemptThrottle = AttemptThrottle(limit: 10, window: 3600)
    ) {
        (self.database, self.ambient, self.box, self.throttle) = (database, ambient, box, throttle)
    }

    package enum State: Sendable, Equatable {
        case off
        /// - codesLeft: recovery codes that were not used yet.
        case on(since: Timestamp, codesLeft: Int)
    }

    package func state(of account: Account) async throws(StorageError) -> State {
        guard let since = try await stored(account)?.confirmedAt else { return .off }
        let left = try await database.first(Self.countCodes(of: account))?.int("n") ?? 0
        return .on(since: since, codesLeft: left)
    }

    package func isOn(_ account: Account) async throws(StorageError) -> Bool {
        try await stored(account)?.confirmedAt != nil
    }

    /// The one that waits to be confirmed; nil if there is none.
    package func pending(of account: Account) async throws(StorageError) -> TOTP? {
        guard let stored = try await stored(account), stored.confirmedAt == nil else { return nil }
        return totp(stored, of: account)
    }

    // MARK: - Codes

    /// A code that fits, before it is spent.
    enum CodeProof: Sendable {
        case step(Int64, sealed: String)
        case recovery(TokenDigest)

        var isRecovery: Bool { if case .recovery = self { true } else { false } }
    }

    enum Check: Sendable {
        /// Must still be spent, in the transaction of what it allows. If that fails, the code was used before; else tell `succeed`.
        case fits(CodeProof)
        case wrong
        case throttled(seconds: Int64)
    }

    /// Looks at a code of the app, or a recovery code. Throttled, and counted first: of many at once only so many are looked at.
    func check(_ text: String, of account: Account) async throws(StorageError) -> Check {
        let now = ambient.now()
        if let seconds = throttle.take(account.id, at: now) { return .throttled(seconds: seconds) }
        if let code = RecoveryCode(text) { return .fits(.recovery(code.digest(of: account))) }
        guard let stored = try await stored(account), let step = totp(stored, of: account)?.step(of: text, at: now)
        else { return .wrong }
        return .fits(.step(step, sealed: stored.sealed))
    }

    /// What was counted is given back.
    func succeed(_ account: Account) { throttle.succeed(account.id) }

    // MARK: - Setting up

    /// What a new secret is stored as.
    func seal(_ secret: [UInt8], of account: Account) throws -> String { try box.seal(secret, of: account.id) }

    func stored(_ account: Account) async throws(StorageError) -> Stored? {
        try await database.first(Self.select(account), as: Self.stored)
    }

    /// Nil if it was sealed under another key: recovery codes still work then.
    func totp(_ stored: Stored, of account: Account) -> TOTP? {
        box.open(stored.sealed, of: account.id).map(TOTP.init)
    }
}
