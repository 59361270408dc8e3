import Kernel
import Persistence

extension ConnectedApps {
    /// RFC 6749 §4.1.2 lets a code live ten minutes at most: a grant whose code was not exchanged by then never gets a token.
    private static let longestCode: Int64 = 600

    /// A grant that can still come to a token.
    private static func isLive(at now: Timestamp) -> SQL {
        """
        g.revoked_at IS NULL AND ((g.expires_at IS NULL AND g.created_at > \(now - longestCode))
            OR (g.expires_at > \(now) AND g.idle_expires_at > \(now)))
        """
    }

    /// - Parameter only: nil for every app of the portal.
    static func apps(
        in portal: PortalID, only: AppID? = nil, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> [ConnectedApp] {
        let rows = try connection.rows(select(in: portal, only: only, at: now))
        guard !rows.isEmpty else { return [] }
        var grants: [AppID: [AppGrant]] = [:]
        for row in try connection.rows(selectGrants(in: portal, only: only, at: now)) {
            grants[try row.id("app_id"), default: []].append(try grant(row))
        }
        var remembered: [AppID: [String]] = [:]
        for row in try connection.rows(selectConsents(in: portal, only: only)) {
            remembered[try row.id("app_id"), default: []].append(try row.text("email"))
        }
        return try rows.map { row throws(StorageError) in
            let id: AppID = try row.id("id")
            return ConnectedApp(
                id: id, name: try row.text("name"), website: try row.optionalText("website"),
                logo: try row.optionalText("logo").map(TokenDigest.init(stored:)),
                developer: try row.text("developer"), isVerified: try row.optionalTimestamp("verified_at") != nil,
                isBanned: try row.optionalTimestamp("banned_at") != nil,
                suspendedAt: try row.optionalTimestamp("suspended_at"), grants: grants[id] ?? [],
                remembered: remembered[id] ?? [])
        }
    }

    private static func select(in portal: PortalID, only: AppID?, at now: Timestamp) -> SQL {
        let condition: SQL = if let only { "a.id = \(only) AND" } else { "" }
        return """
            SELECT a.id AS id, a.name AS name, a.website AS website, l.digest AS logo, d.name AS developer,
                d.verified_at AS verified_at, d.banned_at AS banned_at, s.suspended_at AS suspended_at
            FROM apps a
                JOIN developers d ON d.id = a.developer_id
                LEFT JOIN app_logos l ON l.app_id = a.id
                LEFT JOIN standings s ON s.portal_id = \(portal) AND s.app_id = a.id
            WHERE \(condition) a.deleted_at IS NULL AND a.id IN (
                SELECT g.app_id FROM grants g WHERE g.portal_id = \(portal) AND \(isLive(at: now))
                UNION SELECT c.app_id FROM consents c WHERE c.portal_id = \(portal)
                UNION SELECT t.app_id FROM standings t WHERE t.portal_id = \(portal) AND t.suspended_at IS NOT NULL)
            """
    }

    private static func selectGrants(in portal: PortalID, only: AppID?, at now: Timestamp) -> SQL {
        let condition: SQL = if let only { "g.app_id = \(only) AND" } else { "" }
        return """
            SELECT g.id AS id, g.app_id AS app_id, g.user_id AS user_id, g.scopes AS scopes, g.created_at AS created_at,
                g.last_used_at AS last_used_at, u.email AS email
            FROM grants g JOIN users u ON u.id = g.user_id
            WHERE \(condition) g.portal_id = \(portal) AND \(isLive(at: now))
            ORDER BY g.id DESC
            """
    }

    private static func selectConsents(in portal: PortalID, only: AppID?) -> SQL {
        let condition: SQL = if let only { "c.app_id = \(only) AND" } else { "" }
        return """
            SELECT c.app_id AS app_id, u.email AS email FROM consents c JOIN users u ON u.id = c.user_id
            WHERE \(condition) c.portal_id = \(portal) ORDER BY u.email
            """
    }

    private static func grant(_ row: SQLRow) throws(StorageError) -> AppGrant {
        AppGrant(
            id: try row.id("id"), person: try row.text("email"), scopes: try row.scopes("scopes"),
            grantedAt: try row.timestamp("created_at"), lastUsedAt: try row.optionalTimestamp("last_used_at"))
    }

    static func details(
        of app: ConnectedApp, on connection: any SQLConnection
    ) throws(StorageError) -> ConnectedAppDetails? {
        guard let row = try connection.first("SELECT description, type FROM apps WHERE id = \(app.id)") else {
            return nil
        }
        var hosts: [String] = []
        let uris = try connection.rows("SELECT uri FROM app_redirect_uris WHERE app_id = \(app.id) ORDER BY position")
        for uri in uris {
            guard let host = RedirectURI(stored: try uri.text("uri"))?.display, !hosts.contains(host) else { continue }
            hosts.append(host)
        }
        return ConnectedAppDetails(
            app: app, description: try row.text("description"), type: try row.choice("type"), redirectHosts: hosts)
    }

    static func selectEverConnected(to portal: PortalID) -> SQL {
        """
        SELECT id, name FROM apps
        WHERE id IN (SELECT app_id FROM grants WHERE portal_id = \(portal)) ORDER BY LOWER(name), id
        """
    }

    /// Apps that can use the portal at this moment.
    static func count(
        in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        try connection.first(
            """
            SELECT COUNT(DISTINCT g.app_id) AS n FROM grants g JOIN apps a ON a.id = g.app_id
            WHERE g.portal_id = \(portal) AND \(isLive(at: now)) AND a.deleted_at IS NULL
            """)?.int("n") ?? 0
    }

    /// The app's name, if it ever had access to the portal.
    static func name(
        of app: AppID, knownIn portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> String? {
        try connection.first(
            """
            SELECT name FROM apps
            WHERE id = \(app) AND EXISTS (SELECT 1 FROM grants WHERE portal_id = \(portal) AND app_id = \(app))
            """)?.text("name")
    }

    /// Also one that was revoked before.
    static func grant(
        _ id: GrantID, of app: AppID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> (user: UserID, person: String, scopes: Scopes)? {
        guard
            let row = try connection.first(
                """
                SELECT g.user_id AS user_id, g.scopes AS scopes, u.email AS email
                FROM grants g JOIN users u ON u.id = g.user_id
                WHERE g.portal_id = \(portal) AND g.id = \(id) AND g.app_id = \(app)
                """)
        else { return nil }
        return (try row.id("user_id"), try row.text("email"), try row.scopes("scopes"))
    }

    static func revoke(
        _ grant: GrantID, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        try connection.execute(
            """
            UPDATE grants SET revoked_at = \(now) WHERE portal_id = \(portal) AND id = \(grant) AND revoked_at IS NULL
            """)
    }

    static func revokeGrants(
        of app: AppID, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        try connection.execute(
            """
            UPDATE grants SET revoked_at = \(now) WHERE portal_id = \(portal) AND app_id = \(app) AND revoked_at IS NULL
            """)
    }

    /// - Parameter person: nil for everybody's.
    static func deleteConsents(
        of app: AppID, by person: UserID? = nil, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        let condition: SQL = if let person { "AND user_id = \(person)" } else { "" }
        return try connection.execute(
            "DELETE FROM consents WHERE portal_id = \(portal) AND app_id = \(app) \(condition)")
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
