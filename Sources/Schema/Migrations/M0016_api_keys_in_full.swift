import Persistence

extension Migrations {
    /// A maximum for the life of keys, changes and successors of keys, and which warning was sent.
    static let m0016APIKeysInFull = Migration(
        version: 16, name: "api keys in full",
        statements: [
            // Days; null: no maximum.
            "ALTER TABLE portals ADD COLUMN key_days BIGINT",
            "ALTER TABLE api_keys ADD COLUMN revision BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE api_keys ADD COLUMN successor_id TEXT",
            // The last warning before the end that was sent, or whose time was over when the end was set: 30, 7 or 1 (days).
            "ALTER TABLE api_keys ADD COLUMN warned_days BIGINT",
            "CREATE INDEX api_keys_expiry ON api_keys (expires_at) WHERE revoked_at IS NULL",
        ])
}
