import Persistence

extension Migrations {
    /// Portals, the people of portals, developers, and their sessions.
    static let m0001Platform = Migration(
        version: 1, name: "platform",
        statements: [
            """
            CREATE TABLE portals (
                id TEXT NOT NULL CONSTRAINT portals_pkey PRIMARY KEY,
                slug TEXT NOT NULL,
                name TEXT NOT NULL,
                time_zone TEXT NOT NULL,
                features_off TEXT NOT NULL DEFAULT '',
                rate_limit BIGINT,
                created_at BIGINT NOT NULL
            )
            """,
            "CREATE UNIQUE INDEX portals_slug_key ON portals (slug)",
            """
            CREATE TABLE users (
                id TEXT NOT NULL CONSTRAINT users_pkey PRIMARY KEY,
                email TEXT NOT NULL,
                email_key TEXT NOT NULL,
                name TEXT NOT NULL,
                password_hash TEXT,
                disabled_at BIGINT,
                created_at BIGINT NOT NULL
            )
            """,
            "CREATE UNIQUE INDEX users_email_key ON users (email_key)",
            """
            CREATE TABLE memberships (
                portal_id TEXT NOT NULL CONSTRAINT memberships_portal_fkey REFERENCES portals (id),
                user_id TEXT NOT NULL CONSTRAINT memberships_user_fkey REFERENCES users (id),
                role TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                CONSTRAINT memberships_pkey PRIMARY KEY (portal_id, user_id)
            )
            """,
            "CREATE INDEX memberships_user ON memberships (user_id, portal_id)",
            """
            CREATE TABLE developers (
                id TEXT NOT NULL CONSTRAINT developers_pkey PRIMARY KEY,
                email TEXT NOT NULL,
                email_key TEXT NOT NULL,
                name TEXT NOT NULL,
                password_hash TEXT NOT NULL,
                confirmed_at BIGINT,
                verified_at BIGINT,
                banned_at BIGINT,
                created_at BIGINT NOT NULL
            )
            """,
            "CREATE UNIQUE INDEX developers_email_key ON developers (email_key)",
            // A session belongs to a user or to a developer: `account_kind` says which table `account_id` points into.
            """
            CREATE TABLE sessions (
                digest TEXT NOT NULL CONSTRAINT sessions_pkey PRIMARY KEY,
                account_kind TEXT NOT NULL,
                account_id TEXT NOT NULL,
                portal_id TEXT,
                created_at BIGINT NOT NULL,
                last_seen_at BIGINT NOT NULL,
                authenticated_at BIGINT NOT NULL,
                address TEXT NOT NULL
            )
            """,
            "CREATE INDEX sessions_account ON sessions (account_id)",
            "CREATE INDEX sessions_last_seen ON sessions (last_seen_at)",
            // What a link in a mail opens: confirmation, invitation. Spent once.
            """
            CREATE TABLE mailed_links (
                digest TEXT NOT NULL CONSTRAINT mailed_links_pkey PRIMARY KEY,
                purpose TEXT NOT NULL,
                account_id TEXT NOT NULL,
                expires_at BIGINT NOT NULL,
                spent_at BIGINT
            )
            """,
            """
            CREATE TABLE leases (
                name TEXT NOT NULL CONSTRAINT leases_pkey PRIMARY KEY,
                holder TEXT NOT NULL,
                expires_at BIGINT NOT NULL
            )
            """,
        ])
}
