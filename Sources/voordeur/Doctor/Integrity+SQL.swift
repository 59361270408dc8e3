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
}
