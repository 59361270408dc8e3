import Persistence

extension Migrations {
    static let m0004APIKeys = Migration(
        version: 4, name: "api keys",
        statements: [
            """
            CREATE TABLE api_keys (
                digest TEXT NOT NULL,
                portal_id TEXT NOT NULL CONSTRAINT api_keys_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                name TEXT NOT NULL,
                last_four TEXT NOT NULL,
                scopes TEXT NOT NULL,
                creator_id TEXT NOT NULL CONSTRAINT api_keys_creator_fkey REFERENCES users (id),
                allowed_addresses TEXT NOT NULL DEFAULT '',
                api_version TEXT,
                rate_limit BIGINT,
                created_at BIGINT NOT NULL,
                expires_at BIGINT,
                revoked_at BIGINT,
                last_used_at BIGINT,
                last_used_address TEXT,
                CONSTRAINT api_keys_pkey PRIMARY KEY (digest, portal_id)
            )
            """,
            "CREATE UNIQUE INDEX api_keys_id_key ON api_keys (portal_id, id)",
        ])
}
