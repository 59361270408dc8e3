package import Kernel

/// What the authorization server keeps. Implemented in `Schema`, on both databases by one SQL text.
package protocol OAuthStore: PushedRequestStore, DeviceStore, AppTokenStore, ResourceServerStore, Sendable {
    /// An app with its redirect URIs, deleted ones included: callers say what that means.
    func app(_ id: AppID) async throws(StorageError) -> App?
    func secrets(of app: AppID) async throws(StorageError) -> [AppSecret]
    /// The portals in which the user manages access and, for the consent screen, whether `app` is suspended there.
    func portals(managedBy user: UserID, app: AppID) async throws(StorageError) -> [(portal: Portal, isSuspended: Bool)]
    func consents(of user: UserID, to app: AppID, in portals: [PortalID]) async throws(StorageError) -> [Consent]
    func ticket(_ digest: TokenDigest) async throws(StorageError) -> AuthorizationTicket?
    /// A live or dead access token, for introspection and revocation. Never cached.
    func accessToken(_ digest: TokenDigest) async throws(StorageError) -> IssuedAccessToken?
    /// The grant whose head, predecessor or retired refresh token this is.
    func grant(refreshToken digest: TokenDigest) async throws(StorageError) -> Grant?

    /// Runs `body` in one write transaction. It can throw nothing but `StorageError`: a refusal of the protocol is returned, so that it
    /// cannot undo a revocation (invariant 5).
    func transaction<Outcome: Sendable>(
        _ body: @escaping @Sendable (any OAuthTransaction) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome
}

/// What may be done while a transaction is open.
package protocol OAuthTransaction: PushedRequestTransaction, ProofTransaction, DeviceTransaction, AppTokenTransaction {
    func insert(_ ticket: AuthorizationTicket) throws(StorageError)
    /// Gives a waiting ticket its user. False if it already has another one.
    func claim(ticket: TokenDigest, for user: UserID) throws(StorageError) -> Bool
    /// Spends a ticket. False if it was spent before, or is not this user's in this browser.
    func spend(
        ticket: TokenDigest, of user: UserID, in browser: TokenDigest, at now: Timestamp
    ) throws(StorageError) -> Bool

    func insert(_ grant: NewGrant) throws(StorageError)
    func code(_ digest: TokenDigest) throws(StorageError) -> AuthorizationCode?
    /// Marks the code as used. False if another request was first.
    func spend(_ code: AuthorizationCode, at now: Timestamp) throws(StorageError) -> Bool
    func grant(_ id: GrantID, in portal: PortalID) throws(StorageError) -> Grant?
    func grant(refreshToken digest: TokenDigest) throws(StorageError) -> Grant?
    /// Gives a grant its first refresh token, bound to a key if there is one. False if it was revoked, or has one.
    func start(
        _ grant: Grant, head: TokenDigest, boundTo key: KeyThumbprint?, idleExpiresAt: Timestamp, expiresAt: Timestamp
    ) throws(StorageError) -> Bool
    /// Replaces the head. False if it is no longer the head, or the grant was revoked.
    func rotate(
        _ grant: Grant, from old: TokenDigest, to new: TokenDigest, at now: Timestamp, idleExpiresAt: Timestamp
    )
        throws(StorageError) -> Bool
    /// Notes the use of a fixed refresh token. False if the grant was revoked.
    func extend(_ grant: Grant, idleExpiresAt: Timestamp) throws(StorageError) -> Bool
    func insert(_ token: NewAccessToken) throws(StorageError)
    /// Ends a grant with everything under it. False if it had ended.
    @discardableResult
    func revoke(_ grant: GrantID, in portal: PortalID, at now: Timestamp) throws(StorageError) -> Bool
    /// Ends one access token. False if it had ended.
    func revoke(accessToken digest: TokenDigest, in portal: PortalID, at now: Timestamp) throws(StorageError) -> Bool

    func record(_ event: AuditEvent) throws(StorageError)
    /// Mails the owners of a portal about something they should look at.
    func warnOwners(of portal: PortalID, _ warning: OwnerWarning) throws(StorageError)
}

/// An authorization request, or a device, that waits for a person: bound to one browser, and to one user as soon as there is one (contract O13).
package struct AuthorizationTicket: Sendable {
    package let digest: TokenDigest
    package let browser: TokenDigest
    package let user: UserID?
    /// The query as it was sent; parsed and checked again at each step, so that a change of the app in between counts.
    package let query: String
    /// The device that waits; nil for an authorization request. One never passes for the other.
    package let device: TokenDigest?
    package let createdAt: Timestamp
    package let expiresAt: Timestamp
    package let isSpent: Bool

    package init(
        digest: TokenDigest, browser: TokenDigest, user: UserID?, query: String, device: TokenDigest? = nil,
        createdAt: Timestamp, expiresAt: Timestamp, isSpent: Bool = false
    ) {
        (self.digest, self.browser, self.user) = (digest, browser, user)
        (self.query, self.device) = (query, device)
        (self.createdAt, self.expiresAt, self.isSpent) = (createdAt, expiresAt, isSpent)
    }
}

extension AuthorizationTicket {
    func isGood(in browser: TokenDigest, at now: Timestamp) -> Bool {
        self.browser == browser && !isSpent && now < expiresAt
    }
}

/// A grant with its code, as it is first written.
package struct NewGrant: Sendable {
    package let id: GrantID
    package let approval: Approval
    package let user: UserID
    /// Whether a person saw the screen: only that is remembered as consent.
    package let isShown: Bool
    package let code: TokenDigest
    package let codeExpiresAt: Timestamp
    package let createdAt: Timestamp
}

package struct NewAccessToken: Sendable {
    package let digest: TokenDigest
    package let portal: PortalID
    package let grant: GrantID
    package let scopes: Scopes
    package let audience: Audience
    /// The key whose holder alone may use it (RFC 9449); nil: a bearer token.
    package let key: KeyThumbprint?
    package let issuedAt: Timestamp
    package let expiresAt: Timestamp
}

/// An access token as introspection sees it (RFC 7662 §2.2).
package struct IssuedAccessToken: Sendable {
    package let portal: PortalID
    package let portalSlug: String
    package let grant: GrantID
    package let app: AppID
    package let user: UserID
    package let scopes: Scopes
    package let issuedAt: Timestamp
    package let expiresAt: Timestamp
    /// The key that it is bound to; nil: a bearer token.
    package let key: KeyThumbprint?
    package let audience: Audience
    /// Neither the token nor its grant is revoked, neither the app nor the portal is suspended, the user has access.
    package let isAlive: Bool

    package init(
        portal: PortalID, portalSlug: String, grant: GrantID, app: AppID, user: UserID, scopes: Scopes,
        issuedAt: Timestamp,
        expiresAt: Timestamp, key: KeyThumbprint?, audience: Audience, isAlive: Bool
    ) {
        (self.portal, self.portalSlug, self.grant, self.app, self.user) = (portal, portalSlug, grant, app, user)
        (self.scopes, self.issuedAt, self.expiresAt, self.isAlive) = (scopes, issuedAt, expiresAt, isAlive)
        (self.key, self.audience) = (key, audience)
    }
}

package enum OwnerWarning: Sendable {
    case refreshTokenReused(app: String)
}
