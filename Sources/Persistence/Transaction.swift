package import Kernel

/// What a transaction's closure works with: a connection, until a statement fails.
///
/// After a failed statement PostgreSQL takes nothing more and turns COMMIT into ROLLBACK; SQLite would carry on. So that code
/// which passes on one passes on the other, the first failure is the whole transaction's: statements after it fail alike, and
/// a closure that swallowed it does not commit. A refusal that is expected belongs into the statement (`ON CONFLICT DO NOTHING`).
package final class Transaction: SQLConnection {
    private let connection: any SQLConnection
    private var failure: StorageError?

    private init(_ connection: any SQLConnection) { self.connection = connection }

    /// Runs `body`; begin and commit, or rollback when this throws, are the driver's.
    package static func run<Outcome>(
        on connection: any SQLConnection, _ body: (any SQLConnection) throws(StorageError) -> Outcome
    ) throws(StorageError) -> Outcome {
        let transaction = Transaction(connection)
        // The closure may have kept the connection; by then it belongs to somebody else.
        defer { transaction.failure = .invalid(detail: "a connection was used after its transaction") }
        let outcome = try body(transaction)
        if let failure = transaction.failure { throw failure }
        return outcome
    }

    @discardableResult
    package func execute(_ sql: SQL) throws(StorageError) -> Int {
        try unlessFailed { () throws(StorageError) in try connection.execute(sql) }
    }

    package func rows(_ sql: SQL) throws(StorageError) -> [SQLRow] {
        try unlessFailed { () throws(StorageError) in try connection.rows(sql) }
    }

    private func unlessFailed<Value>(_ statement: () throws(StorageError) -> Value) throws(StorageError) -> Value {
        if let failure { throw failure }
        do {
            return try statement()
        } catch {
            failure = error
            throw error
        }
    }
}
