import Kernel
import Persistence

extension Outbox {
    static func select(limit: Int) -> SQL {
        "SELECT id, recipient, subject, body, created_at, sent_at FROM mails ORDER BY id DESC LIMIT \(limit)"
    }

    static func select(_ id: MailID) -> SQL {
        "SELECT id, recipient, subject, body, created_at, sent_at FROM mails WHERE id = \(id)"
    }

    static func mail(_ row: SQLRow) throws(StorageError) -> OutboxMail {
        OutboxMail(
            id: try row.id("id"),
            mail: Mail(to: try row.text("recipient"), subject: try row.text("subject"), body: try row.text("body")),
            createdAt: try row.timestamp("created_at"), sentAt: try row.optionalTimestamp("sent_at"))
    }
}
