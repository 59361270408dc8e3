import Dispatch
package import Kernel
package import Persistence

/// A database in one file, for one node. Other programs may open the file as well, such as a command or a backup.
package final class SQLiteDatabase: SQLDatabase {
    package let dialect = Dialect.sqlite

    private let writer: SQLiteConnection
    private let writes: WriteQueue
    private let readers: Readers

    /// Opens the file, or makes it.
    /// - Throws: also when the file system does not let commits be durable.
    package init(
        path: String, guard statementGuard: StatementGuard, configuration: SQLiteConfiguration = SQLiteConfiguration()
    ) async throws(StorageError) {
        let open = { @Sendable (purpose: SQLiteConnection.Purpose) throws(StorageError) in
            try SQLiteConnection(
                path: path, purpose: purpose, guard: statementGuard, busyTimeout: configuration.busyTimeout)
        }
        // The writer is the first: it makes the file and switches it to WAL, where readers and the writer do not meet.
        writer = try await Self.onBackgroundThread { () throws(StorageError) in
            let writer = try open(.writing)
            try writer.setUpDurability()
            return writer
        }
        writes = WriteQueue(connection: writer, configuration: configuration)
        readers = Readers(waitingLimit: configuration.waitingReads, open: open)
    }

    package func read<Outcome: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome {
        try await readers.perform { connection throws(StorageError) in try connection.snapshot(body) }
    }

    package func rows(_ sql: SQL) async throws(StorageError) -> [SQLRow] {
        try await readers.perform { connection throws(StorageError) in try connection.rows(sql) }
    }

    package func write<Outcome: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome {
        try await ConflictRetry.run { () async throws(StorageError) in try await self.writes.perform(body) }
    }

    package var statistics: DatabaseStatistics {
        let reading = readers.statistics
        return DatabaseStatistics(
            connections: reading.connections + 1, busy: reading.busy + (writes.isRunning ? 1 : 0),
            waiting: reading.waiting + writes.waitingCount)
    }

    /// The writer goes last: whoever closes a file last tidies it up, and needs to write for that.
    package func close() async {
        async let quiet: Void = readers.close()
        await writes.close()
        await quiet
        await writer.close()
    }

    private static func onBackgroundThread<Outcome: Sendable>(
        _ work: @escaping @Sendable () throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome {
        let result = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: Result { () throws(StorageError) in try work() })
            }
        }
        return try result.get()
    }
}
