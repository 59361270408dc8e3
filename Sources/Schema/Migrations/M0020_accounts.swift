import Persistence

extension Migrations {
    /// What an account's own pages show and security mails need: sessions that can be named, the browsers that an account is known
    /// in, the language of its owner, and mailed links that carry a fact.
    static let m0020Accounts = Migration(
        version: 20, name: "accounts",
        statements: [
            // Null for a session of the release before: it works, and is not in the list.
            "ALTER TABLE sessions ADD COLUMN id TEXT",
            "ALTER TABLE sessions ADD COLUMN user_agent TEXT NOT NULL DEFAULT ''",
            "CREATE UNIQUE INDEX sessions_id_key ON sessions (id)",
            "ALTER TABLE users ADD COLUMN language TEXT",
            "ALTER TABLE developers ADD COLUMN language TEXT",
            """
            CREATE TABLE known_browsers (
                account_kind TEXT NOT NULL,
                account_id TEXT NOT NULL,
                browser_digest TEXT NOT NULL,
                first_seen_at BIGINT NOT NULL,
                last_seen_at BIGINT NOT NULL,
                CONSTRAINT known_browsers_pkey PRIMARY KEY (account_kind, account_id, browser_digest)
            )
            """,
            "CREATE INDEX known_browsers_last_seen ON known_browsers (last_seen_at)",
            // Such as the new address that an account is to get.
            "ALTER TABLE mailed_links ADD COLUMN detail TEXT",
            "CREATE INDEX mailed_links_account ON mailed_links (account_id, purpose)",
            "CREATE INDEX mailed_links_expiry ON mailed_links (expires_at)",
        ])
}
