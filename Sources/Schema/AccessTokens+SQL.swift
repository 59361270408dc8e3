package import Kernel
package import OAuth
import Persistence

extension SQLOAuthStore {
    package func accessToken(_ digest: TokenDigest) async throws(StorageError) -> IssuedAccessToken? {
        guard
            let row = try await database.first(
                """
                SELECT t.portal_id, p.slug, t.grant_id, g.app_id, g.user_id, t.scopes, g.scopes AS granted, t.issued_at,
                    t.expires_at, t.jkt, t.audience, t.revoked_at, g.revoked_at AS grant_revoked_at, m.role, s.suspended_at,
                    p.suspended_at AS portal_suspended_at
                FROM access_tokens t
                JOIN grants g ON g.portal_id = t.portal_id AND g.id = t.grant_id
                JOIN portals p ON p.id = t.portal_id
                JOIN users u ON u.id = g.user_id
                LEFT JOIN memberships m ON m.portal_id = g.portal_id AND m.user_id = g.user_id AND u.disabled_at IS NULL
                LEFT JOIN standings s ON s.portal_id = g.portal_id AND s.app_id = g.app_id
                WHERE t.digest = \(digest)
                """)
        else { return nil }
        let role = try row.optionalText("role").flatMap(Role.init(rawValue:))
        var isStopped = role == nil
        for end in ["revoked_at", "grant_revoked_at", "suspended_at", "portal_suspended_at"] {
            if try row.optionalInteger(end) != nil { isStopped = true }
        }
        return IssuedAccessToken(
            portal: try row.id("portal_id"), portalSlug: try row.text("slug"), grant: try row.id("grant_id"),
            app: try row.id("app_id"), user: try row.id("user_id"),
            scopes: try row.scopes("scopes").intersection(try row.scopes("granted")).intersection(role?.rights ?? []),
            issuedAt: try row.timestamp("issued_at"), expiresAt: try row.timestamp("expires_at"),
            key: try row.optionalText("jkt").map(KeyThumbprint.init(stored:)),
            audience: Audience(stored: try row.optionalText("audience")),
            isAlive: !isStopped)
    }
}

extension SQLOAuthTransaction {
    func insert(_ token: NewAccessToken) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO access_tokens (digest, portal_id, grant_id, scopes, jkt, audience, issued_at, expires_at)
            VALUES (\(token.digest), \(token.portal), \(token.grant), \(token.scopes), \(token.key?.text), \(token.audience.stored),
                \(token.issuedAt), \(token.expiresAt))
            """)
    }

    func revoke(accessToken digest: TokenDigest, in portal: PortalID, at now: Timestamp) throws(StorageError) -> Bool {
        let changed = try connection.execute(
            """
            UPDATE access_tokens SET revoked_at = \(now)
            WHERE portal_id = \(portal) AND digest = \(digest) AND revoked_at IS NULL
            """)
        return changed == 1
    }
}
