import Kernel
import Persistence

extension Doctor {
    /// What is wrong with the pages of the file. A PostgreSQL server looks after its own.
    static func faults(in database: any SQLDatabase) async throws(StorageError) -> [String] {
        switch database.dialect {
        case .sqlite:
            try await database.rows("PRAGMA quick_check(10)").map { row throws(StorageError) in
                try row.text("quick_check")
            }
            .filter { $0 != "ok" }
        case .postgres:
            try await database.rows("SELECT 1 AS one").isEmpty ? ["no answer"] : []
        }
    }

    /// How a PostgreSQL database sorts text, if that is another way than SQLite's.
    static func oddCollation(of database: any SQLDatabase) async throws(StorageError) -> String? {
        switch database.dialect {
        case .sqlite: return nil
        case .postgres:
            let row = try await database.first("SELECT datcollate FROM pg_database WHERE datname = current_database()")
            let collation = try row?.text("datcollate") ?? "C"
            return ["C", "POSIX", "C.UTF-8", "C.utf8"].contains(collation) ? nil : collation
        }
    }
}
