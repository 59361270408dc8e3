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

    package enum Outcome: Sendable, Equatable {
        case welcome(Account)
        case wrongCode
        case throttled(seconds: Int64)
        /// Unknown, used, too old, or of another browser.
        case expired
    }

    /// The password was right: what the page that asks for the code carries along. Nil if the account has no second factor.
    package func begin(_ account: Account, _ visit: Visit) async throws(StorageError) -> Credential? {
        guard try await accounts.secondFactors.isOn(account) else { return nil }
        let ticket = Credential(minting: .ticket, from: ambient)
        let end = ambient.now() + Self.lifetime
        try await database.write { connection throws(StorageError) in
            try Self.insert(ticket.digest, of: account, in: visit.browser, until: end, on: connection)
        }
        return ticket
    }

    /// Spends ticket and code together.
    package func finish(
        _ ticket: String, _ kind: Account.Kind, code: String, _ visit: Visit
    ) async throws(StorageError) -> Outcome {
        let now = ambient.now()
        guard let digest = Credential(ticket, .ticket)?.digest,
            let row = try await database.first(Self.select(digest, of: kind, in: visit.browser, at: now)),
            let holder = try await accounts.find(Account(kind, stored: try row.text("account_id"))), holder.mayEnter
        else { return .expired }
        let refusal = try await accounts.spend(code, of: holder, visit) { connection throws(StorageError) in
            try Self.spend(digest, at: now, on: connection)
        }
        switch refusal {
        case nil: return .welcome(holder.account)
        case .throttled(let seconds): return .throttled(seconds: seconds)
        case .wrongCode, .wrongPassword: return .wrongCode
        }
    }
}
