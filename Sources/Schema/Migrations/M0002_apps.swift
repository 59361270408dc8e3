import Persistence

extension Migrations {
    /// Apps with their secrets and redirect URIs, and the authorization requests that wait for a person.
    static let m0002Apps = Migration(
        version: 2, name: "apps",
        statements: [
            """
            CREATE TABLE apps (
                id TEXT NOT NULL CONSTRAINT apps_pkey PRIMARY KEY,
                developer_id TEXT NOT NULL CONSTRAINT apps_developer_fkey REFERENCES developers (id),
                name TEXT NOT NULL,
                description TEXT NOT NULL,
                website TEXT,
                type TEXT NOT NULL,
                profile TEXT NOT NULL,
                scopes TEXT NOT NULL,
                required_scopes TEXT NOT NULL,
                api_version TEXT,
                created_at BIGINT NOT NULL,
                deleted_at BIGINT
            )
            """,
            "CREATE INDEX apps_developer ON apps (developer_id, id)",
            """
            CREATE TABLE app_redirect_uris (
                app_id TEXT NOT NULL CONSTRAINT app_redirect_uris_app_fkey REFERENCES apps (id),
                position BIGINT NOT NULL,
                uri TEXT NOT NULL,
                CONSTRAINT app_redirect_uris_pkey PRIMARY KEY (app_id, position)
            )
            """,
            """
            CREATE TABLE app_secrets (
                id TEXT NOT NULL CONSTRAINT app_secrets_pkey PRIMARY KEY,
                app_id TEXT NOT NULL CONSTRAINT app_secrets_app_fkey REFERENCES apps (id),
                digest TEXT NOT NULL,
                last_four TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                expires_at BIGINT,
                revoked_at BIGINT
            )
            """,
            "CREATE UNIQUE INDEX app_secrets_digest_key ON app_secrets (digest)",
            "CREATE INDEX app_secrets_app ON app_secrets (app_id, id)",
            // An authorization request that passed every check and waits for sign-in or consent. Bound to one browser from the start, and to
            // a user once it is on the screen; spent by the decision (contract O13).
            """
            CREATE TABLE authorization_tickets (
                digest TEXT NOT NULL CONSTRAINT authorization_tickets_pkey PRIMARY KEY,
                browser_digest TEXT NOT NULL,
                user_id TEXT,
                query TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                spent_at BIGINT
            )
            """,
            "CREATE INDEX authorization_tickets_expiry ON authorization_tickets (expires_at)",
        ])
}
