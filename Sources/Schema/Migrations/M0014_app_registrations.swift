import Persistence

extension Migrations {
    /// Apps that registered themselves (RFC 7591), and what they prove it with afterwards (RFC 7592).
    static let m0014AppRegistrations = Migration(
        version: 14, name: "app_registrations",
        statements: [
            // `token_digest` is null where there is nothing to manage. `first_used_at`: when somebody first gave the app access. Without that it is removed after a day.
            """
            CREATE TABLE app_registrations (
                app_id TEXT NOT NULL
                    CONSTRAINT app_registrations_pkey PRIMARY KEY CONSTRAINT app_registrations_app_fkey REFERENCES apps (id),
                token_digest TEXT,
                method TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                first_used_at BIGINT
            )
            """,
            "CREATE INDEX app_registrations_unused ON app_registrations (first_used_at, created_at)",
        ])
}
