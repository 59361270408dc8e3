import Persistence

extension Migrations {
    /// Devices that wait for somebody with a browser (RFC 8628).
    static let m0011Devices = Migration(
        version: 11, name: "devices",
        statements: [
            // The user code is no secret: it opens nothing but a question, and its 34 bits could be guessed from a digest in a second.
            // Portal and grant are set by an approval. `pause`: seconds between two polls.
            """
            CREATE TABLE device_requests (
                digest TEXT NOT NULL CONSTRAINT device_requests_pkey PRIMARY KEY,
                user_code TEXT NOT NULL,
                app_id TEXT NOT NULL CONSTRAINT device_requests_app_fkey REFERENCES apps (id),
                scopes TEXT NOT NULL,
                pause BIGINT NOT NULL,
                polled_at BIGINT,
                portal_id TEXT,
                grant_id TEXT,
                created_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                approved_at BIGINT,
                denied_at BIGINT,
                spent_at BIGINT
            )
            """,
            "CREATE UNIQUE INDEX device_requests_user_code_key ON device_requests (user_code)",
            "CREATE INDEX device_requests_expiry ON device_requests (expires_at)",
            // A ticket waits for an authorization request or for a device.
            "ALTER TABLE authorization_tickets ADD COLUMN device_digest TEXT",
        ])
}
