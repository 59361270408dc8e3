package import Kernel
package import Persistence

extension Outbox {
    static let columns: SQL = """
        id, recipient, subject, body, created_at, sent_at, attempts, next_attempt_at, failed_at, last_error
        """

    static func select(limit: Int) -> SQL { "SELECT \(columns) FROM mails ORDER BY id DESC LIMIT \(limit)" }
    static func select(_ id: MailID) -> SQL { "SELECT \(columns) FROM mails WHERE id = \(id)" }

    static func retry(_ id: MailID, at now: Timestamp) -> SQL {
        """
        UPDATE mails SET attempts = 0, next_attempt_at = \(now), give_up_at = \(now + MailQueue.patience), failed_at = NULL
        WHERE id = \(id) AND sent_at IS NULL AND (claim IS NULL OR next_attempt_at <= \(now))
        """
    }

    static let count: SQL = """
        SELECT COUNT(next_attempt_at) AS waiting, COUNT(failed_at) AS failed, COUNT(sent_at) AS sent FROM mails
        """

    /// What the pruner does, at most `batch` rows at a time: texts of delivered mails go first, whole mails later.
    package static func prune(at now: Timestamp, batch: Int) -> [SQL] {
        [
            """
            UPDATE mails SET body = '' WHERE id IN (
                SELECT id FROM mails WHERE sent_at <= \(now - textLifetime) AND body <> '' LIMIT \(batch)
            )
            """,
            """
            DELETE FROM mails WHERE id IN (
                SELECT id FROM mails
                WHERE sent_at <= \(now - lifetime) OR (sent_at IS NULL AND created_at <= \(now - undeliveredLifetime))
                LIMIT \(batch)
            )
            """,
        ]
    }

    static func mail(_ row: SQLRow) throws(StorageError) -> OutboxMail {
        OutboxMail(
            id: try row.id("id"),
            mail: Mail(to: try row.text("recipient"), subject: try row.text("subject"), body: try row.text("body")),
            createdAt: try row.timestamp("created_at"), sentAt: try row.optionalTimestamp("sent_at"),
            attempts: try row.int("attempts"), nextAttemptAt: try row.optionalTimestamp("next_attempt_at"),
            failedAt: try row.optionalTimestamp("failed_at"), lastError: try row.optionalText("last_error"))
    }
}
