package import Kernel

/// A browser that is signed in. It ends 12 hours after it was last seen, and 30 days after it began (contract O70).
package struct Session: Sendable {
    package static let idle: Int64 = 12 * 3600
    package static let longest: Int64 = 30 * 86_400

    package let digest: TokenDigest
    package let createdAt: Timestamp
    package let lastSeenAt: Timestamp
    /// When a password was last given.
    package let authenticatedAt: Timestamp
    /// The portal that a user has open.
    package let portal: PortalID?
}

package enum SessionKind: EntityKind { package static let idPrefix = "ses" }
package typealias SessionID = Identifier<SessionKind>

/// A session as its owner sees it in the list.
package struct SessionLine: Sendable {
    package let id: SessionID
    package let device: Device
    package let address: String
    package let createdAt: Timestamp
    package let lastSeenAt: Timestamp
    /// The one that asks.
    package let isCurrent: Bool
}

/// A user with a live session, and every portal that is theirs now.
package struct UserSession: Sendable {
    package let session: Session
    package let user: User
    package let memberships: [Membership]
}

/// A developer with a live session.
package struct DeveloperSession: Sendable {
    package let session: Session
    package let developer: Developer
}
