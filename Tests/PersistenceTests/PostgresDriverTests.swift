import Dispatch
import Foundation
import Glibc
import Kernel
import Persistence
import PostgresDriver
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)), .enabled(if: Backend.available.contains(.postgres)))
struct PostgresDriverTests {
    /// Ends every other connection to the same database, as a restart of the server would.
    private func disconnectOthers(on storage: TestStorage) async throws {
        try await storage.withOpenDatabase { admin in
            let all: SQL =
                "SELECT pid, pg_terminate_backend(pid) AS done FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            let others: SQL =
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            _ = try await admin.rows(all)
            while try await !admin.rows(others).isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    @Test func `connections that were lost while idle are replaced without a word`() async throws {
        try await withStorage(on: .postgres, migrations: Tables.migrations) { storage in
            try await storage.withOpenDatabase { database in
                try await database.insertNote("before")
                try await disconnectOthers(on: storage)
                try await database.insertNote("after")
                try await disconnectOthers(on: storage)
                #expect(try await database.count("notes") == 2)
                try await disconnectOthers(on: storage)
                let count = try await database.read { connection throws(StorageError) in
                    try connection.first("SELECT COUNT(*) AS n FROM notes")?.int("n")
                }
                #expect(count == 2)
            }
        }
    }

    @Test func `a connection lost in a transaction is unavailable, and the next call works`() async throws {
        try await withStorage(on: .postgres, migrations: Tables.migrations) { storage in
            try await storage.withOpenDatabase { database in
                let door = Door()
                let write = Task {
                    await failure {
                        _ = try await database.write { connection throws(StorageError) in
                            try connection.execute("INSERT INTO notes (id) VALUES ('lost')")
                            door.wait()
                            return try connection.execute("INSERT INTO notes (id) VALUES ('lost too')")
                        }
                    }
                }
                try await door.waitForArrivals(1)
                try await disconnectOthers(on: storage)
                door.open()
                #expect(await write.value == "unavailable")
                #expect(door.arrivals == 1)
                try await database.insertNote("next")
                #expect(try await database.count("notes") == 1)
            }
        }
    }

    @Test func `a connection lost at COMMIT is unavailable and not tried again`() async throws {
        try await withStorage(on: .postgres, migrations: Tables.migrations) { storage in
            try await storage.withOpenDatabase { database in
                let door = Door()
                let write = Task {
                    await failure {
                        _ = try await database.write { connection throws(StorageError) in
                            try connection.execute("INSERT INTO notes (id) VALUES ('lost')")
                            door.wait()
                            return 0
                        }
                    }
                }
                try await door.waitForArrivals(1)
                try await disconnectOthers(on: storage)
                door.open()
                #expect(await write.value == "unavailable")
                #expect(door.arrivals == 1)
                #expect(try await database.count("notes") == 0)
            }
        }
    }

    @Test func `deadlocks are tried again until both have committed`() async throws {
        try await withDatabase(on: .postgres, migrations: Tables.migrations) { database in
            _ = try await database.write { connection throws(StorageError) in
                try connection.execute("INSERT INTO notes (id, amount) VALUES ('a', 0), ('b', 0)")
            }
            let door = Door()
            let runs = Notes<String>()
            @Sendable func raise(_ first: String, _ second: String) async throws {
                _ = try await database.write { connection throws(StorageError) in
                    let isFirstRun = runs.add(first) <= 2
                    try connection.execute("UPDATE notes SET amount = amount + 1 WHERE id = \(first)")
                    if isFirstRun { door.wait() }
                    return try connection.execute("UPDATE notes SET amount = amount + 1 WHERE id = \(second)")
                }
            }
            async let one: Void = raise("a", "b")
            async let other: Void = raise("b", "a")
            try await door.waitForArrivals(2)
            door.open()
            _ = try await (one, other)
            #expect(runs.all.count == 3)
            #expect(try await database.first("SELECT SUM(amount) AS n FROM notes")?.int("n") == 4)
        }
    }

    @Test func `time limits are unavailable, and leave the connection usable`() async throws {
        try await withStorage(on: .postgres, migrations: Tables.migrations) { storage in
            try await storage.withOpenDatabase(postgres: {
                $0.connections = 1
                $0.statementTimeout = .milliseconds(100)
            }) { database in
                #expect(await failure { _ = try await database.rows("SELECT pg_sleep(30)") } == "unavailable")
                let count = try await database.count("notes")
                #expect(count == 0)
            }
        }
    }

    @Test func `waiting too long for a lock is a conflict`() async throws {
        try await withStorage(on: .postgres, migrations: Tables.migrations) { storage in
            try await storage.withOpenDatabase(postgres: { $0.lockTimeout = .milliseconds(50) }) { database in
                try await database.insertNote("a")
                let door = Door()
                let holding = Task {
                    try await database.write { connection throws(StorageError) in
                        let count = try connection.execute("UPDATE notes SET amount = 1 WHERE id = 'a'")
                        door.wait()
                        return count
                    }
                }
                try await door.waitForArrivals(1)
                let other = await failure {
                    _ = try await database.write { connection throws(StorageError) in
                        try connection.execute("UPDATE notes SET amount = 2 WHERE id = 'a'")
                    }
                }
                #expect(other == "conflict")
                door.open()
                #expect(try await holding.value == 1)
            }
        }
    }

    @Test func `prepared statements survive a changed schema and a forgetful server`() async throws {
        try await withStorage(on: .postgres, migrations: Tables.migrations) { storage in
            try await storage.withOpenDatabase(postgres: { $0.connections = 1 }) { database in
                try await database.insertNote("a")
                let all: SQL = "SELECT * FROM notes"
                _ = try await database.rows(all)
                for (number, column) in ["first", "second"].enumerated() {
                    try await storage.withOpenDatabase { other in
                        _ = try await other.write { connection throws(StorageError) in
                            try connection.execute(
                                SQL(
                                    stringLiteral:
                                        "ALTER TABLE notes ADD COLUMN \(column)_extra TEXT NOT NULL DEFAULT 'more'"))
                        }
                    }
                    if number == 0 {
                        #expect(try await database.first(all)?.text("first_extra") == "more")
                    } else {
                        let text = try await database.write { connection throws(StorageError) in
                            try connection.first(all)?.text("second_extra")
                        }
                        #expect(text == "more")
                    }
                }
                let postgres = try #require(database as? PostgresDatabase)
                try await postgres.administer("DEALLOCATE ALL")
                #expect(try await database.rows(all).count == 1)
                try await postgres.administer("DEALLOCATE ALL")
                try await database.insertNote("b")
            }
        }
    }

    @Test func `a wrong address is unavailable at the start, and its password stays secret`() async throws {
        #expect(PostgresConfiguration(url: "mysql://localhost/x") == nil)
        #expect(PostgresConfiguration(url: "postgres://user:sesame@host/x?nonsense=1") == nil)
        let configuration = try #require(PostgresConfiguration(url: "postgres://user:sesame@127.0.0.1:1/x"))
        #expect(!"\(configuration)".contains("sesame"))
        await #expect {
            _ = try await PostgresDatabase(configuration: configuration, guard: StatementGuard(tenantTables: []))
        } throws: { error in
            guard case StorageError.unavailable(let detail) = error else { return false }
            return !detail.contains("sesame")
        }
    }

    @Test(.enabled(if: PrivateServer.isPossible))
    func `the server can be restarted under us`() async throws {
        try await PrivateServer.with { server in
            let configuration = try #require(PostgresConfiguration(url: try await server.start()))
            let database = try await PostgresDatabase(
                configuration: configuration, guard: StatementGuard(tenantTables: []))
            try await Migrator(Tables.migrations, on: database).migrate(now: Timestamp(seconds: 0))
            let door = Door()
            let write = Task {
                await failure {
                    _ = try await database.write { connection throws(StorageError) in
                        try connection.execute("INSERT INTO notes (id) VALUES ('lost')")
                        door.wait()
                        return try connection.execute("INSERT INTO notes (id) VALUES ('lost too')")
                    }
                }
            }
            try await door.waitForArrivals(1)
            try await database.insertNote("before")
            try await server.stop()
            door.open()
            #expect(await write.value == "unavailable")
            #expect(await failure { try await database.insertNote("down") } == "unavailable")
            #expect(await failure { _ = try await database.count("notes") } == "unavailable")
            _ = try await server.start()
            try await database.insertNote("after")
            #expect(try await database.count("notes") == 2)
            await database.close()
        }
    }
}

/// A server of its own, for tests that stop it.
struct PrivateServer: Sendable {
    private static let script = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../scripts/postgres.sh").standardized.path

    static var isPossible: Bool { FileManager.default.isExecutableFile(atPath: script) }

    private let folder: URL

    static func with(_ body: (PrivateServer) async throws -> Void) async throws {
        let server = PrivateServer(
            folder: FileManager.default.temporaryDirectory.appendingPathComponent(
                "voordeur-server-\(UUID().uuidString)"))
        do {
            try await body(server)
            try await server.stop()
        } catch {
            try? await server.stop()
            throw error
        }
        try? FileManager.default.removeItem(at: server.folder)
    }

    /// - Returns: its URL, the same one every time.
    func start() async throws -> String {
        let output = try await run("start")
        return try #require(output.split(separator: "=", maxSplits: 1).last.map(String.init))
    }

    func stop() async throws { _ = try await run("stop") }

    /// Not with Foundation's `Process`: on Linux it waits until the children of the script have gone as well, and the server stays.
    private func run(_ verb: String) async throws -> String {
        let command = "\(Self.script) \(verb) \(folder.path)"
        return try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<String, any Error>) in
            DispatchQueue.global().async {
                guard let pipe = popen(command, "r") else {
                    return continuation.resume(throwing: Failure(command: command))
                }
                var output: [UInt8] = []
                while case let byte = fgetc(pipe), byte != EOF { output.append(UInt8(truncatingIfNeeded: byte)) }
                guard pclose(pipe) == 0 else { return continuation.resume(throwing: Failure(command: command)) }
                let text = String(decoding: output, as: UTF8.self)
                continuation.resume(returning: text.trimmingCharacters(in: .whitespacesAndNewlines))
            }
        }
    }

    private struct Failure: Error { let command: String }
}
