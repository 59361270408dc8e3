import Kernel
import Persistence
import PostgresDriver
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct MigratorTests {
    private static let now = Timestamp(seconds: 1_700_000_000)

    private static func step(_ version: Int, _ statements: String...) -> Migration {
        Migration(version: version, name: "step \(version)", statements: statements)
    }

    private static let steps = [
        step(1, "CREATE TABLE a (id TEXT NOT NULL CONSTRAINT a_pkey PRIMARY KEY)", "INSERT INTO a (id) VALUES ('1')"),
        step(2, "ALTER TABLE a ADD COLUMN b TEXT", "UPDATE a SET b = 'two'"),
        step(5, "CREATE UNIQUE INDEX a_b_key ON a (b)"),
    ]

    private func migrationFailure(_ migrations: [Migration], on database: any SQLDatabase) async -> MigrationError? {
        do throws(MigrationError) {
            try await Migrator(migrations, on: database).migrate(now: Self.now)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: Backend.available)
    func `applies every step once, in order`(_ backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: []) { database in
            let migrator = Migrator(Self.steps, on: database)
            let applied = Notes<Int>()
            #expect(try await migrator.status().map(\.appliedAt) == [nil, nil, nil])
            for _ in 1...2 {
                try await migrator.migrate(now: Self.now) { progress in
                    if case .applied(let migration) = progress { applied.add(migration.version) }
                }
            }
            #expect(applied.all == [1, 2, 5])
            let status = try await migrator.status()
            #expect(status.map(\.migration.version) == [1, 2, 5])
            #expect(status.map(\.appliedAt) == [Self.now, Self.now, Self.now])
            #expect(try await database.first("SELECT b FROM a")?.text("b") == "two")
        }
    }

    @Test(arguments: Backend.available)
    func `runs the variant of its database only`(_ backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: []) { database in
            let migration = Migration(
                version: 1, name: "variants", statements: ["CREATE TABLE a (id TEXT)"],
                variants: [
                    .sqlite: ["INSERT INTO a (id) VALUES ('sqlite')"],
                    .postgres: ["INSERT INTO a (id) VALUES ('postgres')"],
                ])
            try await Migrator([migration], on: database).migrate(now: Self.now)
            #expect(try await database.rows("SELECT id FROM a").map { row in try row.text("id") } == [backend.rawValue])
        }
    }

    @Test(arguments: Backend.available)
    func `a step that was edited is refused`(_ backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: Self.steps) { database in
            let edited = [Self.steps[0], Self.step(2, "ALTER TABLE a ADD COLUMN c TEXT"), Self.steps[2]]
            guard case .changed(2, "step 2") = await migrationFailure(edited, on: database) else {
                Issue.record("an edited step was accepted")
                return
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a schema from the future is refused, and says so`(_ backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: Self.steps) { database in
            let failure = await migrationFailure(Array(Self.steps.dropLast()), on: database)
            guard case .fromTheFuture(5, "step 5") = failure else {
                Issue.record("a newer schema was accepted: \(String(describing: failure))")
                return
            }
            #expect(failure?.description.contains("newer release") == true)
            await #expect(throws: MigrationError.self) { try await Migrator([], on: database).status() }
        }
    }

    @Test(arguments: Backend.available)
    func `a step in between or out of order is refused`(_ backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: Self.steps) { database in
            let late = [Self.steps[0], Self.steps[1], Self.step(3, "CREATE TABLE late (id TEXT)"), Self.steps[2]]
            guard case .outOfOrder(3, _) = await migrationFailure(late, on: database) else {
                Issue.record("a late step was accepted")
                return
            }
            let swapped = [Self.steps[0], Self.steps[2], Self.steps[1]]
            guard case .outOfOrder(2, _) = await migrationFailure(swapped, on: database) else {
                Issue.record("a wrong order was accepted")
                return
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a step that fails leaves nothing, and can be tried again`(_ backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: []) { database in
            let broken = Self.step(
                2, "CREATE TABLE half (id TEXT)", "INSERT INTO half (id) VALUES ('x')",
                "INSERT INTO nowhere (id) VALUES ('x')")
            guard
                case .failed(2, "step 2", .invalid) = await migrationFailure(
                    [Self.steps[0], broken, Self.steps[2]], on: database)
            else {
                Issue.record("no failure")
                return
            }
            #expect(await failure { _ = try await database.count("half") } == "invalid")
            let status = try await Migrator(Self.steps, on: database).status()
            #expect(status.map { $0.appliedAt == nil } == [false, true, true])
            #expect(await migrationFailure(Self.steps, on: database) == nil)
        }
    }

    @Test(arguments: Backend.available)
    func `nodes that start together do each step once`(_ backend: Backend) async throws {
        try await withStorage(on: backend) { storage in
            let slow =
                Self.steps + [
                    Migration(
                        version: 6, name: "slow", statements: ["CREATE TABLE slow (id TEXT)"],
                        variants: [.postgres: ["SELECT pg_sleep(0.5)"]])
                ]
            var databases: [any SQLDatabase] = []
            for _ in 0..<4 {
                databases.append(try await storage.open(postgres: { $0.lockTimeout = .milliseconds(100) }))
            }
            let applied = Notes<Int>()
            await withTaskGroup(of: MigrationError?.self) { group in
                for database in databases {
                    group.addTask {
                        do throws(MigrationError) {
                            try await Migrator(slow, on: database).migrate(now: Self.now) { progress in
                                if case .applied(let migration) = progress { applied.add(migration.version) }
                            }
                            return nil
                        } catch {
                            return error
                        }
                    }
                }
                for await failure in group { #expect(failure == nil, "\(String(describing: failure))") }
            }
            #expect(applied.all.sorted() == [1, 2, 5, 6])
            #expect(try await databases[0].count("a") == 1)
            for database in databases { await database.close() }
        }
    }
}
