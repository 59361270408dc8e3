package import Kernel

/// A device that waits for somebody with a browser (RFC 8628 §1).
package struct DeviceRequest: Sendable {
    package let digest: TokenDigest
    package let userCode: UserCode
    package let app: AppID
    package let scopes: Scopes
    package let audience: Audience
    package let expiresAt: Timestamp
    package let decision: Decision?
    package let isSpent: Bool

    package enum Decision: Sendable, Equatable {
        case denied
        case approved(GrantID, PortalID)
    }

    package init(
        digest: TokenDigest, userCode: UserCode, app: AppID, scopes: Scopes, audience: Audience, expiresAt: Timestamp,
        decision: Decision? = nil, isSpent: Bool = false
    ) {
        (self.digest, self.userCode, self.app, self.scopes) = (digest, userCode, app, scopes)
        (self.audience, self.expiresAt, self.decision, self.isSpent) = (audience, expiresAt, decision, isSpent)
    }

    /// Whether somebody can still decide about it.
    func isOpen(at now: Timestamp) -> Bool { decision == nil && now < expiresAt }
}

/// A grant that a person gave a device: without a code, for the device comes for its tokens with what it has already.
package struct DeviceApproval: Sendable {
    package let device: TokenDigest
    package let grant: GrantID
    package let app: AppID
    package let user: UserID
    package let portal: PortalID
    package let scopes: Scopes
    package let audience: Audience
    package let createdAt: Timestamp
}
