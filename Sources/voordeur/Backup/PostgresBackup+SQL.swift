import Kernel
import Persistence

extension PostgresBackup {
    struct Table: Sendable {
        let schema: String
        let name: String

        /// As `pg_restore --list` names it.
        var entry: String { " TABLE \(schema) \(name) " }
    }

    /// All tables in the database's own schema.
    static func tables(in database: any SQLDatabase) async throws(StorageError) -> [Table] {
        try await database.rows(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
        ) { row throws(StorageError) in
            Table(schema: try row.text("schemaname"), name: try row.text("tablename"))
        }
    }

    static func drop(_ tables: [Table], in database: any SQLDatabase) async throws(StorageError) {
        try await database.write { connection throws(StorageError) in
            for table in tables {
                try connection.execute(
                    SQL(stringLiteral: "DROP TABLE \"\(table.schema)\".\"\(table.name)\" CASCADE"))
            }
        }
    }
}
