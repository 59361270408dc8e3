import Crypto
import Kernel
import Persistence
import PortalDomain
import PostgresDriver
import SQLiteDriver
import Schema
import Web

/// An open database with the schema of this release, and the use cases on it, wired as the server has them: what a command works with.
struct Workbench: Sendable {
    let settings: ServerSettings
    let configuration: Web.ServerConfiguration
    let secretKey: SymmetricKey
    let database: any SQLDatabase
    let ambient: Ambient
    let useCases: UseCases

    private init(
        _ settings: ServerSettings, _ configuration: Web.ServerConfiguration, _ secretKey: SymmetricKey,
        _ database: any SQLDatabase, _ ambient: Ambient, _ hasher: PasswordHasher
    ) {
        (self.settings, self.configuration, self.secretKey) = (settings, configuration, secretKey)
        (self.database, self.ambient) = (database, ambient)
        useCases = UseCases(configuration, ServerKeys(secretKey), on: database, ambient: ambient, hasher: hasher)
    }

    /// Runs `body` on the database of the configuration, which is closed afterwards.
    ///
    /// - Throws: `Trouble` if the database belongs to another secret key: what is made with this one no server could read.
    // Not inlined: the optimiser of Swift 6.3.1 crashes in `CoroSplit` when it is.
    @inline(never)
    static func open<Outcome: Sendable>(
        _ settings: ServerSettings, progress: @escaping @Sendable (Migrator.Progress) -> Void = { _ in },
        _ body: (Workbench) async throws -> Outcome
    ) async throws -> Outcome {
        let ambient = Ambient.system()
        let key = try SecretKeyFile(path: settings.secretKeyFile).load(from: ambient)
        return try await withDatabase(settings, progress: progress) { database in
            try await KeyFingerprint(key).require(in: database, keyFile: settings.secretKeyFile)
            return try await body(
                Workbench(
                    settings, settings.configuration(ambient), key, database, ambient, PasswordHasher(ambient: ambient))
            )
        }
    }

    /// Runs `body` on the database of the configuration, brought up to date, whichever key it belongs to.
    // Not inlined: the optimiser of Swift 6.3.1 crashes in `CoroSplit` when it is.
    @inline(never)
    static func withDatabase<Outcome: Sendable>(
        _ settings: ServerSettings, progress: @escaping @Sendable (Migrator.Progress) -> Void = { _ in },
        _ body: (any SQLDatabase) async throws -> Outcome
    ) async throws -> Outcome {
        try await settings.database.withOpen { database in
            try await Migrator(Migrations.all, on: database).migrate(now: Ambient.system().now(), progress: progress)
            return try await body(database)
        }
    }

    /// The same database at another time: history is written with a clock of its own.
    func at(_ moment: Timestamp) -> Workbench {
        let ambient = Ambient(milliseconds: { UInt64(moment.seconds) * 1000 }, randomBytes: ambient.randomBytes)
        return Workbench(settings, configuration, secretKey, database, ambient, useCases.hasher)
    }

    var registrations: Registrations { Registrations(database: database, ambient: ambient, changes: .unheard) }
}

extension DatabaseLocation {
    /// Runs `body` on the database as it is, and closes it.
    // Not inlined: the optimiser of Swift 6.3.1 crashes in `CoroSplit` when it is.
    @inline(never)
    func withOpen<Outcome: Sendable>(_ body: (any SQLDatabase) async throws -> Outcome) async throws -> Outcome {
        let database = try await open()
        do {
            let outcome = try await body(database)
            await database.close()
            return outcome
        } catch {
            await database.close()
            throw error
        }
    }

    /// Opens the database. A file and its folder are made if they are missing.
    // Not inlined: the optimiser of Swift 6.3.1 crashes in `CoroSplit` when it is.
    @inline(never)
    func open() async throws -> any SQLDatabase {
        switch self {
        case .file(let path):
            try PrivateFile(path: path).makeFolder()
            return try await SQLiteDatabase(path: path, guard: Migrations.statementGuard)
        case .server(let configuration):
            return try await PostgresDatabase(configuration: configuration, guard: Migrations.statementGuard)
        }
    }
}
