import Kernel
import Persistence

extension PostgresBackup {
    /// The names of all tables in the database's own schema.
    static func tables(in database: any SQLDatabase) async throws(StorageError) -> [String] {
        try await database.rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename") {
            row throws(StorageError) in try row.text("tablename")
        }
    }

    static func drop(_ tables: [String], in database: any SQLDatabase) async throws(StorageError) {
        try await database.write { connection throws(StorageError) in
            for table in tables {
                try connection.execute(SQL(stringLiteral: "DROP TABLE \"\(table)\" CASCADE"))
            }
        }
    }
}
