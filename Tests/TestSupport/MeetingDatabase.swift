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

    package func read<Outcome: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome { try await database.read(body) }

    package func rows(_ sql: SQL) async throws(StorageError) -> [SQLRow] { try await database.rows(sql) }

    package func write<Outcome: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome {
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
