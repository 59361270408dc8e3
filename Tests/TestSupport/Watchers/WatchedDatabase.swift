package import Kernel
package import Persistence

/// W7: the database as the server under test gets it. Every transaction that commits is compared with the audit events it wrote.
package struct WatchedDatabase: SQLDatabase {
    private let database: any SQLDatabase
    private let watch: Watch

    package init(_ database: any SQLDatabase, _ watch: Watch) { (self.database, self.watch) = (database, watch) }

    package var dialect: Dialect { database.dialect }
    package var statistics: DatabaseStatistics { database.statistics }

    package func read<Outcome: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome { try await database.read(body) }

    package func write<Outcome: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome {
        // A closure that runs again begins with an empty ledger; one that throws has none.
        let watched = try await database.write {
            connection throws(StorageError) -> (outcome: Outcome, ledger: AuditLedger) in
            let connection = WatchedConnection(connection)
            let outcome = try body(connection)
            return (outcome, connection.ledger)
        }
        if let fault = watched.ledger.fault { watch.raise(.auditEvents, fault) }
        return watched.outcome
    }

    package func rows(_ sql: SQL) async throws(StorageError) -> [SQLRow] { try await database.rows(sql) }
    package func close() async { await database.close() }
}

private final class WatchedConnection: SQLConnection {
    private let connection: any SQLConnection
    private(set) var ledger = AuditLedger()

    init(_ connection: any SQLConnection) { self.connection = connection }

    func execute(_ sql: SQL) throws(StorageError) -> Int {
        let changed = try connection.execute(sql)
        ledger.note(sql, changed: changed)
        return changed
    }

    func rows(_ sql: SQL) throws(StorageError) -> [SQLRow] {
        let rows = try connection.rows(sql)
        ledger.note(sql, changed: rows.count)
        return rows
    }
}
