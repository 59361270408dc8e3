package import Kernel
package import Persistence

/// Proving who one is with e-mail address and password: throttled, and silent about which of the two was wrong.
package struct SignIn: Sendable {
    package enum Outcome: Sendable {
        case welcome(PasswordProof)
        /// Unknown, wrong, disabled, banned, never opened: callers cannot tell, so they cannot say.
        case refused
        /// Too many failures for this account at this address.
        case throttled(seconds: Int64)
    }

    private let database: any SQLDatabase
    private let hasher: PasswordHasher
    private let throttle: AttemptThrottle
    private let ambient: Ambient

    package init(database: any SQLDatabase, hasher: PasswordHasher, throttle: AttemptThrottle, ambient: Ambient) {
        (self.database, self.hasher, self.throttle, self.ambient) = (database, hasher, throttle, ambient)
    }

    /// Throws `StorageError` or `PasswordHasher.Busy`.
    package func prove(
        _ kind: Account.Kind, email text: String, password: Secret<String>, from address: String
    ) async throws -> Outcome {
        let email = AccountEmail(text)
        // A malformed address counts as well: it must not be the one that is answered at once.
        let key = "\(kind.rawValue) \(email?.key ?? String(text.prefix(254))) \(IPAddress.client(address))"
        if let seconds = throttle.delay(of: key, at: ambient.now()) { return .throttled(seconds: seconds) }
        let holder: AccountHolder? = if let email { try await find(kind, email) } else { nil }
        let matches = try await hasher.verify(password, against: holder?.passwordHash)
        guard let holder, let hash = holder.passwordHash, matches, holder.mayEnter else {
            throttle.fail(key, at: ambient.now())
            return .refused
        }
        throttle.succeed(key)
        let proof = PasswordProof(account: holder.account, hash: hash)
        return .welcome(try await renewed(proof, of: password))
    }

    private func find(_ kind: Account.Kind, _ email: AccountEmail) async throws(StorageError) -> AccountHolder? {
        try await database.first(Accounts.select(kind, email)).map { row throws(StorageError) in
            try Accounts.holder(kind, row)
        }
    }

    /// The same password under today's cost, unless somebody replaced it meanwhile.
    private func renewed(
        _ proof: PasswordProof, of password: Secret<String>
    ) async throws(StorageError) -> PasswordProof {
        guard let hash = try? await hasher.renewed(proof.hash, of: password) else { return proof }
        let isReplaced = try await database.write { connection throws(StorageError) in
            try Accounts.replacePassword(proof, by: hash, on: connection)
        }
        return isReplaced ? PasswordProof(account: proof.account, hash: hash) : proof
    }
}
