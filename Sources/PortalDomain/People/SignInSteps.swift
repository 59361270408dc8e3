package import Kernel
package import Persistence

/// The step between password and session, for accounts with a second factor.
package struct SignInSteps: Sendable {
    /// Seconds that somebody has to find the phone.
    private static let lifetime: Int64 = 600

    private let database: any SQLDatabase
    private let ambient: Ambient
    private let accounts: Accounts

    package init(database: any SQLDatabase, ambient: Ambient, accounts: Accounts) {
        (self.database, self.ambient, self.accounts) = (database, ambient, accounts)
    }

    package enum Beginning: Sendable {
        /// The account has no second factor.
        case notNeeded
        /// What the page that asks for the code carries along.
        case asks(Credential)
        /// The password was replaced meanwhile.
        case expired
    }

    package enum Outcome: Sendable, Equatable {
        case welcome(PasswordProof)
        case wrongCode
        case throttled(seconds: Int64)
        /// Unknown, used, too old, of another browser, or ended with the password.
        case expired
    }

    /// The password was right.
    package func begin(_ proof: PasswordProof, _ visit: Visit) async throws(StorageError) -> Beginning {
        guard try await accounts.secondFactors.isOn(proof.account) else { return .notNeeded }
        let ticket = Credential(minting: .ticket, from: ambient)
        let end = ambient.now() + Self.lifetime
        return try await database.write { connection throws(StorageError) -> Beginning in
            guard try Accounts.hold(proof, on: connection) else { return .expired }
            try Self.insert(ticket.digest, of: proof.account, in: visit.browser, until: end, on: connection)
            return .asks(ticket)
        }
    }

    /// Spends ticket and code together.
    package func finish(
        _ ticket: String, _ kind: Account.Kind, code: String, _ visit: Visit
    ) async throws(StorageError) -> Outcome {
        let now = ambient.now()
        guard let digest = Credential(ticket, .ticket)?.digest,
            let row = try await database.first(Self.select(digest, of: kind, in: visit.browser, at: now)),
            let holder = try await accounts.find(Account(kind, stored: try row.text("account_id"))), holder.mayEnter,
            let hash = holder.passwordHash
        else { return .expired }
        let refusal = try await accounts.spend(
            code, of: holder, visit,
            if: { connection throws(StorageError) in try Self.hold(digest, at: now, on: connection) },
            with: { connection throws(StorageError) in try Self.spend(digest, at: now, on: connection) })
        switch refusal {
        // Whoever replaces a password deletes the steps that began with it. This one was still there to be spent, so the hash that was
        // read before is the one that was proven.
        case nil: return .welcome(PasswordProof(account: holder.account, hash: hash))
        case .throttled(let seconds): return .throttled(seconds: seconds)
        case .wrongCode, .wrongPassword: return .wrongCode
        }
    }
}
