import CLibPQ
import Glibc
import Kernel
import Persistence

/// One connection to the server and the statements prepared on it.
///
/// Unchecked: libpq wants one thread at a time, whichever. A session is with the worker that took it from `SessionPool`, or idle.
final class PostgresSession: SQLConnection, @unchecked Sendable {
    private struct Prepared {
        let name: String
        /// Known after the first run; PostgreSQL refuses to run a statement whose columns have changed.
        var columns: PostgresColumns?
    }

    private let connection: OpaquePointer
    private let statementGuard: StatementGuard
    private var statements: [String: Prepared] = [:]
    private var statementNumber = 0
    /// Set when a prepared statement no longer fitted the schema: those of other sessions will not either.
    private(set) var hasSeenChangedSchema = false
    /// How often the pool had heard of such a change when our statements were last forgotten.
    private var schemaChanges: Int

    /// Texts differ by the length of their lists only, so this is rarely reached.
    private static let statementLimit = 256

    // MARK: - The connection

    /// Waits for the server.
    init(
        _ configuration: PostgresConfiguration, guard statementGuard: StatementGuard, schemaChanges: Int
    ) throws(StorageError) {
        guard let connection = Self.connect(configuration) else { throw .unavailable(detail: "out of memory") }
        self.connection = connection
        self.statementGuard = statementGuard
        self.schemaChanges = schemaChanges
        // Notices would be written to stderr.
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        guard PQstatus(connection) == CONNECTION_OK else { throw .unavailable(detail: lastMessage) }
        do {
            try run(Self.settings(configuration))
        } catch {
            throw error.storageError
        }
    }

    deinit { PQfinish(connection) }

    /// Whether the next one can have it: connected, and not inside a transaction.
    var isReusable: Bool { isConnected && PQtransactionStatus(connection) == PQTRANS_IDLE }

    /// To be called when the session is taken from the pool.
    func forgetStatements(ifOlderThan schemaChanges: Int) {
        hasSeenChangedSchema = false
        guard self.schemaChanges < schemaChanges else { return }
        self.schemaChanges = schemaChanges
        statements.removeAll(keepingCapacity: true)
    }

    private var isConnected: Bool { PQstatus(connection) == CONNECTION_OK }
    private var lastMessage: String { String(cString: PQerrorMessage(connection)) }

    private static func connect(_ configuration: PostgresConfiguration) -> OpaquePointer? {
        // A later name beats an earlier one, and "dbname" stands for everything in the URL.
        let parameters: KeyValuePairs = [
            "application_name": "voordeur",
            "connect_timeout": "\(configuration.connectTimeout.components.seconds)",
            // Kerberos is looked for before every connection otherwise.
            "gssencmode": "disable",
            // Of several hosts we want the one that takes writes.
            "target_session_attrs": "read-write",
            // A server that vanished without a word is noticed after about half a minute.
            "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "4", "tcp_user_timeout": "30000",
            "dbname": configuration.url.expose(),
            "client_encoding": "UTF8",
        ]
        return withCStrings(parameters.map(\.key)) { names in
            withCStrings(parameters.map(\.value)) { values in PQconnectdbParams(names, values, 1) }
        }
    }

    private static func settings(_ configuration: PostgresConfiguration) -> String {
        """
        SET TIME ZONE 'UTC';
        SET statement_timeout = \(configuration.statementTimeout.milliseconds);
        SET lock_timeout = \(configuration.lockTimeout.milliseconds);
        SET idle_in_transaction_session_timeout = \(configuration.idleInTransactionTimeout.milliseconds);
        SET default_transaction_read_only = ON
        """
    }

    // MARK: - Transactions

    enum Access: String {
        case writing = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
        case reading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    }

    func transaction<Outcome>(
        _ access: Access, _ body: (any SQLConnection) throws(StorageError) -> Outcome
    ) throws(PostgresFailure) -> Outcome {
        // Until this has succeeded nothing was done: a lost connection is `.stale` here, and only here.
        try run(access.rawValue)
        let outcome: Outcome
        do throws(StorageError) {
            outcome = try Transaction.run(on: self, body)
        } catch {
            _ = try? run("ROLLBACK")
            throw .storage(error)
        }
        do {
            try commit()
        } catch {
            // Not `.stale`: the server may have committed before it was lost.
            throw .storage(error.storageError)
        }
        return outcome
    }

    private func commit() throws(PostgresFailure) {
        let result = try run("COMMIT")
        // PostgreSQL answers so when the transaction had failed. `Transaction` has noticed that before.
        guard result.tag == "COMMIT" else { throw .storage(.invalid(detail: "\(result.tag) instead of COMMIT")) }
    }

    /// The rows of one SELECT, in a transaction of its own.
    func rowsOutsideTransaction(_ sql: SQL) throws(PostgresFailure) -> [SQLRow] {
        do {
            return try query(sql)
        } catch .outdated {
            return try query(sql)
        }
    }

    /// Text of ours without parameters: not prepared, not checked.
    @discardableResult
    func run(_ text: String) throws(PostgresFailure) -> PostgresResult {
        guard let pointer = PQexec(connection, text) else { throw .storage(.unavailable(detail: lastMessage)) }
        let result = PostgresResult(pointer)
        guard result.isSuccess else { throw failure(result, statement: text) }
        return result
    }

    // MARK: - Statements

    @discardableResult
    func execute(_ sql: SQL) throws(StorageError) -> Int {
        do {
            return try answer(to: sql).affectedRows
        } catch {
            throw error.storageError
        }
    }

    func rows(_ sql: SQL) throws(StorageError) -> [SQLRow] {
        do {
            return try query(sql)
        } catch {
            throw error.storageError
        }
    }

    private func query(_ sql: SQL) throws(PostgresFailure) -> [SQLRow] {
        let result = try answer(to: sql)
        guard result.rowCount > 0 else { return [] }
        let columns: PostgresColumns
        if let known = statements[sql.text]?.columns {
            columns = known
        } else {
            columns = result.columns()
            statements[sql.text]?.columns = columns
        }
        return (0..<result.rowCount).map { result.row($0, columns) }
    }

    private func answer(to sql: SQL) throws(PostgresFailure) -> PostgresResult {
        let parameters: PostgresParameters
        do throws(StorageError) {
            parameters = try PostgresParameters(sql.bindings)
        } catch {
            throw .storage(error)
        }
        let (name, isNew) = try preparedName(for: sql.text)
        let pointer = parameters.withPointers { count, values in
            PQexecPrepared(connection, name, count, values, nil, nil, 0)
        }
        guard let pointer else { throw .storage(.unavailable(detail: lastMessage)) }
        let result = PostgresResult(pointer)
        if result.isSuccess { return result }
        // The server has forgotten the statement, or a migration changed its columns.
        if !isNew, result.state == "26000" || result.state == "0A000" {
            // On the server it stays until the connection ends: DEALLOCATE cannot be said in a failed transaction.
            statements[sql.text] = nil
            hasSeenChangedSchema = true
            throw .outdated
        }
        throw failure(result, statement: sql.text)
    }

    private func preparedName(for text: String) throws(PostgresFailure) -> (name: String, isNew: Bool) {
        if let known = statements[text] { return (known.name, false) }
        do throws(StorageError) {
            try statementGuard.check(text)
        } catch {
            throw .storage(error)
        }
        if statements.count >= Self.statementLimit {
            try run("DEALLOCATE ALL")
            statements.removeAll(keepingCapacity: true)
        }
        statementNumber += 1
        let name = "s\(statementNumber)"
        guard let pointer = PQprepare(connection, name, text, 0, nil) else {
            throw .storage(.unavailable(detail: lastMessage))
        }
        let result = PostgresResult(pointer)
        guard result.isSuccess else { throw failure(result, statement: text) }
        statements[text] = Prepared(name: name)
        return (name, true)
    }

    private func failure(_ result: PostgresResult, statement: String) -> PostgresFailure {
        let error = StorageError.postgres(result, statement: statement)
        if !isConnected, case .unavailable(let detail) = error { return .stale(detail: detail) }
        return .storage(error)
    }
}

/// C strings for the time of `body`, ended by a null pointer as libpq wants them.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    var pointers = copies.map { UnsafePointer<CChar>($0) }
    pointers.append(nil)
    return body(pointers)
}

extension Duration {
    fileprivate var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
