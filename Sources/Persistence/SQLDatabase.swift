package import Kernel

/// A database: SQLite in a file, or PostgreSQL. The one text of every statement runs on both.
package protocol SQLDatabase: Sendable {
    var dialect: Dialect { get }

    /// Runs `body` in a transaction that sees one snapshot and writes nothing. It may run again.
    func read<Outcome: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome

    /// Runs `body` in a transaction and returns what it returned, after the commit.
    ///
    /// The closure is synchronous: nothing in it can wait for the network. It can throw `StorageError` and nothing else, so a refusal
    /// of the protocol is *returned* and cannot undo what goes with it. It may run more than once: after `.conflict`, at most twice,
    /// and when somebody who shared its transaction brought that down.
    ///
    /// A statement that fails is the end of the transaction, also if the closure catches its error (see `Transaction`).
    func write<Outcome: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome

    /// The rows of one SELECT, without the cost of BEGIN and COMMIT around it.
    func rows(_ sql: SQL) async throws(StorageError) -> [SQLRow]

    /// Gauges for `/metrics`.
    var statistics: DatabaseStatistics { get }

    /// Waits for what is under way, then closes. Everything afterwards is `.unavailable`.
    func close() async
}

extension SQLDatabase {
    package func first(_ sql: SQL) async throws(StorageError) -> SQLRow? { try await rows(sql).first }

    /// Asks the database for a sign of life.
    package func ping() async throws(StorageError) { _ = try await rows("SELECT 1 AS alive") }
}

/// What a transaction may do. Valid only inside the closure that received it.
package protocol SQLConnection {
    /// Runs a statement that changes rows.
    /// - Returns: how many rows it changed.
    @discardableResult
    func execute(_ sql: SQL) throws(StorageError) -> Int

    /// Runs a SELECT, or a statement with RETURNING.
    func rows(_ sql: SQL) throws(StorageError) -> [SQLRow]
}

extension SQLConnection {
    package func first(_ sql: SQL) throws(StorageError) -> SQLRow? { try rows(sql).first }
}

package struct DatabaseStatistics: Sendable {
    /// Connections the pool may open, and how many are at work.
    package let connections: Int
    package let busy: Int
    /// Calls waiting for a connection or for the writer.
    package let waiting: Int

    package init(connections: Int, busy: Int, waiting: Int) {
        (self.connections, self.busy, self.waiting) = (connections, busy, waiting)
    }
}
