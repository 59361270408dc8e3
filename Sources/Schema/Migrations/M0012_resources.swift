import Persistence

extension Migrations {
    /// Resource servers of the operator, and whom grants and tokens are for (RFC 8707).
    static let m0012Resources = Migration(
        version: 12, name: "resources",
        statements: [
            // Of no portal: whoever runs the server says who takes its tokens. A removed one leaves no row, and its id never comes back.
            """
            CREATE TABLE resource_servers (
                id TEXT NOT NULL CONSTRAINT resource_servers_pkey PRIMARY KEY,
                name TEXT NOT NULL,
                uri TEXT NOT NULL,
                secret_digest TEXT NOT NULL,
                created_at BIGINT NOT NULL
            )
            """,
            "CREATE UNIQUE INDEX resource_servers_uri_key ON resource_servers (uri)",
            // `api` and ids of resource servers, with spaces. NULL: our API alone.
            "ALTER TABLE grants ADD COLUMN audience TEXT",
            "ALTER TABLE access_tokens ADD COLUMN audience TEXT",
            "ALTER TABLE consents ADD COLUMN audience TEXT",
            "ALTER TABLE device_requests ADD COLUMN audience TEXT",
        ])
}
