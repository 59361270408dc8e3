import Dispatch
import GRDB
import GRDBSQLite
import Kernel
import Persistence

/// One connection to the file and the statements it has prepared.
///
/// GRDB opens, sets up and closes it. In between statements go to SQLite itself: GRDB's layer costs several times what an
/// indexed SELECT does, and has no use here for what it pays for.
///
/// Unchecked: SQLite wants one thread at a time, whichever. A reader is with whoever took it from `Readers`, or on its
/// `queue`; the writer is only used on its `queue`.
final class SQLiteConnection: SQLConnection, @unchecked Sendable {
    enum Purpose {
        /// Short reads on the caller's own thread: what takes longer is stopped (see `withinBudget`).
        case lookingUp
        /// Reads of any length, on `queue`.
        case reading
        case writing
    }

    /// Where GRDB runs what is handed to it, one after the other.
    private let queue: DatabaseQueue
    private let handle: OpaquePointer
    private let purpose: Purpose
    private let statementGuard: StatementGuard
    private var statements: [String: SQLiteStatement] = [:]
    private var isOverBudget = false

    /// Texts differ by the length of their lists only, so this is rarely reached.
    private static let statementLimit = 256
    /// What one statement may take on the caller's thread: about half a millisecond of SQLite's virtual machine.
    private static let instructionLimit: Int32 = 40_000

    /// Waits for the file. Not for the cooperative pool, except where the file is known to be open already.
    init(
        path: String, purpose: Purpose, guard statementGuard: StatementGuard, busyTimeout: Duration
    ) throws(StorageError) {
        var configuration = Configuration()
        configuration.label = "voordeur.sqlite"
        configuration.busyMode = .timeout(busyTimeout / .seconds(1))
        configuration.readonly = purpose != .writing
        configuration.journalMode = purpose == .writing ? .wal : .default
        // Kibibytes of pages for each connection. The default of 2 MB makes look-ups read from the file again and again.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -8192") }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            handle = try queue.unsafeRead { database in
                guard let handle = database.sqliteConnection else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
                return handle
            }
        } catch {
            throw .opening(path, error)
        }
        self.purpose = purpose
        self.statementGuard = statementGuard
        if purpose == .lookingUp { installBudget() }
    }

    // MARK: - Statements

    @discardableResult
    func execute(_ sql: Persistence.SQL) throws(StorageError) -> Int {
        let before = sqlite3_total_changes(handle)
        try run(sql) { _ in }
        return sqlite3_total_changes(handle) == before ? 0 : Int(sqlite3_changes(handle))
    }

    func rows(_ sql: Persistence.SQL) throws(StorageError) -> [SQLRow] {
        var rows: [SQLRow] = []
        try run(sql) { statement throws(StorageError) in rows.append(try statement.currentRow()) }
        return rows
    }

    private func run(
        _ sql: Persistence.SQL, row: (SQLiteStatement) throws(StorageError) -> Void
    ) throws(StorageError) {
        let statement = try statement(for: sql.text)
        let code: Int32
        do {
            code = try statement.run(sql.bindings, row: row)
        } catch {
            statement.reset()
            throw error
        }
        let message = code == SQLITE_DONE ? "" : String(cString: sqlite3_errmsg(handle))
        statement.reset()
        guard code == SQLITE_DONE else { throw failure(code, message: message, statement: sql.text) }
    }

    private func statement(for text: String) throws(StorageError) -> SQLiteStatement {
        if let statement = statements[text] { return statement }
        try statementGuard.check(text)
        let statement = try SQLiteStatement(text, on: handle)
        guard purpose == .writing || statement.isReadOnly else {
            throw .invalid(detail: "a read must not write: \(text)")
        }
        if statements.count >= Self.statementLimit { statements.removeAll(keepingCapacity: true) }
        statements[text] = statement
        return statement
    }

    private func failure(_ code: Int32, message: String, statement: String) -> StorageError {
        guard StorageError.isUniqueViolation(code) else { return .sqlite(code, message: message, statement: statement) }
        let violation = UniqueViolation(message: message, isPrimaryKey: StorageError.isPrimaryKeyViolation(code))
        return .uniqueViolation(violation.constraintName { sql throws(StorageError) in try rows(sql) })
    }

    // MARK: - Transactions

    /// The driver's own statements, which `StatementGuard` keeps from everybody else.
    enum Boundary: String {
        case beginReading = "BEGIN DEFERRED"
        case beginWriting = "BEGIN IMMEDIATE"
        case commit = "COMMIT"
        case rollback = "ROLLBACK"
        case savepoint = "SAVEPOINT closure"
        case release = "RELEASE closure"
        case rollbackToSavepoint = "ROLLBACK TO closure"
    }

    func pass(_ boundary: Boundary) throws(StorageError) {
        let statement: SQLiteStatement
        if let known = statements[boundary.rawValue] {
            statement = known
        } else {
            statement = try SQLiteStatement(boundary.rawValue, on: handle)
            statements[boundary.rawValue] = statement
        }
        let code = try statement.run([]) { _ in }
        let message = code == SQLITE_DONE ? "" : String(cString: sqlite3_errmsg(handle))
        statement.reset()
        guard code == SQLITE_DONE else { throw failure(code, message: message, statement: boundary.rawValue) }
    }

    /// False also after SQLite has rolled back by itself, as it may when the disk is full.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    // MARK: - Budget

    /// Runs `body`, but gives up on a statement that takes much longer than a look-up by index.
    /// - Returns: nil if the time was up. A read can simply be started again, on a connection without a budget.
    func withinBudget<Outcome>(_ body: () throws(StorageError) -> Outcome) throws(StorageError) -> Outcome? {
        isOverBudget = false
        do {
            return try body()
        } catch {
            if isOverBudget { return nil }
            throw error
        }
    }

    private func installBudget() {
        sqlite3_progress_handler(
            handle, Self.instructionLimit,
            { connection in
                guard let connection else { return 0 }
                Unmanaged<SQLiteConnection>.fromOpaque(connection).takeUnretainedValue().isOverBudget = true
                return 1  // Interrupts the statement.
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    // MARK: - Durability

    /// Makes every commit reach the disk before it is answered: a spent code must stay spent after a power cut.
    ///
    /// GRDB sets NORMAL when it switches to WAL, so this comes after opening.
    func setUpDurability() throws(StorageError) {
        _ = try rows("PRAGMA synchronous = FULL")
        guard try first("PRAGMA synchronous")?.int("synchronous") == 2 else {
            throw .unavailable(detail: "SQLite does not accept synchronous = FULL")
        }
        // After a burst or a long backup the log gives its space back.
        _ = try rows("PRAGMA journal_size_limit = 67108864")
    }

    // MARK: - Snapshots

    /// Runs `body` so that all its statements see the same commit.
    func snapshot<Outcome>(
        _ body: (any SQLConnection) throws(StorageError) -> Outcome
    ) throws(StorageError) -> Outcome {
        try pass(.beginReading)
        // Nothing was written: how it ends makes no difference, as long as it does.
        defer { try? pass(.rollback) }
        return try Transaction.run(on: self, body)
    }

    // MARK: - End

    /// After everything that `queue` already has, and on another thread than its own.
    func close() async {
        await onQueue { $0.statements.removeAll() }
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                try? self.queue.close()
                continuation.resume()
            }
        }
    }

    /// Has `work` run after everything that `queue` already has.
    ///
    /// GRDB's callback form: its async one is cancelled with the caller's task, and writers must not stop each other.
    func schedule(_ work: @escaping @Sendable (SQLiteConnection) -> Void) {
        queue.asyncWriteWithoutTransaction { _ in work(self) }
    }

    func onQueue<Outcome: Sendable>(_ work: @escaping @Sendable (SQLiteConnection) -> Outcome) async -> Outcome {
        await withCheckedContinuation { continuation in
            schedule { continuation.resume(returning: work($0)) }
        }
    }
}

extension StorageError {
    fileprivate static func opening(_ path: String, _ error: any Error) -> StorageError {
        guard let error = error as? DatabaseError else { return .unavailable(detail: "\(path): \(error)") }
        return .sqlite(error.extendedResultCode.rawValue, message: error.message ?? "", statement: "opening \(path)")
    }
}
