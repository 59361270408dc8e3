import Kernel
import Persistence
import PostgresDriver
import Schema

/// By the tools of PostgreSQL, which must be of the server's release or newer.
struct PostgresBackup: Backup {
    let configuration: PostgresConfiguration

    func write(to draft: String) async throws {
        _ = try await run("pg_dump", "--format=custom", "--no-password", "--file", draft)
    }

    func isReplacing() async throws -> Bool { try await !tables().isEmpty }

    func restore(from copy: String) async throws -> String? {
        // Reading it first: a file that is cut off must not cost what is there.
        let list = try await run("pg_restore", "--list", copy)
        let known = try await tables()
        _ = try await run(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--no-password", "--single-transaction",
            "--dbname", configuration.environment["PGDATABASE"]?.expose() ?? "", copy)
        // A table of ours that is newer than the copy would be in the way of the step that makes it again.
        let ours = Set(Migrations.all.flatMap(\.tables))
        let newer = known.filter { ours.contains($0.name) && !list.contains($0.entry) }
        if !newer.isEmpty { try await drop(newer) }
        return nil
    }

    private func run(_ tool: String, _ arguments: String...) async throws -> String {
        var environment = configuration.environment.mapValues { $0.expose() }
        // A server that still runs holds what would be replaced: say so soon.
        environment["PGOPTIONS"] = "\(environment["PGOPTIONS"] ?? "") -c lock_timeout=20s"
        return try await Tool(tool, from: "postgresql-client").run(arguments, environment: environment)
    }

    private func tables() async throws -> [Table] {
        try await DatabaseLocation.server(configuration).withOpen { try await Self.tables(in: $0) }
    }

    private func drop(_ tables: [Table]) async throws {
        try await DatabaseLocation.server(configuration).withOpen { try await Self.drop(tables, in: $0) }
    }
}

extension Migration {
    /// The names of the tables that this step makes.
    fileprivate var tables: [String] {
        statements(for: .postgres).compactMap { statement in
            let words = statement.split { !($0.isLetter || $0.isNumber || $0 == "_") }
            return words.starts(with: ["CREATE", "TABLE"]) && words.count > 2 ? String(words[2]) : nil
        }
    }
}
