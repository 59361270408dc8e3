import Persistence

extension Migrations {
    /// Public keys of apps, and the one-time proofs that were made with such keys.
    static let m0007AppKeys = Migration(
        version: 7, name: "app_keys",
        statements: [
            // A JSON Web Key Set. An app that has one proves itself with it and with nothing else.
            "ALTER TABLE apps ADD COLUMN jwks TEXT",
            // Of no portal: an app proves itself before it says which portal it comes for.
            """
            CREATE TABLE spent_proofs (
                digest TEXT NOT NULL CONSTRAINT spent_proofs_pkey PRIMARY KEY,
                expires_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX spent_proofs_expiry ON spent_proofs (expires_at)",
        ])
}
