package import Kernel
package import Persistence

/// The outbox as the delivery sees it: mails that are due are claimed one by one, sent, and written off.
///
/// A claim is nothing but a later time for the next attempt: a node that dies with a mail in its hands leaves a mail that
/// becomes due again. So a mail is sent at least once, and twice only if a node died, or lost its connection, between the
/// server's promise and our own writing it down.
package struct MailQueue: Sendable {
    private let database: any SQLDatabase

    /// Seconds in which a claimed mail belongs to its node: more than the time limits of one delivery add up to.
    package static let claim: Int64 = 900
    /// Seconds in which a mail is tried. What nobody could deliver in two days is given up.
    package static let patience: Int64 = 2 * 86_400

    package init(database: any SQLDatabase) { self.database = database }

    /// A mail in this node's hands.
    package struct Claimed: Sendable {
        package let mail: OutboxMail
        let token: String
    }

    package func isAnyDue(at now: Timestamp) async throws(StorageError) -> Bool {
        try await database.first(Self.due(at: now)) != nil
    }

    /// Takes the mail that waits longest. Nil if there is none, or if another node was first.
    /// - Parameter token: not used before, so that only this claim can write the result.
    package func claim(token: String, at now: Timestamp) async throws(StorageError) -> Claimed? {
        try await database.write { connection throws(StorageError) in
            try connection.first(Self.claim(token, until: now + Self.claim, at: now)).map { row throws(StorageError) in
                Claimed(mail: try Outbox.mail(row), token: token)
            }
        }
    }

    /// Whoever claimed it meanwhile: it has been sent.
    package func noteSent(_ claimed: Claimed, at now: Timestamp) async throws(StorageError) {
        let statement = Self.sent(claimed.mail.id, at: now)
        try await database.write { connection throws(StorageError) in _ = try connection.execute(statement) }
    }

    package func postpone(_ claimed: Claimed, until moment: Timestamp, reason: String) async throws(StorageError) {
        let statement = Self.postpone(claimed, until: moment, reason: reason)
        try await database.write { connection throws(StorageError) in _ = try connection.execute(statement) }
    }

    package func fail(_ claimed: Claimed, reason: String, at now: Timestamp) async throws(StorageError) {
        let statement = Self.fail(claimed, reason: reason, at: now)
        try await database.write { connection throws(StorageError) in _ = try connection.execute(statement) }
    }

    /// The server is in trouble: everything that is due waits, and is not asked for one by one.
    package func postponeAll(until moment: Timestamp, reason: String, at now: Timestamp) async throws(StorageError) {
        let statement = Self.postponeAll(until: moment, reason: reason, at: now)
        try await database.write { connection throws(StorageError) in _ = try connection.execute(statement) }
    }

    /// Ends what is due and has been tried for too long.
    /// - Returns: how many.
    package func giveUp(at now: Timestamp) async throws(StorageError) -> Int {
        let statement = Self.giveUp(at: now)
        return try await database.write { connection throws(StorageError) in try connection.execute(statement) }
    }
}
