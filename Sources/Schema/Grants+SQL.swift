package import Kernel
package import OAuth
import Persistence
import PortalDomain

extension SQLOAuthStore {
    package func grant(refreshToken digest: TokenDigest) async throws(StorageError) -> Grant? {
        try await database.read { connection throws(StorageError) in
            try connection.grant(refreshToken: digest)
        }
    }
}

extension SQLOAuthTransaction {
    func grant(_ id: GrantID, in portal: PortalID) throws(StorageError) -> Grant? {
        try connection.grant(where: "g.portal_id = \(portal) AND g.id = \(id)")
    }

    func grant(refreshToken digest: TokenDigest) throws(StorageError) -> Grant? {
        try connection.grant(refreshToken: digest)
    }

    func start(
        _ grant: Grant, head: TokenDigest, boundTo key: KeyThumbprint?, idleExpiresAt: Timestamp, expiresAt: Timestamp
    ) throws(StorageError) -> Bool {
        let changed = try connection.execute(
            """
            UPDATE grants SET head_digest = \(head), jkt = \(key?.text), idle_expires_at = \(idleExpiresAt), expires_at = \(expiresAt)
            WHERE portal_id = \(grant.portal) AND id = \(grant.id) AND head_digest IS NULL AND revoked_at IS NULL
            """)
        return changed == 1
    }

    func rotate(
        _ grant: Grant, from old: TokenDigest, to new: TokenDigest, at now: Timestamp, idleExpiresAt: Timestamp
    )
        throws(StorageError) -> Bool
    {
        let changed = try connection.execute(
            """
            UPDATE grants SET head_digest = \(new), predecessor_digest = \(old), rotated_at = \(now),
                idle_expires_at = \(idleExpiresAt)
            WHERE portal_id = \(grant.portal) AND id = \(grant.id) AND head_digest = \(old) AND revoked_at IS NULL
            """)
        guard changed == 1 else { return false }
        if let retired = grant.predecessor {
            try connection.execute(
                """
                INSERT INTO retired_refresh_tokens (digest, portal_id, grant_id, retired_at)
                VALUES (\(retired), \(grant.portal), \(grant.id), \(now))
                """)
        }
        return true
    }

    func extend(_ grant: Grant, idleExpiresAt: Timestamp) throws(StorageError) -> Bool {
        let changed = try connection.execute(
            """
            UPDATE grants SET idle_expires_at = \(idleExpiresAt)
            WHERE portal_id = \(grant.portal) AND id = \(grant.id) AND revoked_at IS NULL
            """)
        return changed == 1
    }

    func revoke(_ grant: GrantID, in portal: PortalID, at now: Timestamp) throws(StorageError) -> Bool {
        let changed = try connection.execute(
            """
            UPDATE grants SET revoked_at = \(now)
            WHERE portal_id = \(portal) AND id = \(grant) AND revoked_at IS NULL
            """)
        return changed == 1
    }

    func warnOwners(of portal: PortalID, _ warning: OwnerWarning) throws(StorageError) {
        let owners = try connection.rows(
            """
            SELECT u.email FROM memberships m JOIN users u ON u.id = m.user_id
            WHERE m.portal_id = \(portal) AND m.role = \(Role.owner) AND u.disabled_at IS NULL
            ORDER BY u.id
            """)
        for owner in owners { try journal.mail(warning.mail(to: try owner.text("email")), on: connection) }
    }
}

extension SQLConnection {
    /// By its live refresh token, by the predecessor of that, or by one that was replaced long ago.
    fileprivate func grant(refreshToken digest: TokenDigest) throws(StorageError) -> Grant? {
        if let grant = try grant(where: "g.head_digest = \(digest)") { return grant }
        if let grant = try grant(where: "g.predecessor_digest = \(digest)") { return grant }
        guard
            let retired = try first(
                "SELECT portal_id, grant_id FROM retired_refresh_tokens WHERE digest = \(digest)")
        else { return nil }
        let (portal, id): (PortalID, GrantID) = (try retired.id("portal_id"), try retired.id("grant_id"))
        return try grant(where: "g.portal_id = \(portal) AND g.id = \(id)")
    }

    fileprivate func grant(where condition: SQL) throws(StorageError) -> Grant? {
        guard
            let row = try first(
                """
                SELECT g.portal_id, p.slug, g.id, g.app_id, g.user_id, g.scopes, g.revoked_at, g.head_digest,
                    g.predecessor_digest, g.rotated_at, g.idle_expires_at, g.expires_at, g.jkt, g.audience, m.role, s.suspended_at,
                    p.suspended_at AS portal_suspended_at
                FROM grants g
                JOIN portals p ON p.id = g.portal_id
                JOIN users u ON u.id = g.user_id
                LEFT JOIN memberships m ON m.portal_id = g.portal_id AND m.user_id = g.user_id AND u.disabled_at IS NULL
                LEFT JOIN standings s ON s.portal_id = g.portal_id AND s.app_id = g.app_id
                WHERE \(condition)
                """)
        else { return nil }
        return Grant(
            portal: try row.id("portal_id"), portalSlug: try row.text("slug"), id: try row.id("id"),
            app: try row.id("app_id"),
            user: try row.id("user_id"), scopes: try row.scopes("scopes"),
            isRevoked: try row.optionalInteger("revoked_at") != nil,
            head: try row.optionalText("head_digest").map(TokenDigest.init(stored:)),
            predecessor: try row.optionalText("predecessor_digest").map(TokenDigest.init(stored:)),
            rotatedAt: try row.optionalTimestamp("rotated_at"),
            idleExpiresAt: try row.optionalTimestamp("idle_expires_at"),
            expiresAt: try row.optionalTimestamp("expires_at"),
            role: try row.optionalText("role").flatMap(Role.init(rawValue:)),
            isSuspended: try row.optionalInteger("suspended_at") != nil,
            isPortalSuspended: try row.optionalInteger("portal_suspended_at") != nil,
            key: try row.optionalText("jkt").map(KeyThumbprint.init(stored:)),
            audience: Audience(stored: try row.optionalText("audience")))
    }
}
