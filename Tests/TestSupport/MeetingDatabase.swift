package import Kernel
package import Persistence
import Synchronization

/// A database in which transactions can be made to meet (`Meeting`), for tests of races.
///
/// On PostgreSQL a transaction stops before its first statement that changes something: it has read what it decides by, and so has
/// everybody else. SQLite runs its writers one by one, so there it stops before it begins: whatever its caller read before it, and
/// decided by, everybody has read.
package final class MeetingDatabase: SQLDatabase {
    private let database: any SQLDatabase
    private let meeting = Mutex<Meeting?>(nil)
    private let interruption = Mutex<Interruption?>(nil)
    /// Longer than any of it takes; shorter than the time limits of tests and of PostgreSQL's idle transactions.
    private static let patience = Duration.seconds(10)

    package init(_ database: any SQLDatabase) { self.database = database }

    package var dialect: Dialect { database.dialect }
    package var statistics: DatabaseStatistics { database.statistics }

    /// Runs `body`, in which exactly `count` transactions meet.
    package func meet<Outcome: Sendable>(
        _ count: Int, _ body: () async throws -> Outcome
    ) async throws -> (outcome: Outcome, tookPlace: Bool) {
        let meeting = Meeting(of: count)
        self.meeting.withLock { $0 = meeting }
        let reminder = Task {
            try await Task.sleep(for: Self.patience)
            meeting.callOff()
        }
        defer {
            reminder.cancel()
            self.meeting.withLock { $0 = nil }
        }
        return (try await body(), meeting.tookPlace)
    }

    /// Runs `first` up to a transaction that it is about to begin, then all of `second`, then the rest of `first`.
    ///
    /// - Parameter skipped: how many transactions of `first` go ahead before that one.
    package func interrupt<Outcome: Sendable>(
        after skipped: Int = 0, _ first: @escaping @Sendable () async throws -> Outcome,
        by second: () async throws -> Void
    ) async throws -> (outcome: Outcome, tookPlace: Bool) {
        let (reached, resumed) = (Meeting(of: 2), Meeting(of: 2))
        interruption.withLock { $0 = Interruption(reached: reached, resumed: resumed, skipped: skipped) }
        let reminder = Task {
            try await Task.sleep(for: Self.patience)
            reached.callOff()
            resumed.callOff()
        }
        defer {
            reminder.cancel()
            interruption.withLock { $0 = nil }
        }
        async let outcome = first()
        await reached.attend()
        do {
            try await second()
        } catch {
            resumed.callOff()
            throw error
        }
        await resumed.attend()
        return (try await outcome, reached.tookPlace && resumed.tookPlace)
    }

    package func read<Outcome: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome { try await database.read(body) }

    package func rows(_ sql: SQL) async throws(StorageError) -> [SQLRow] { try await database.rows(sql) }

    package func write<Outcome: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome {
        if let interruption = nextInterruption() {
            await interruption.reached.attend()
            await interruption.resumed.attend()
        }
        guard let meeting = meeting.withLock({ $0 }) else { return try await database.write(body) }
        switch dialect {
        case .sqlite:
            await meeting.attend()
            return try await database.write(body)
        case .postgres:
            return try await database.write { connection throws(StorageError) -> Outcome in
                try body(MeetingConnection(connection, meeting))
            }
        }
    }

    package func close() async { await database.close() }

    /// The interruption that this transaction is meant for: it is told of once.
    private func nextInterruption() -> Interruption? {
        interruption.withLock { interruption in
            guard let next = interruption else { return nil }
            guard next.skipped == 0 else {
                interruption?.skipped -= 1
                return nil
            }
            interruption = nil
            return next
        }
    }
}

/// Two meetings of a transaction and a test: before it begins, and when it may.
private struct Interruption {
    let reached: Meeting
    let resumed: Meeting
    var skipped: Int
}

/// Attends a meeting before the first change of its transaction. Runs on one thread, like the connection inside.
private final class MeetingConnection: SQLConnection {
    private let connection: any SQLConnection
    private let meeting: Meeting
    private var hasMet = false

    init(_ connection: any SQLConnection, _ meeting: Meeting) {
        (self.connection, self.meeting) = (connection, meeting)
    }

    @discardableResult
    func execute(_ sql: SQL) throws(StorageError) -> Int {
        meet()
        return try connection.execute(sql)
    }

    func rows(_ sql: SQL) throws(StorageError) -> [SQLRow] {
        // A SELECT is none; an UPDATE … RETURNING is.
        if !sql.text.hasPrefix("SELECT") { meet() }
        return try connection.rows(sql)
    }

    private func meet() {
        guard !hasMet else { return }
        hasMet = true
        meeting.attend()
    }
}
