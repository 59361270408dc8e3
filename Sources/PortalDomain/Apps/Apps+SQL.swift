import Kernel
import Persistence

extension Apps {
    static func selectAll(of developer: DeveloperID) -> SQL {
        """
        SELECT id, \(AppSettings.columns), apps.created_at, l.digest AS logo
        FROM apps LEFT JOIN app_logos l ON l.app_id = apps.id
        WHERE developer_id = \(developer) AND deleted_at IS NULL ORDER BY id DESC
        """
    }

    static func select(_ id: AppID, of developer: DeveloperID) -> SQL {
        """
        SELECT id, \(AppSettings.columns), apps.created_at, l.digest AS logo
        FROM apps LEFT JOIN app_logos l ON l.app_id = apps.id
        WHERE id = \(id) AND developer_id = \(developer) AND deleted_at IS NULL
        """
    }

    static func app(
        _ row: SQLRow, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> RegisteredApp {
        let id: AppID = try row.id("id")
        return RegisteredApp(
            id: id, settings: try AppSettings(row, of: id, on: connection),
            logo: try row.optionalText("logo").map(TokenDigest.init(stored:)),
            createdAt: try row.timestamp("created_at"),
            portalCount: try countPortals(of: id, at: now, on: connection),
            secrets: try liveSecrets(of: id, at: now, on: connection))
    }

    static func ids(of developer: DeveloperID, on connection: any SQLConnection) throws(StorageError) -> [AppID] {
        try connection.rows("SELECT id FROM apps WHERE developer_id = \(developer)").map { row throws(StorageError) in
            try row.id("id")
        }
    }

    /// Counts over all portals: the developer learns how many, not which.
    private static func countPortals(
        of id: AppID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        try connection.first(
            """
            SELECT COUNT(DISTINCT portal_id) AS n FROM grants
            WHERE app_id = \(id) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > \(now))
            """)?.int("n") ?? 0
    }

    static func liveSecrets(
        of id: AppID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> [RegisteredApp.SecretLine] {
        try connection.rows(
            """
            SELECT id, last_four, created_at, expires_at FROM app_secrets
            WHERE app_id = \(id) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > \(now)) ORDER BY id
            """
        ).map { row throws(StorageError) in
            RegisteredApp.SecretLine(
                id: try row.id("id"), lastFour: try row.text("last_four"), createdAt: try row.timestamp("created_at"),
                expiresAt: try row.optionalTimestamp("expires_at"))
        }
    }

    static func insert(
        _ secret: Credential, as secretID: AppSecretID, of id: AppID, at now: Timestamp,
        on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO app_secrets (id, app_id, digest, last_four, created_at)
            VALUES (\(secretID), \(id), \(secret.digest), \(secret.lastFour), \(now))
            """)
    }

    /// The type of a live app, which everybody else who locks it waits for until we commit: what is counted next stays true. An
    /// update, because `FOR UPDATE` exists on PostgreSQL only.
    static func lock(
        _ id: AppID, of developer: DeveloperID, on connection: any SQLConnection
    ) throws(StorageError) -> AppType? {
        try connection.first(
            """
            UPDATE apps SET name = name WHERE id = \(id) AND developer_id = \(developer) AND deleted_at IS NULL
            RETURNING type
            """
        ).map { row throws(StorageError) in try row.choice("type") }
    }

    static func hasKeys(_ id: AppID, on connection: any SQLConnection) throws(StorageError) -> Bool {
        try connection.first("SELECT id FROM apps WHERE id = \(id) AND jwks IS NOT NULL") != nil
    }

    /// No live secret of the app works longer than `end`.
    static func endSecrets(
        of id: AppID, at end: Timestamp, now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        if end <= now {
            try connection.execute(
                "UPDATE app_secrets SET revoked_at = \(now) WHERE app_id = \(id) AND revoked_at IS NULL")
        } else {
            try connection.execute(
                """
                UPDATE app_secrets SET expires_at = \(end)
                WHERE app_id = \(id) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > \(end))
                """)
        }
    }

    /// The last four of the secret that was not revoked until now; nil if there is none.
    static func revoke(
        _ secret: AppSecretID, of id: AppID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> String? {
        try connection.first(
            """
            UPDATE app_secrets SET revoked_at = \(now) WHERE id = \(secret) AND app_id = \(id) AND revoked_at IS NULL
            RETURNING last_four
            """)?.text("last_four")
    }

    static func exists(
        _ secret: AppSecretID, of id: AppID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.first("SELECT id FROM app_secrets WHERE id = \(secret) AND app_id = \(id)") != nil
    }

    /// The name of the app that was deleted by this; nil if there was none.
    static func delete(
        _ id: AppID, of developer: DeveloperID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> String? {
        try connection.first(
            """
            UPDATE apps SET deleted_at = \(now) WHERE id = \(id) AND developer_id = \(developer) AND deleted_at IS NULL
            RETURNING name
            """)?.text("name")
    }

    /// Tokens of the app about itself.
    static func revokeOwnTokens(
        of id: AppID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            "UPDATE app_tokens SET revoked_at = \(now) WHERE app_id = \(id) AND revoked_at IS NULL AND expires_at > \(now)"
        )
    }

    /// In every portal, which the statement guard wants to hear said.
    static func revokeGrants(of id: AppID, at now: Timestamp, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute(
            """
            UPDATE grants SET revoked_at = \(now)
            WHERE portal_id IS NOT NULL AND app_id = \(id) AND revoked_at IS NULL
            """)
    }
}
