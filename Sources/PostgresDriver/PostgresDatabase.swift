package import Kernel
package import Persistence

/// A database on a PostgreSQL server, for any number of nodes.
package final class PostgresDatabase: SQLDatabase {
    package let dialect = Dialect.postgres

    private let sessions: SessionPool

    /// Connects once, so that a wrong address or password is known at the start.
    package init(
        configuration: PostgresConfiguration, guard statementGuard: StatementGuard
    ) async throws(StorageError) {
        sessions = SessionPool(configuration, guard: statementGuard)
        do {
            _ = try await rows("SELECT 1 AS one")
        } catch {
            await sessions.close()
            throw error
        }
    }

    package func read<Outcome: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome {
        try await transaction(.reading, body)
    }

    package func write<Outcome: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome {
        try await transaction(.writing, body)
    }

    package func rows(_ sql: SQL) async throws(StorageError) -> [SQLRow] {
        try await sessions.perform { session throws(PostgresFailure) in try session.rowsOutsideTransaction(sql) }
    }

    /// Runs what refuses to be in a transaction, such as CREATE DATABASE. Nothing checks the text, and it has no parameters.
    package func administer(_ text: String) async throws(StorageError) {
        try await sessions.perform { session throws(PostgresFailure) in
            try session.run("SET default_transaction_read_only = OFF")
            defer { _ = try? session.run("SET default_transaction_read_only = ON") }
            try session.run(text)
        }
    }

    package var statistics: DatabaseStatistics { sessions.statistics }

    package func close() async { await sessions.close() }

    private func transaction<Outcome: Sendable>(
        _ access: PostgresSession.Access,
        _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome {
        try await ConflictRetry.run { () async throws(StorageError) in
            try await self.sessions.perform { session throws(PostgresFailure) in try session.transaction(access, body) }
        }
    }
}
