import Kernel
import Persistence

extension IdempotencyRecords {
    func record(of slot: IdempotencySlot) async throws(StorageError) -> (digest: String, answer: StoredAnswer)? {
        let row = try await database.first(
            """
            SELECT request_digest, status, location, body FROM idempotency_records
            WHERE portal_id = \(slot.portal) AND holder = \(slot.holder) AND key = \(slot.key)
              AND created_at > \(slot.now - Self.lifetime)
            """)
        guard let row else { return nil }
        let answer = StoredAnswer(
            status: try row.int("status"), location: try row.optionalText("location"), body: try row.text("body"))
        return (try row.text("request_digest"), answer)
    }

    /// Takes the slot. Fails with `.uniqueViolation` if it holds a living answer.
    static func insert(
        _ answer: StoredAnswer, in slot: IdempotencySlot, on connection: any SQLConnection
    ) throws(StorageError) {
        // The pruner may not have come by yet.
        try connection.execute(
            """
            DELETE FROM idempotency_records
            WHERE portal_id = \(slot.portal) AND holder = \(slot.holder) AND key = \(slot.key)
              AND created_at <= \(slot.now - lifetime)
            """)
        try connection.execute(
            """
            INSERT INTO idempotency_records (portal_id, holder, key, request_digest, status, location, body, created_at)
            VALUES (\(slot.portal), \(slot.holder), \(slot.key), \(slot.requestDigest), \(answer.status), \(answer.location),
                \(answer.body), \(slot.now))
            """)
    }
}
