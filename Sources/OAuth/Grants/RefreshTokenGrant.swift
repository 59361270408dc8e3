package import Crypto
package import Kernel

/// A new access token for a refresh token (RFC 6749 §6), rotating or fixed as the app's profile says (contract O22).
package struct RefreshTokenGrant: TokenGrant {
    package static let type = "refresh_token"

    private let store: any OAuthStore
    private let resources: Resources
    private let cache: TokenCache
    private let lifetimes: TokenLifetimes
    private let ambient: Ambient
    /// Successors are derived from the token that they replace, so that only digests need to be kept.
    private let successorKey: SymmetricKey

    package init(
        store: any OAuthStore, resources: Resources, cache: TokenCache, lifetimes: TokenLifetimes,
        successorKey: SymmetricKey, ambient: Ambient
    ) {
        self.resources = resources
        (self.store, self.cache, self.lifetimes) = (store, cache, lifetimes)
        (self.successorKey, self.ambient) = (successorKey, ambient)
    }

    package func issue(
        _ fields: FormFields, to app: App, boundTo key: KeyThumbprint?, from address: String
    ) async throws -> TokenResponse {
        let request = try RefreshRequest(
            fields, app: app, key: key, address: address, successorKey: successorKey)
        let named = try await resources.named(in: fields).get()
        let now = ambient.now()
        let accessToken = Credential(minting: .accessToken, from: ambient)
        let accessDigest = accessToken.digest
        let lifetimes = lifetimes

        let outcome = try await store.transaction { transaction throws(StorageError) -> Outcome in
            guard let grant = try transaction.grant(refreshToken: request.presented), grant.app == app.id else {
                return .refused(.invalidGrant("The refresh token is unknown."))
            }
            if let refusal = request.refusal(under: grant, at: now) { return .refused(refusal) }
            // Reuse counts whatever else is wrong with the request; scopes are proven before anything is spent.
            let scopes = grant.effective(request.scopes ?? grant.scopes, ceiling: app.scopes)
            switch request.standing(under: grant, lifetimes, at: now) {
            case .refused(let refusal): return .refused(refusal)
            case .reused: return try request.punish(grant, transaction, at: now)
            case .goOn: if let refusal = request.scopeRefusal(under: grant, scopes) { return .refused(refusal) }
            }
            guard let audience = grant.audience.narrowed(to: named) else { return .refused(.targetNotGranted) }
            switch try request.spend(grant, transaction, lifetimes, at: now) {
            case .refused(let refusal): return .refused(refusal)
            case .reused: return try request.punish(grant, transaction, at: now)
            case .goOn: break
            }
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
                accessToken: accessToken, refreshToken: request.successor, expiresIn: lifetimes.accessToken,
                scopes: scopes,
                portal: portal, isBound: key != nil)
        case .refused(let refusal): throw refusal
        case .reused(let grant, let portal):
            cache.drop(portal: portal)
            throw OAuthError.invalidGrant("The refresh token was already used.", detail: "reuse under \(grant)")
        }
    }

    enum Outcome: Sendable {
        case issued(Scopes, portal: String)
        case refused(OAuthError)
        case reused(GrantID, PortalID)
    }
}

/// The fields of `grant_type=refresh_token`, and what is worked out from them before the transaction.
private struct RefreshRequest: Sendable {
    let app: App
    /// The key that the request proves to hold.
    let key: KeyThumbprint?
    let address: String
    let presented: TokenDigest
    /// Narrower scopes that were asked for; nil: all of the grant.
    let scopes: Scopes?
    /// What replaces the presented token; nil where it does not rotate.
    let successor: Credential?

    enum Turn {
        case goOn
        case refused(OAuthError)
        /// A token that was replaced long ago: somebody else has a copy (RFC 9700 §4.14.2).
        case reused
    }

    init(
        _ fields: FormFields, app: App, key: KeyThumbprint?, address: String, successorKey: SymmetricKey
    ) throws(OAuthError) {
        guard let text = fields["refresh_token"] else { throw .invalidRequest("refresh_token is missing.") }
        guard let token = Credential(text, .refreshToken) else { throw .invalidGrant("The refresh token is unknown.") }
        if let parameter = fields["scope"] {
            scopes = Scopes(parameter: parameter)
            guard scopes != nil else { throw .invalidScope("A scope is unknown or malformed.") }
        } else {
            scopes = nil
        }
        self.app = app
        self.key = key
        self.address = address
        presented = token.digest
        successor = app.rotatesRefreshTokens ? Credential(deriving: .refreshToken, from: text, key: successorKey) : nil
    }

    /// The proofs that spend nothing.
    func refusal(under grant: Grant, at now: Timestamp) -> OAuthError? {
        if let refusal = grant.refusal() { return refusal }
        // RFC 9449 §5, and before the reuse rule: a thief without the key must not be able to end the grant.
        guard grant.key == nil || grant.key == key else {
            return .invalidGrant("The refresh token is bound to another key.")
        }
        if let limit = grant.idleExpiresAt, limit <= now { return .invalidGrant("The refresh token has expired.") }
        if let limit = grant.expiresAt, limit <= now { return .invalidGrant("The refresh token has expired.") }
        return nil
    }

    /// - Parameter effective: what the new token would hold.
    func scopeRefusal(under grant: Grant, _ effective: Scopes) -> OAuthError? {
        if let scopes, !scopes.isSubset(of: grant.scopes) { return .invalidScope("More scope than was granted.") }
        return effective.isEmpty ? .invalidScope("Nothing of the scope may be used any more.") : nil
    }

    /// Whether the presented token still counts.
    func standing(under grant: Grant, _ lifetimes: TokenLifetimes, at now: Timestamp) -> Turn {
        if grant.head == presented { return .goOn }
        guard let successor else { return .reused }
        return afterRotation(grant, successor, lifetimes, at: now)
    }

    /// Spends the token where it rotates, by one conditional write; on losing a race looks again.
    func spend(
        _ grant: Grant, _ transaction: any OAuthTransaction, _ lifetimes: TokenLifetimes, at now: Timestamp
    )
        throws(StorageError) -> Turn
    {
        // Never beyond the absolute limit.
        let idle = min(now + lifetimes.refreshIdle, grant.expiresAt ?? now + lifetimes.refreshIdle)
        guard let successor else {
            if try transaction.extend(grant, idleExpiresAt: idle) { return .goOn }
            return .refused(.invalidGrant("The grant was revoked."))
        }
        guard grant.head == presented else { return .goOn }  // within the grace, see `standing`
        if try transaction.rotate(grant, from: presented, to: successor.digest, at: now, idleExpiresAt: idle) {
            return .goOn
        }
        guard let current = try transaction.grant(grant.id, in: grant.portal), !current.isRevoked else {
            return .refused(.invalidGrant("The grant was revoked."))
        }
        return afterRotation(current, successor, lifetimes, at: now)
    }

    /// The presented token is no longer the head. Within the grace its own app gets the same successor again, as long as that one is
    /// unused: it is still the head then. The grace counts from the rotation and does not slide (contract O22).
    private func afterRotation(
        _ grant: Grant, _ successor: Credential, _ lifetimes: TokenLifetimes, at now: Timestamp
    ) -> Turn {
        guard grant.predecessor == presented, let rotatedAt = grant.rotatedAt, now < rotatedAt + lifetimes.refreshGrace
        else {
            return .reused
        }
        // Another server key since the rotation: nothing to hand out, and nobody to blame.
        guard grant.head == successor.digest else { return .refused(.invalidGrant("The refresh token was replaced.")) }
        return .goOn
    }

    func punish(
        _ grant: Grant, _ transaction: any OAuthTransaction, at now: Timestamp
    ) throws(StorageError)
        -> RefreshTokenGrant.Outcome
    {
        if try transaction.revoke(grant.id, in: grant.portal, at: now) {
            try transaction.record(
                AuditEvent(
                    "grant.revoked", in: .portal(grant.portal), by: app.actor(at: address), on: grant.object,
                    after: .facts(["reason": "refresh token reused"])))
            try transaction.warnOwners(of: grant.portal, .refreshTokenReused(app: app.name))
        }
        return .reused(grant.id, grant.portal)
    }
}
