import GRDBSQLite
import Kernel

extension StorageError {
    /// What SQLite's extended result code means to callers. Its messages name tables and columns, never values.
    ///
    /// Unique constraints are not among them: see `UniqueViolation`.
    static func sqlite(_ code: Int32, message: String, statement: String) -> StorageError {
        switch code {
        // The second is what RESTRICT reports: it is built as a trigger, and we have no others.
        case constraint(3), constraint(7): return .foreignKeyViolation(message)
        default: break
        }
        let detail = "SQLite \(code), \(message): \(statement)"
        return switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: .conflict
        case SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_READONLY, SQLITE_NOMEM,
            SQLITE_INTERRUPT, SQLITE_PERM, SQLITE_PROTOCOL:
            .unavailable(detail: detail)
        default: .invalid(detail: detail)
        }
    }

    static func isUniqueViolation(_ code: Int32) -> Bool { isPrimaryKeyViolation(code) || code == constraint(8) }
    static func isPrimaryKeyViolation(_ code: Int32) -> Bool { code == constraint(6) || code == constraint(10) }

    /// C's `SQLITE_CONSTRAINT | n << 8`, a macro that Swift does not import: 3 foreign key, 6 primary key, 7 trigger,
    /// 8 unique, 10 row id.
    private static func constraint(_ number: Int32) -> Int32 { SQLITE_CONSTRAINT | number << 8 }
}
