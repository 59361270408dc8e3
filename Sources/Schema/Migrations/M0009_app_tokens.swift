import Persistence

extension Migrations {
    /// Access tokens of apps about themselves (RFC 6749 §4.4). Of no portal, and so not among `access_tokens`.
    static let m0009AppTokens = Migration(
        version: 9, name: "app_tokens",
        statements: [
            """
            CREATE TABLE app_tokens (
                digest TEXT NOT NULL CONSTRAINT app_tokens_pkey PRIMARY KEY,
                app_id TEXT NOT NULL CONSTRAINT app_tokens_app_fkey REFERENCES apps (id),
                jkt TEXT,
                issued_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                revoked_at BIGINT
            )
            """,
            "CREATE INDEX app_tokens_expiry ON app_tokens (expires_at)",
        ])
}
