import Persistence

extension Migrations {
    /// Pictures of apps, the mark of a deleted developer, and a way to all grants of one app.
    static let m0023Logos = Migration(
        version: 23, name: "logos",
        statements: [
            // `content` is base64url; `digest` its SHA-256, by which it is asked for.
            """
            CREATE TABLE app_logos (
                app_id TEXT NOT NULL CONSTRAINT app_logos_pkey PRIMARY KEY CONSTRAINT app_logos_app_fkey REFERENCES apps (id),
                digest TEXT NOT NULL,
                media_type TEXT NOT NULL,
                content TEXT NOT NULL,
                created_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX app_logos_digest ON app_logos (digest)",
            "ALTER TABLE developers ADD COLUMN deleted_at BIGINT",
            "CREATE INDEX grants_of_app ON grants (app_id, portal_id)",
        ])
}
