package import Kernel
package import Persistence

/// A link that is mailed to somebody and works once. Its token is in the mail and nowhere else.
package struct MailedLink: Sendable {
    package enum Purpose: String, Sendable { case invitation, confirmation, reset, newEmail }

    package let purpose: Purpose
    package let token: Credential
    package let url: String
    package let expiresAt: Timestamp
}

/// What links in mails open: made here, found by digest, spent by one conditional update (invariant 2).
package struct MailedLinks: Sendable {
    private let database: any SQLDatabase
    private let ambient: Ambient
    private let manageURL: String
    private let developersURL: String

    private static let week: Int64 = 7 * 86_400
    private static let day: Int64 = 86_400
    /// Contract O71.
    private static let halfAnHour: Int64 = 1800

    /// - Parameters:
    ///   - manageURL: `https://voordeur.example/manage`.
    ///   - developersURL: `https://voordeur.example/developers`.
    package init(database: any SQLDatabase, ambient: Ambient, manageURL: String, developersURL: String) {
        (self.database, self.ambient) = (database, ambient)
        (self.manageURL, self.developersURL) = (manageURL, developersURL)
    }

    /// Whether a link can still be used. Looking does not spend it.
    package func isGood(_ token: Credential, for purpose: MailedLink.Purpose) async throws(StorageError) -> Bool {
        try await database.first(Self.select(token.digest, purpose, at: ambient.now())) != nil
    }

    /// Forgets links that can no longer be opened. For the pruner.
    package func prune() async throws(StorageError) {
        let now = ambient.now()
        try await database.write { connection throws(StorageError) in try Self.prune(before: now, on: connection) }
    }

    /// Where the portal of an account is, for links in mails.
    func portal(of kind: Account.Kind) -> String { kind == .user ? manageURL : developersURL }

    func invitation() -> MailedLink { make(.invitation, below: "\(manageURL)/invitation", for: Self.week) }
    func confirmation() -> MailedLink { make(.confirmation, below: "\(developersURL)/confirm", for: Self.week) }
    func reset(_ kind: Account.Kind) -> MailedLink {
        make(.reset, below: "\(portal(of: kind))/reset-password", for: Self.halfAnHour)
    }

    func newEmail(_ kind: Account.Kind) -> MailedLink {
        make(.newEmail, below: "\(portal(of: kind))/confirm-email", for: Self.day)
    }

    private func make(_ purpose: MailedLink.Purpose, below address: String, for lifetime: Int64) -> MailedLink {
        let token = Credential(minting: .ticket, from: ambient)
        return MailedLink(
            purpose: purpose, token: token, url: "\(address)?token=\(token.secret.expose())",
            expiresAt: ambient.now() + lifetime)
    }
}
