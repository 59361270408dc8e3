package import Kernel
package import Persistence

/// Proving who one is with e-mail address and password: throttled, and silent about which of the two was wrong.
package struct SignIn: Sendable {
    package enum Outcome<ID: Sendable>: Sendable {
        case welcome(ID)
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
    package func user(
        email: String, password: Secret<String>, from address: String
    ) async throws -> Outcome<UserID> {
        try await attempt(.user, email: email, password: password, from: address) { email throws(StorageError) in
            guard let row = try await database.first(Users.select(email)) else { return nil }
            let user = try Users.user(row)
            return Candidate(id: user.id, hash: try Users.passwordHash(row), mayEnter: !user.isDisabled)
        } renew: { id, old, new in
            { connection throws(StorageError) in try Users.replacePassword(old, by: new, of: id, on: connection) }
        }
    }

    /// Throws `StorageError` or `PasswordHasher.Busy`.
    package func developer(
        email: String, password: Secret<String>, from address: String
    ) async throws -> Outcome<DeveloperID> {
        try await attempt(.developer, email: email, password: password, from: address) { email throws(StorageError) in
            guard let row = try await database.first(Developers.select(email)) else { return nil }
            let developer = try Developers.developer(row)
            return Candidate(id: developer.id, hash: try Users.passwordHash(row), mayEnter: !developer.isBanned)
        } renew: { id, old, new in
            { connection throws(StorageError) in try Developers.replacePassword(old, by: new, of: id, on: connection) }
        }
    }

    private struct Candidate<ID: Sendable>: Sendable {
        let id: ID
        let hash: PasswordHash?
        let mayEnter: Bool
    }

    private func attempt<ID: Sendable>(
        _ kind: Account.Kind, email text: String, password: Secret<String>, from address: String,
        find: (AccountEmail) async throws(StorageError) -> Candidate<ID>?,
        renew: (ID, PasswordHash, PasswordHash) -> @Sendable (any SQLConnection) throws(StorageError) -> Void
    ) async throws -> Outcome<ID> {
        let email = AccountEmail(text)
        // A malformed address counts as well: it must not be the one that is answered at once.
        let key = "\(kind.rawValue) \(email?.key ?? String(text.prefix(254))) \(IPAddress.client(address))"
        if let seconds = throttle.delay(of: key, at: ambient.now()) { return .throttled(seconds: seconds) }
        let candidate: Candidate<ID>? = if let email { try await find(email) } else { nil }
        let matches = try await hasher.verify(password, against: candidate?.hash)
        guard let candidate, let hash = candidate.hash, matches, candidate.mayEnter else {
            throttle.fail(key, at: ambient.now())
            return .refused
        }
        throttle.succeed(key)
        if let renewed = try? await hasher.renewed(hash, of: password) {
            try await database.write(renew(candidate.id, hash, renewed))
        }
        return .welcome(candidate.id)
    }
}
