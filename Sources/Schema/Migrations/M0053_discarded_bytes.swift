import Persistence

extension Migrations {
    /// What cannot be deleted from the store now goes to the end of the queue.
    static let m0053DiscardedBytes = Migration(
        version: 53, name: "discarded_bytes",
        statements: [
            // 0: never.
            "ALTER TABLE discarded_bytes ADD COLUMN tried_at BIGINT NOT NULL DEFAULT 0",
            "CREATE INDEX discarded_bytes_tried ON discarded_bytes (tried_at, place)",
        ])
}
