import Persistence

extension Migrations {
    /// What an app may do in a portal: its standing, consents, grants, and the codes and tokens under a grant.
    static let m0003Grants = Migration(
        version: 3, name: "grants",
        statements: [
            """
            CREATE TABLE standings (
                portal_id TEXT NOT NULL CONSTRAINT standings_portal_fkey REFERENCES portals (id),
                app_id TEXT NOT NULL CONSTRAINT standings_app_fkey REFERENCES apps (id),
                suspended_at BIGINT,
                CONSTRAINT standings_pkey PRIMARY KEY (portal_id, app_id)
            )
            """,
            // What a user once agreed to: the memory that lets `prompt=login` skip the screen.
            """
            CREATE TABLE consents (
                portal_id TEXT NOT NULL CONSTRAINT consents_portal_fkey REFERENCES portals (id),
                app_id TEXT NOT NULL CONSTRAINT consents_app_fkey REFERENCES apps (id),
                user_id TEXT NOT NULL CONSTRAINT consents_user_fkey REFERENCES users (id),
                scopes TEXT NOT NULL,
                redirect_uri TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                CONSTRAINT consents_pkey PRIMARY KEY (portal_id, app_id, user_id)
            )
            """,
            // One approval. Head, predecessor and revocation of its refresh tokens share one row, so that one conditional update decides
            // between a refresh and a revocation.
            """
            CREATE TABLE grants (
                portal_id TEXT NOT NULL CONSTRAINT grants_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                app_id TEXT NOT NULL CONSTRAINT grants_app_fkey REFERENCES apps (id),
                user_id TEXT NOT NULL CONSTRAINT grants_user_fkey REFERENCES users (id),
                scopes TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                revoked_at BIGINT,
                head_digest TEXT,
                predecessor_digest TEXT,
                rotated_at BIGINT,
                idle_expires_at BIGINT,
                expires_at BIGINT,
                last_used_at BIGINT,
                CONSTRAINT grants_pkey PRIMARY KEY (portal_id, id)
            )
            """,
            "CREATE INDEX grants_app ON grants (portal_id, app_id)",
            "CREATE UNIQUE INDEX grants_head_key ON grants (head_digest, portal_id)",
            "CREATE UNIQUE INDEX grants_predecessor_key ON grants (predecessor_digest, portal_id)",
            // Refresh tokens older than the predecessor: kept so that their reuse is recognised (RFC 9700 §4.14.2).
            """
            CREATE TABLE retired_refresh_tokens (
                digest TEXT NOT NULL,
                portal_id TEXT NOT NULL,
                grant_id TEXT NOT NULL,
                retired_at BIGINT NOT NULL,
                CONSTRAINT retired_refresh_tokens_pkey PRIMARY KEY (digest, portal_id),
                CONSTRAINT retired_refresh_tokens_grant_fkey FOREIGN KEY (portal_id, grant_id) REFERENCES grants (portal_id, id)
            )
            """,
            """
            CREATE TABLE authorization_codes (
                digest TEXT NOT NULL,
                portal_id TEXT NOT NULL,
                grant_id TEXT NOT NULL,
                app_id TEXT NOT NULL,
                redirect_uri TEXT NOT NULL,
                challenge TEXT,
                challenge_method TEXT,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                spent_at BIGINT,
                CONSTRAINT authorization_codes_pkey PRIMARY KEY (digest, portal_id),
                CONSTRAINT authorization_codes_grant_fkey FOREIGN KEY (portal_id, grant_id) REFERENCES grants (portal_id, id)
            )
            """,
            "CREATE INDEX authorization_codes_expiry ON authorization_codes (expires_at)",
            """
            CREATE TABLE access_tokens (
                digest TEXT NOT NULL,
                portal_id TEXT NOT NULL,
                grant_id TEXT NOT NULL,
                scopes TEXT NOT NULL,
                issued_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                revoked_at BIGINT,
                CONSTRAINT access_tokens_pkey PRIMARY KEY (digest, portal_id),
                CONSTRAINT access_tokens_grant_fkey FOREIGN KEY (portal_id, grant_id) REFERENCES grants (portal_id, id)
            )
            """,
            "CREATE INDEX access_tokens_expiry ON access_tokens (expires_at)",
        ])
}
