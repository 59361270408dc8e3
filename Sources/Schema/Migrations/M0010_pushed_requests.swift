import Persistence

extension Migrations {
    /// Authorization requests that apps push (RFC 9126), and what a developer can switch on for an app.
    static let m0010PushedRequests = Migration(
        version: 10, name: "pushed_requests",
        statements: [
            // Names of options, with spaces.
            "ALTER TABLE apps ADD COLUMN options TEXT NOT NULL DEFAULT ''",
            """
            CREATE TABLE pushed_requests (
                digest TEXT NOT NULL CONSTRAINT pushed_requests_pkey PRIMARY KEY,
                app_id TEXT NOT NULL CONSTRAINT pushed_requests_app_fkey REFERENCES apps (id),
                query TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                spent_at BIGINT
            )
            """,
            "CREATE INDEX pushed_requests_expiry ON pushed_requests (expires_at)",
        ])
}
