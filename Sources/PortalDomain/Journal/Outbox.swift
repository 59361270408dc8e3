package import Kernel
package import Persistence

/// A mail in the outbox.
package struct OutboxMail: Sendable {
    package let id: MailID
    package let mail: Mail
    package let createdAt: Timestamp
    package let sentAt: Timestamp?
}

/// What waits to be sent, and what was: readable by the operator, also where no SMTP is configured (contract O71).
package struct Outbox: Sendable {
    private let database: any SQLDatabase

    package init(database: any SQLDatabase) { self.database = database }

    /// Newest first.
    package func list(limit: Int = 100) async throws(StorageError) -> [OutboxMail] {
        try await database.rows(Self.select(limit: limit)).map { row throws(StorageError) in try Self.mail(row) }
    }

    package func find(_ id: MailID) async throws(StorageError) -> OutboxMail? {
        try await database.first(Self.select(id)).map { row throws(StorageError) in try Self.mail(row) }
    }
}
