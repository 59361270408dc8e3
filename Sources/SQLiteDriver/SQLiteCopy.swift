import GRDB
import GRDBSQLite
package import Kernel

/// A whole, consistent copy of a database in a file that others may be writing to.
package enum SQLiteCopy {
    /// Blocks its thread for as long as it takes to write the copy. Writers of the database go on meanwhile.
    ///
    /// - Parameter target: must not exist. Its caller brings it to the disk.
    /// - Throws: `.unavailable` if `source` is no database, or is damaged.
    package static func copy(_ source: String, to target: String) throws(StorageError) {
        var handle: OpaquePointer?
        defer { sqlite3_close_v2(handle) }
        try check(sqlite3_open_v2(source, &handle, SQLITE_OPEN_READWRITE, nil), handle, source)
        sqlite3_busy_timeout(handle, 10_000)
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        try check(sqlite3_prepare_v2(handle, "VACUUM INTO ?1", -1, &statement, nil), handle, source)
        // The text lives until the call is over.
        let code = target.withCString { text in
            sqlite3_bind_text(statement, 1, text, -1, nil)
            return sqlite3_step(statement)
        }
        guard code == SQLITE_DONE else { throw failure(code, handle, source) }
        guard isWhole(target) else { throw .unavailable(detail: "\(source) is damaged: see `voordeur doctor`") }
    }

    private static func isWhole(_ path: String) -> Bool {
        var handle: OpaquePointer?
        defer { sqlite3_close_v2(handle) }
        guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY, nil) == SQLITE_OK else { return false }
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard sqlite3_prepare_v2(handle, "PRAGMA quick_check(1)", -1, &statement, nil) == SQLITE_OK,
            sqlite3_step(statement) == SQLITE_ROW, let answer = sqlite3_column_text(statement, 0)
        else { return false }
        return String(cString: answer) == "ok"
    }

    private static func check(_ code: Int32, _ handle: OpaquePointer?, _ path: String) throws(StorageError) {
        guard code == SQLITE_OK else { throw failure(code, handle, path) }
    }

    private static func failure(_ code: Int32, _ handle: OpaquePointer?, _ path: String) -> StorageError {
        let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory"
        return .sqlite(code, message: message, statement: "copying \(path)")
    }
}
