import Foundation
package import Persistence
package import PostgresDriver
package import SQLiteDriver

/// The databases that tests run on: `@Test(arguments: Backend.available)`.
package enum Backend: String, CaseIterable, CustomStringConvertible, Sendable {
    case sqlite, postgres

    /// PostgreSQL when `VOORDEUR_TEST_POSTGRES` says where one is, and always in CI: there a missing server is a failure.
    package static var available: [Backend] {
        TestEnvironment.postgres != nil || TestEnvironment.isCI ? allCases : [.sqlite]
    }

    package var description: String { rawValue }
}

/// Runs `body` with a database of its own, which has `migrations` applied and is gone afterwards.
package func withDatabase<Outcome>(
    on backend: Backend, migrations: [Migration], tenantTables: Set<String> = [],
    _ body: (any SQLDatabase) async throws -> Outcome
) async throws -> Outcome {
    try await withStorage(on: backend, migrations: migrations) { storage in
        try await storage.withOpenDatabase(tenantTables: tenantTables, body)
    }
}

/// As `withDatabase`, for tests that open the same database more than once.
package func withStorage<Outcome>(
    on backend: Backend, migrations: [Migration] = [], _ body: (TestStorage) async throws -> Outcome
) async throws -> Outcome {
    switch backend {
    case .sqlite: try await TestFiles.withCopy(of: migrations, body)
    case .postgres: try await TestServer.withCopy(of: migrations, body)
    }
}

/// Where a test's database is.
package enum TestStorage: Sendable {
    case file(path: String)
    case server(url: String)

    package var backend: Backend {
        switch self {
        case .file: .sqlite
        case .server: .postgres
        }
    }

    /// - Parameters:
    ///   - sqlite, postgres: change limits that the test is about. PostgreSQL gets two connections, so that many tests fit.
    package func open(
        tenantTables: Set<String> = [], sqlite: (inout SQLiteConfiguration) -> Void = { _ in },
        postgres: (inout PostgresConfiguration) -> Void = { _ in }
    ) async throws -> any SQLDatabase {
        let statementGuard = StatementGuard(tenantTables: tenantTables)
        switch self {
        case .file(let path):
            var configuration = SQLiteConfiguration()
            sqlite(&configuration)
            return try await SQLiteDatabase(path: path, guard: statementGuard, configuration: configuration)
        case .server(let url):
            guard var configuration = PostgresConfiguration(url: url) else { throw TestEnvironment.Incomplete.url }
            configuration.connections = 2
            configuration.waitingCallers = 256
            postgres(&configuration)
            return try await PostgresDatabase(configuration: configuration, guard: statementGuard)
        }
    }

    package func withOpenDatabase<Outcome>(
        tenantTables: Set<String> = [], sqlite: (inout SQLiteConfiguration) -> Void = { _ in },
        postgres: (inout PostgresConfiguration) -> Void = { _ in }, _ body: (any SQLDatabase) async throws -> Outcome
    ) async throws -> Outcome {
        let database = try await open(tenantTables: tenantTables, sqlite: sqlite, postgres: postgres)
        do {
            let outcome = try await body(database)
            await database.close()
            return outcome
        } catch {
            await database.close()
            throw error
        }
    }
}

/// What the surroundings of a test run offer.
package enum TestEnvironment {
    package enum Incomplete: Error, CustomStringConvertible {
        case noServer, url

        package var description: String {
            switch self {
            case .noServer: "VOORDEUR_TEST_POSTGRES is not set: see scripts/postgres.sh"
            case .url: "VOORDEUR_TEST_POSTGRES is not a postgres:// URL"
            }
        }
    }

    /// A server where databases may be made.
    package static var postgres: String? { value("VOORDEUR_TEST_POSTGRES") }
    package static var isCI: Bool { value("CI") != nil }

    private static func value(_ name: String) -> String? {
        let value = ProcessInfo.processInfo.environment[name]
        return value?.isEmpty == false ? value : nil
    }
}
