import Persistence

extension Migrations {
    /// A portal for each developer to try apps in, and sessions that end with the one they were opened from.
    static let m0025TestPortals = Migration(
        version: 25, name: "test portals",
        statements: [
            // `user_id` is its owner: a user without a password, whom the developer is while signed in (decision 0030).
            """
            CREATE TABLE test_portals (
                developer_id TEXT NOT NULL
                    CONSTRAINT test_portals_pkey PRIMARY KEY CONSTRAINT test_portals_developer_fkey REFERENCES developers (id),
                portal_id TEXT NOT NULL CONSTRAINT test_portals_portal_fkey REFERENCES portals (id),
                user_id TEXT NOT NULL CONSTRAINT test_portals_user_fkey REFERENCES users (id),
                created_at BIGINT NOT NULL
            )
            """,
            "CREATE UNIQUE INDEX test_portals_portal_key ON test_portals (portal_id)",
            // The developer's session. Null: a session of its own.
            "ALTER TABLE sessions ADD COLUMN parent_digest TEXT",
        ])
}
