package import Kernel
package import Persistence

/// Ends keys, tokens and secrets that somebody found where they do not belong (contract O44).
///
/// Anybody may report, so nobody learns anything: each report costs the same look-ups whatever it names, and has no answer. Whoever has a
/// live token could do worse with it than to end it.
package struct LeakReports: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient
    let changes: CredentialChanges
    /// Seconds for which a replaced refresh token still works (contract O22).
    let refreshGrace: Int64

    package init(database: any SQLDatabase, ambient: Ambient, changes: CredentialChanges, refreshGrace: Int64) {
        (self.database, self.ambient, self.changes, self.refreshGrace) = (database, ambient, changes, refreshGrace)
        journal = Journal(ambient: ambient)
    }

    /// Ends what `token` is, if that is anything that lives. Also what has not even the form of a token is looked up: the time tells
    /// nothing either.
    /// - Parameter address: of whoever reports, for the audit log.
    package func take(_ token: Secret<String>, from address: String) async throws(StorageError) {
        let now = ambient.now()
        let digest = TokenDigest(of: token.expose())
        let reporter = AuditEvent.Actor(kind: .system, id: "", name: "leak report", address: address)
        let grace = refreshGrace
        let journal = journal
        let ended = try await database.write { connection throws(StorageError) -> LeakedCredential? in
            guard let leaked = try Self.find(digest, at: now, grace: grace, on: connection),
                let facts = try Self.end(leaked, digest, at: now, on: connection)
            else { return nil }
            try journal.record(leaked.event(facts, by: reporter), on: connection)
            for person in try Self.people(leaked, facts, on: connection) {
                try journal.mail(leaked.mail(facts, to: person), on: connection)
            }
            return leaked
        }
        switch ended {
        case .appSecret(_, let app, _), .appToken(let app, _): await changes.app(app)
        case .apiKey(let portal, _), .accessToken(let portal, _), .grant(let portal, _): await changes.portal(portal)
        case nil: break
        }
    }
}

/// What a reported text turned out to be. All of these live.
enum LeakedCredential: Sendable {
    case apiKey(PortalID, APIKeyID)
    case accessToken(PortalID, GrantID)
    /// A refresh token or a code: the grant ends with everything under it, because more can be had with them than one token.
    case grant(PortalID, GrantID)
    case appSecret(AppSecretID, AppID, DeveloperID)
    /// An app's token about itself.
    case appToken(AppID, DeveloperID)
}
