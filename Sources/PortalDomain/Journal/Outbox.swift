package import Kernel
package import Persistence

/// A mail in the outbox.
package struct OutboxMail: Sendable {
    package enum State: String, Sendable { case waiting, sent, failed }

    package let id: MailID
    /// Its body is empty when the mail was delivered a while ago (see `Outbox.textLifetime`).
    package let mail: Mail
    package let createdAt: Timestamp
    package let sentAt: Timestamp?
    /// Deliveries that were begun.
    package let attempts: Int
    /// Nil once it is sent, or has failed for good.
    package let nextAttemptAt: Timestamp?
    package let failedAt: Timestamp?
    /// Why the last attempt did not succeed, for the operator.
    package let lastError: String?

    package var state: State { sentAt != nil ? .sent : failedAt != nil ? .failed : .waiting }
}

/// What waits to be sent, and what was: readable by the operator, also where no SMTP is configured (contract O71).
package struct Outbox: Sendable {
    private let database: any SQLDatabase

    /// Seconds after the delivery in which the text can still be read: links and codes in it must not lie around.
    package static let textLifetime: Int64 = 86_400
    /// Seconds that a delivered mail is listed.
    package static let lifetime: Int64 = 30 * 86_400
    /// Seconds that a mail is kept which was not delivered: longer than the links in it live.
    package static let undeliveredLifetime: Int64 = 14 * 86_400

    package init(database: any SQLDatabase) { self.database = database }

    /// Newest first.
    package func list(limit: Int = 100) async throws(StorageError) -> [OutboxMail] {
        try await database.rows(Self.select(limit: limit), as: Self.mail)
    }

    package func find(_ id: MailID) async throws(StorageError) -> OutboxMail? {
        try await database.first(Self.select(id), as: Self.mail)
    }

    /// Makes a mail due now, also one that was given up, with as much patience as a new one. False if it was sent, is being
    /// sent at this moment, or is not there.
    package func retry(_ id: MailID, at now: Timestamp) async throws(StorageError) -> Bool {
        let statement = Self.retry(id, at: now)
        return try await database.write { connection throws(StorageError) in try connection.execute(statement) == 1 }
    }

    package struct Counts: Sendable, Equatable {
        package let waiting: Int
        package let failed: Int
        package let sent: Int
    }

    /// What is in the outbox now.
    package func counts() async throws(StorageError) -> Counts {
        guard let row = try await database.first(Self.count) else { return Counts(waiting: 0, failed: 0, sent: 0) }
        return Counts(waiting: try row.int("waiting"), failed: try row.int("failed"), sent: try row.int("sent"))
    }
}
