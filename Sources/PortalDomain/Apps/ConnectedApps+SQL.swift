import Kernel
import Persistence

extension ConnectedApps {
    /// One row per grant, oldest first.
    static func select(in portal: PortalID, at now: Timestamp) -> SQL {
        """
        SELECT g.app_id AS app_id, g.scopes AS scopes, g.created_at AS created_at, g.last_used_at AS last_used_at,
            a.name AS name, a.website AS website, l.digest AS logo, d.name AS developer, d.verified_at AS verified_at, u.email AS granted_by,
            s.suspended_at AS suspended_at
        FROM grants g
            JOIN apps a ON a.id = g.app_id
            JOIN developers d ON d.id = a.developer_id
            JOIN users u ON u.id = g.user_id
            LEFT JOIN app_logos l ON l.app_id = a.id
            LEFT JOIN standings s ON s.portal_id = g.portal_id AND s.app_id = g.app_id
        WHERE g.portal_id = \(portal) AND g.revoked_at IS NULL AND a.deleted_at IS NULL
            AND (g.expires_at IS NULL OR g.expires_at > \(now) OR s.suspended_at IS NOT NULL)
        ORDER BY g.created_at, g.id
        """
    }

    static func apps(_ rows: [SQLRow]) throws(StorageError) -> [ConnectedApp] {
        var apps: [AppID: ConnectedApp] = [:]
        for row in rows {
            let id: AppID = try row.id("app_id")
            let earlier = apps[id]
            let used = try row.optionalTimestamp("last_used_at")
            apps[id] = ConnectedApp(
                id: id, name: try row.text("name"), website: try row.optionalText("website"),
                logo: try row.optionalText("logo").map(TokenDigest.init(stored:)),
                developer: try row.text("developer"),
                isVerified: try row.optionalTimestamp("verified_at") != nil,
                scopes: try row.scopes("scopes").union(earlier?.scopes ?? []), grantedBy: try row.text("granted_by"),
                grantedAt: try row.timestamp("created_at"),
                lastUsedAt: [used, earlier?.lastUsedAt].compactMap { $0 }.max(),
                isSuspended: try row.optionalTimestamp("suspended_at") != nil)
        }
        return Array(apps.values)
    }

    static func count(
        in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        try connection.first(
            """
            SELECT COUNT(DISTINCT g.app_id) AS n FROM grants g JOIN apps a ON a.id = g.app_id
            WHERE g.portal_id = \(portal) AND g.revoked_at IS NULL AND a.deleted_at IS NULL
                AND (g.expires_at IS NULL OR g.expires_at > \(now))
            """)?.int("n") ?? 0
    }

    static func isKnown(
        _ app: AppID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.first("SELECT id FROM grants WHERE portal_id = \(portal) AND app_id = \(app) LIMIT 1") != nil
    }

    static func revokeGrants(
        of app: AppID, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        try connection.execute(
            """
            UPDATE grants SET revoked_at = \(now) WHERE portal_id = \(portal) AND app_id = \(app) AND revoked_at IS NULL
            """)
    }

    static func deleteConsents(
        of app: AppID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        try connection.execute("DELETE FROM consents WHERE portal_id = \(portal) AND app_id = \(app)")
    }

    /// 1 if it was not suspended before.
    static func suspend(
        _ app: AppID, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        try connection.execute(
            """
            INSERT INTO standings (portal_id, app_id, suspended_at) VALUES (\(portal), \(app), \(now))
            ON CONFLICT (portal_id, app_id) DO UPDATE SET suspended_at = excluded.suspended_at
            WHERE standings.suspended_at IS NULL
            """)
    }

    /// 1 if it was suspended before.
    static func reinstate(
        _ app: AppID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        try connection.execute(
            """
            UPDATE standings SET suspended_at = NULL
            WHERE portal_id = \(portal) AND app_id = \(app) AND suspended_at IS NOT NULL
            """)
    }
}
