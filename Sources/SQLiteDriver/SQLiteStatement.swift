import GRDBSQLite
import Kernel
import Persistence

/// A prepared statement of one connection.
final class SQLiteStatement {
    private let pointer: OpaquePointer
    private let parameterCount: Int
    private var columns: SQLRow.Columns
    /// How often SQLite had prepared it anew when `columns` was read: a changed schema can change the names.
    private var preparations: Int32 = 0

    /// Tells SQLite to copy what is bound.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ text: String, on handle: OpaquePointer) throws(StorageError) {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared else {
            throw StorageError.sqlite(code, message: String(cString: sqlite3_errmsg(handle)), statement: text)
        }
        pointer = prepared
        parameterCount = Int(sqlite3_bind_parameter_count(prepared))
        columns = Self.columns(of: prepared)
    }

    deinit { sqlite3_finalize(pointer) }

    var isReadOnly: Bool { sqlite3_stmt_readonly(pointer) != 0 }

    /// Runs the statement to its end and hands every row to `row`.
    /// - Returns: SQLite's code. `SQLITE_DONE` is success; for any other the connection still has the message.
    func run(
        _ bindings: [SQLValue], row: (_ statement: SQLiteStatement) throws(StorageError) -> Void
    ) throws(StorageError) -> Int32 {
        guard bindings.count == parameterCount else {
            throw .invalid(
                detail:
                    "\(parameterCount) placeholders, \(bindings.count) values: \(String(cString: sqlite3_sql(pointer)))"
            )
        }
        for (offset, value) in bindings.enumerated() { try bind(value, at: Int32(offset + 1)) }
        while true {
            let code = sqlite3_step(pointer)
            guard code == SQLITE_ROW else { return code }
            try row(self)
        }
    }

    /// Back to the start. It repeats the error of the last run and, before anything else is called, keeps its message.
    func reset() {
        sqlite3_reset(pointer)
        // SQLite would add up the instructions of all runs, and the budget is meant for one.
        _ = sqlite3_stmt_status(pointer, SQLITE_STMTSTATUS_VM_STEP, 1)
    }

    /// The row that `run` has just reached.
    func currentRow() throws(StorageError) -> SQLRow {
        let preparations = sqlite3_stmt_status(pointer, SQLITE_STMTSTATUS_REPREPARE, 0)
        if preparations != self.preparations {
            self.preparations = preparations
            columns = Self.columns(of: pointer)
        }
        let count = columns.names.count
        var values: [SQLValue] = []
        values.reserveCapacity(count)
        for column in 0..<Int32(count) { values.append(try value(at: column)) }
        return SQLRow(columns: columns, values: values)
    }

    private static func columns(of pointer: OpaquePointer) -> SQLRow.Columns {
        SQLRow.Columns((0..<sqlite3_column_count(pointer)).map { String(cString: sqlite3_column_name(pointer, $0)) })
    }

    private func value(at column: Int32) throws(StorageError) -> SQLValue {
        switch sqlite3_column_type(pointer, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(pointer, column))
        case SQLITE_NULL: return .null
        case SQLITE_TEXT, SQLITE_FLOAT:
            // In this order: the first call converts, the second counts what it converted to.
            guard let start = sqlite3_column_text(pointer, column) else { throw .unavailable(detail: "out of memory") }
            let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column)))
            return .text(String(decoding: bytes, as: UTF8.self))
        default: throw .invalid(detail: "column \(columns.names[Int(column)]) holds bytes")
        }
    }

    private func bind(_ value: SQLValue, at index: Int32) throws(StorageError) {
        let code =
            switch value {
            case .null: sqlite3_bind_null(pointer, index)
            case .integer(let integer): sqlite3_bind_int64(pointer, index, integer)
            case .bool(let bool): sqlite3_bind_int64(pointer, index, bool ? 1 : 0)
            case .text(let text): try bind(text, at: index)
            }
        guard code == SQLITE_OK else { throw StorageError.sqlite(code, message: "binding failed", statement: "") }
    }

    private func bind(_ text: String, at index: Int32) throws(StorageError) -> Int32 {
        var text = text
        let code: Int32? = text.withUTF8 { bytes in
            guard !bytes.contains(0) else { return nil }
            // An empty buffer may have no address, and no address is SQL's NULL.
            guard let start = bytes.baseAddress else { return sqlite3_bind_text(pointer, index, "", 0, Self.transient) }
            return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                sqlite3_bind_text(pointer, index, $0, Int32(bytes.count), Self.transient)
            }
        }
        guard let code else { throw .invalid(detail: "a text contains a NUL byte") }
        return code
    }
}
