import Foundation
import Kernel
import Persistence
import PostgresDriver

/// Databases for tests on the server of `VOORDEUR_TEST_POSTGRES`: copied from a template, dropped afterwards.
///
/// A template is named after its migrations and stays on the server, so the next run finds it there.
enum TestServer {
    /// Tests that have a database at the same time; with two connections each they fit on a server with the usual limit of 100.
    private static let tests = Gate(permits: 32)
    /// More at the same time only wait for each other's checkpoints.
    private static let administrators = Gate(permits: 4)
    private static let connection = SharedConnection()

    private static let templates = Templates { key, migrations in
        let template = "voordeur_template_\(key)"
        let name = SQL("SELECT datname FROM pg_database WHERE datname = \(template)")
        if try await connection.get().first(name) != nil { return template }
        // Made under another name, so that nobody finds it half done.
        let unfinished = uniqueName()
        try await administer(
            "CREATE DATABASE \(unfinished) TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'")
        try await TestStorage.server(url: url(of: unfinished)).withOpenDatabase { database in
            try await Migrator(migrations, on: database).migrate(now: Timestamp(seconds: 0))
        }
        do {
            try await administer("ALTER DATABASE \(unfinished) RENAME TO \(template)")
        } catch {
            // Another process was first.
            try await administer("DROP DATABASE \(unfinished) WITH (FORCE)")
            guard try await connection.get().first(name) != nil else { throw error }
        }
        return template
    }

    static func withCopy<Outcome>(
        of migrations: [Migration], _ body: (TestStorage) async throws -> Outcome
    ) async throws -> Outcome {
        try await tests.pass {
            let template = try await templates.template(of: migrations)
            let name = uniqueName()
            try await administer("CREATE DATABASE \(name) TEMPLATE \(template) STRATEGY = FILE_COPY")
            do {
                let outcome = try await body(.server(url: url(of: name)))
                try await administer("DROP DATABASE \(name) WITH (FORCE)")
                return outcome
            } catch {
                try? await administer("DROP DATABASE \(name) WITH (FORCE)")
                throw error
            }
        }
    }

    private static func administer(_ text: String) async throws {
        try await administrators.pass { try await connection.get().administer(text) }
    }

    private static func uniqueName() -> String {
        "voordeur_test_\(UUID().uuidString.replacingOccurrences(of: "-", with: "").lowercased())"
    }

    /// The server's URL with another database in it.
    private static func url(of database: String) throws -> String {
        guard let server = TestEnvironment.postgres else { throw TestEnvironment.Incomplete.noServer }
        guard var parts = URLComponents(string: server) else { throw TestEnvironment.Incomplete.url }
        parts.path = "/\(database)"
        return parts.string ?? server
    }

    /// The connection that makes and drops databases. It is never closed: the process ends with it.
    private actor SharedConnection {
        private var opening: Task<PostgresDatabase, any Error>?

        func get() async throws -> PostgresDatabase {
            let task =
                opening
                ?? Task {
                    guard let url = TestEnvironment.postgres else { throw TestEnvironment.Incomplete.noServer }
                    guard var configuration = PostgresConfiguration(url: url) else {
                        throw TestEnvironment.Incomplete.url
                    }
                    configuration.connections = 4
                    // On a busy machine databases that are made and dropped wait for each other, and for checkpoints.
                    configuration.statementTimeout = .seconds(120)
                    configuration.lockTimeout = .seconds(120)
                    return try await PostgresDatabase(
                        configuration: configuration, guard: StatementGuard(tenantTables: []))
                }
            opening = task
            return try await task.value
        }
    }
}

/// Lets so many through at a time, in the order they came.
actor Gate {
    private var permits: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(permits: Int) { self.permits = permits }

    nonisolated func pass<Outcome>(_ body: () async throws -> Outcome) async throws -> Outcome {
        await enter()
        do {
            let outcome = try await body()
            await leave()
            return outcome
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async {
        if permits > 0 {
            permits -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func leave() {
        if waiting.isEmpty { permits += 1 } else { waiting.removeFirst().resume() }
    }
}
