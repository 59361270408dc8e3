package import Kernel

/// One approval by a user, and the refresh token that lives under it (RFC 6749 §1.5; the "family" of RFC 9700 §4.14.2).
///
/// Head, predecessor and revocation are one row in the database: a refresh and a revocation that come together change the same row,
/// so one of them sees the other (invariant 4).
package struct Grant: Sendable {
    package let portal: PortalID
    package let portalSlug: String
    package let id: GrantID
    package let app: AppID
    package let user: UserID
    package let scopes: Scopes
    package let isRevoked: Bool
    /// The one refresh token that is alive; nil until the code is exchanged.
    package let head: TokenDigest?
    /// The token that `head` replaced, good for `grace` seconds after `rotatedAt` (contract O22).
    package let predecessor: TokenDigest?
    package let rotatedAt: Timestamp?
    package let idleExpiresAt: Timestamp?
    package let expiresAt: Timestamp?
    /// What the user is in the portal now; nil if no longer a member, or disabled.
    package let role: Role?
    /// The portal suspended the app.
    package let isSuspended: Bool
    /// The operator suspended the portal.
    package let isPortalSuspended: Bool
    /// The key without which its refresh tokens are worth nothing (RFC 9449 §5); nil: bound to nothing but the app.
    package let key: KeyThumbprint?
    /// What its tokens may be for, at most (RFC 8707 §2.2).
    package let audience: Audience

    package init(
        portal: PortalID, portalSlug: String, id: GrantID, app: AppID, user: UserID, scopes: Scopes, isRevoked: Bool,
        head: TokenDigest?, predecessor: TokenDigest?, rotatedAt: Timestamp?, idleExpiresAt: Timestamp?,
        expiresAt: Timestamp?,
        role: Role?, isSuspended: Bool, isPortalSuspended: Bool = false, key: KeyThumbprint? = nil, audience: Audience
    ) {
        (self.portal, self.portalSlug, self.id, self.app, self.user) = (portal, portalSlug, id, app, user)
        (self.scopes, self.isRevoked, self.head, self.predecessor) = (scopes, isRevoked, head, predecessor)
        (self.rotatedAt, self.idleExpiresAt, self.expiresAt) = (rotatedAt, idleExpiresAt, expiresAt)
        (self.role, self.isSuspended, self.isPortalSuspended) = (role, isSuspended, isPortalSuspended)
        (self.key, self.audience) = (key, audience)
    }

    /// What a token under this grant may hold now: never more than the app's ceiling and the user's rights allow (invariant 9).
    func effective(_ requested: Scopes, ceiling: Scopes) -> Scopes {
        requested.intersection(scopes).intersection(ceiling).intersection(role?.rights ?? [])
    }

    /// Why nothing may be issued under it, or nil.
    func refusal() -> OAuthError? {
        if isRevoked { return .invalidGrant("The grant was revoked.") }
        if role == nil { return .invalidGrant("The user no longer has access to the portal.") }
        if isPortalSuspended { return .invalidGrant("The portal is suspended.") }
        if isSuspended { return .init(.unauthorizedClient, "The portal has suspended this app.") }
        return nil
    }
}
