package import Kernel

/// Trades a code for tokens (RFC 6749 §4.1.3): everything is proven before anything is spent (contract O20).
package struct AuthorizationCodeGrant: TokenGrant {
    package static let type = "authorization_code"

    private let store: any OAuthStore
    private let resources: Resources
    private let cache: TokenCache
    private let lifetimes: TokenLifetimes
    private let ambient: Ambient

    package init(
        store: any OAuthStore, resources: Resources, cache: TokenCache, lifetimes: TokenLifetimes, ambient: Ambient
    ) {
        self.resources = resources
        (self.store, self.cache, self.lifetimes, self.ambient) = (store, cache, lifetimes, ambient)
    }

    package func issue(
        _ fields: FormFields, to app: App, boundTo key: KeyThumbprint?, from address: String
    ) async throws -> TokenResponse {
        let exchange = try CodeExchange(fields, app: app, key: key)
        let named = try await resources.named(in: fields).get()
        let now = ambient.now()
        let accessToken = Credential(minting: .accessToken, from: ambient)
        let refreshToken = Credential(minting: .refreshToken, from: ambient)
        let (accessDigest, refreshDigest) = (accessToken.digest, refreshToken.digest)
        let lifetimes = lifetimes

        let outcome = try await store.transaction { transaction throws(StorageError) -> Outcome in
            guard let code = try transaction.code(exchange.code) else {
                return .refused(.invalidGrant("The code is unknown."))
            }
            if let refusal = code.refusal(of: exchange, at: now) { return .refused(refusal) }
            guard let grant = try transaction.grant(code.grant, in: code.portal) else {
                return .refused(.invalidGrant("The grant is gone."))
            }
            // A spent code is a replay, whatever has become of its grant since (RFC 6749 §10.5).
            guard code.spentAt == nil else {
                return try Self.replay(of: grant, by: exchange, from: address, transaction, at: now)
            }
            if let refusal = grant.refusal() { return .refused(refusal) }
            guard grant.role?.managesAccess == true else {
                return .refused(.invalidGrant("The user may no longer give access to the portal."))
            }
            let scopes = grant.effective(grant.scopes, ceiling: exchange.app.scopes)
            guard !scopes.isEmpty else {
                return .refused(.invalidScope("Nothing of the scope may be used any more."))
            }
            guard let audience = grant.audience.narrowed(to: named) else { return .refused(.targetNotGranted) }
            guard try transaction.spend(code, at: now) else {
                return try Self.replay(of: grant, by: exchange, from: address, transaction, at: now)
            }
            let started = try transaction.start(
                grant, head: refreshDigest, boundTo: app.type.isPublic ? key : nil,
                idleExpiresAt: now + lifetimes.refreshIdle,
                expiresAt: now + lifetimes.refreshMaximum)
            guard started else { return .refused(.invalidGrant("The grant was revoked.")) }
            try transaction.insert(
                NewAccessToken(
                    digest: accessDigest, portal: grant.portal, grant: grant.id, scopes: scopes,
                    audience: audience, key: key, issuedAt: now,
                    expiresAt: now + lifetimes.accessToken))
            return .issued(scopes, portal: grant.portalSlug)
        }

        switch outcome {
        case .issued(let scopes, let portal):
            return TokenResponse(
                accessToken: accessToken, refreshToken: refreshToken, expiresIn: lifetimes.accessToken, scopes: scopes,
                portal: portal, isBound: key != nil)
        case .refused(let refusal): throw refusal
        case .replayed(let grant, let portal):
            cache.drop(portal: portal)
            throw OAuthError.invalidGrant("The code was already used.", detail: "replay of a code of \(grant)")
        }
    }

    private enum Outcome: Sendable {
        case issued(Scopes, portal: String)
        case refused(OAuthError)
        case replayed(GrantID, PortalID)
    }

    private static func replay(
        of grant: Grant, by exchange: CodeExchange, from address: String, _ transaction: any OAuthTransaction,
        at now: Timestamp
    ) throws(StorageError) -> Outcome {
        if try transaction.revoke(grant.id, in: grant.portal, at: now) {
            try transaction.record(
                AuditEvent(
                    "grant.revoked", in: .portal(grant.portal), by: exchange.app.actor(at: address), on: grant.object,
                    after: .facts(["reason": "authorization code replayed"])))
        }
        return .replayed(grant.id, grant.portal)
    }
}

extension App {
    func actor(at address: String) -> AuditEvent.Actor { .init(kind: .app, id: id.text, name: name, address: address) }
}

extension Grant {
    var object: AuditEvent.Object { .init(kind: "grant", id: id.text) }
}
