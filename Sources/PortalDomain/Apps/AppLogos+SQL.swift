import Kernel
import Persistence

extension AppLogos {
    static func select(_ digest: TokenDigest) -> SQL {
        """
        SELECT l.media_type, l.content FROM app_logos l JOIN apps a ON a.id = l.app_id AND a.deleted_at IS NULL
        WHERE l.digest = \(digest) LIMIT 1
        """
    }

    static func served(_ row: SQLRow) throws(StorageError) -> Served {
        guard let content = Base64.decodeURL(try row.text("content").utf8) else {
            throw .invalid(detail: "a logo cannot be read")
        }
        return Served(mediaType: try row.text("media_type"), content: content)
    }

    static func put(
        _ logo: AppLogo, of app: AppID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO app_logos (app_id, digest, media_type, content, created_at)
            VALUES (\(app), \(logo.digest), \(logo.format.rawValue), \(Base64.encodeURL(logo.content)), \(now))
            ON CONFLICT (app_id) DO UPDATE SET digest = excluded.digest, media_type = excluded.media_type,
                content = excluded.content, created_at = excluded.created_at
            """)
    }

    static func delete(of app: AppID, on connection: any SQLConnection) throws(StorageError) -> Bool {
        try connection.execute("DELETE FROM app_logos WHERE app_id = \(app)") == 1
    }
}
