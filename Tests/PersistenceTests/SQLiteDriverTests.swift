import Foundation
import Kernel
import Persistence
import TestSupport
import Testing

@testable import SQLiteDriver

@Suite(.timeLimit(.minutes(1)))
struct SQLiteDriverTests {
    @Test func `commits are flushed to the disk`() async throws {
        try await withDatabase(on: .sqlite, migrations: []) { database in
            let pragmas = try await database.write { connection throws(StorageError) in
                [
                    try connection.first("PRAGMA synchronous")?.text("synchronous"),
                    try connection.first("PRAGMA foreign_keys")?.text("foreign_keys"),
                    try connection.first("PRAGMA journal_mode")?.text("journal_mode"),
                ]
            }
            #expect(pragmas == ["2", "1", "wal"])
            #expect(try await database.first("PRAGMA foreign_keys")?.int("foreign_keys") == 1)
        }
    }

    @Test func `another program's lock is a conflict, and passes`() async throws {
        try await withStorage(on: .sqlite, migrations: Tables.migrations) { storage in
            try await storage.withOpenDatabase(sqlite: { $0.busyTimeout = .milliseconds(50) }) { database in
                try await storage.withOpenDatabase { other in
                    let door = Door()
                    let holding = Task {
                        try await other.write { connection throws(StorageError) in
                            let count = try connection.execute("INSERT INTO notes (id) VALUES ('other')")
                            door.wait()
                            return count
                        }
                    }
                    try await door.waitForArrivals(1)
                    let failures = await withTaskGroup(of: String?.self) { group in
                        for number in 0..<10 {
                            group.addTask { await failure { try await database.insertNote("\(number)") } }
                        }
                        return await group.reduce(into: []) { $0.append($1) }
                    }
                    #expect(failures == Array(repeating: "conflict", count: 10))
                    #expect(try await database.count("notes") == 0)  // Reading goes on.
                    door.open()
                    _ = try await holding.value
                    try await database.insertNote("mine")
                    #expect(try await database.count("notes") == 2)
                }
            }
        }
    }

    @Test func `a closure that fills the disk does not take its neighbours with it`() async throws {
        try await withStorage(on: .sqlite, migrations: Tables.migrations) { storage in
            try await storage.withOpenDatabase(sqlite: { $0.batchTime = .seconds(30) }) { database in
                let pages = try await database.first("PRAGMA page_count")?.int("page_count") ?? 0
                _ = try await database.write { connection throws(StorageError) in
                    try connection.rows(SQL(stringLiteral: "PRAGMA max_page_count = \(pages + 20)"))
                }
                let door = Door()
                let runs = Notes<Int>()
                @Sendable func small(_ number: Int) async throws {
                    _ = try await database.write { connection throws(StorageError) in
                        runs.add(number)
                        return try connection.execute("INSERT INTO notes (id) VALUES (\("small \(number)"))")
                    }
                }
                let holding = Task {
                    try await database.write { connection throws(StorageError) in
                        door.wait()
                        return 0
                    }
                }
                try await door.waitForArrivals(1)
                let before = (0..<5).map { number in Task { try await small(number) } }
                try await database.waitUntil { $0.waiting == 5 }
                let large = Task {
                    await failure {
                        try await database.insertNote("large", body: String(repeating: "x", count: 1 << 20))
                    }
                }
                try await database.waitUntil { $0.waiting == 6 }
                let after = (5..<10).map { number in Task { try await small(number) } }
                try await database.waitUntil { $0.waiting == 11 }
                door.open()
                _ = try await holding.value
                #expect(await large.value == "unavailable")
                for task in before + after { try await task.value }
                #expect(try await database.count("notes") == 10)
                // The five before it were undone with it and ran once more; the others only came after.
                #expect(runs.all.count == 15)
                #expect(try await database.first("PRAGMA integrity_check")?.text("integrity_check") == "ok")
            }
        }
    }

    @Test func `when the commit fails every member of the batch fails, and nothing is written`() async throws {
        // The house has no deferred constraints, for just this reason.
        let deferred = Migration(
            version: 2, name: "deferred",
            statements: ["CREATE TABLE late (id TEXT REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)"])
        try await withStorage(on: .sqlite, migrations: Tables.migrations + [deferred]) { storage in
            try await storage.withOpenDatabase(sqlite: { $0.batchTime = .seconds(30) }) { database in
                let door = Door()
                let first = Task {
                    await failure {
                        _ = try await database.write { connection throws(StorageError) in
                            door.wait()
                            return try connection.execute("INSERT INTO notes (id) VALUES ('first')")
                        }
                    }
                }
                try await door.waitForArrivals(1)
                let bad = Task {
                    await failure {
                        _ = try await database.write { connection throws(StorageError) in
                            try connection.execute("INSERT INTO late (id) VALUES ('nobody')")
                        }
                    }
                }
                try await database.waitUntil { $0.waiting == 1 }
                door.open()
                #expect(await first.value == "foreign key")
                #expect(await bad.value == "foreign key")
                try await database.insertNote("next")
                let kept = try await database.rows("SELECT id FROM notes").map { row in try row.text("id") }
                #expect(kept == ["next"])
            }
        }
    }

    @Test func `reads that nearly use up their budget do so again and again`() async throws {
        try await withDatabase(on: .sqlite, migrations: Tables.migrations) { database in
            for number in 1...300 {
                let counts = try await database.read { connection throws(StorageError) in
                    [
                        try connection.first(slowCount(to: 1000 + number))?.int("n"),
                        try connection.first(slowCount(to: 10 * number))?.int("n"),
                    ]
                }
                #expect(counts == [1000 + number, 10 * number])
            }
        }
    }

    @Test func `a file that is no database is refused`() async throws {
        try await withStorage(on: .sqlite) { storage in
            guard case .file(let path) = storage else { return }
            try String(repeating: "no database ", count: 1000).write(toFile: path, atomically: true, encoding: .utf8)
            #expect(await failure { _ = try await storage.open() } == "unavailable")
        }
        #expect(
            await failure {
                _ = try await SQLiteDatabase(path: "/nowhere/at/all.sqlite", guard: StatementGuard(tenantTables: []))
            } == "unavailable")
    }

    @Test func `the names of constraints are read from CREATE TABLE`() {
        let definition = """
            CREATE TABLE "t" (
                a TEXT NOT NULL CONSTRAINT a_key UNIQUE, b DECIMAL(10, 2) DEFAULT (1 + 2),
                c TEXT CONSTRAINT c_check CHECK (c IN ('x', 'y')),
                CONSTRAINT t_pkey PRIMARY KEY (a, b), constraint t_bc unique (b, "c"),
                CONSTRAINT t_fkey FOREIGN KEY (a) REFERENCES u (id))
            """
        #expect(
            TableConstraint.all(in: definition) == [
                TableConstraint(name: "a_key", isPrimaryKey: false, columns: ["a"]),
                TableConstraint(name: "t_pkey", isPrimaryKey: true, columns: ["a", "b"]),
                TableConstraint(name: "t_bc", isPrimaryKey: false, columns: ["b", "c"]),
            ])
    }

    @Test func `a changed schema changes the columns of a known statement`() async throws {
        try await withDatabase(on: .sqlite, migrations: Tables.migrations) { database in
            try await database.insertNote("a")
            #expect(try await database.first("SELECT * FROM notes")?.text("id") == "a")
            _ = try await database.write { connection throws(StorageError) in
                try connection.execute("ALTER TABLE notes ADD COLUMN extra TEXT NOT NULL DEFAULT 'more'")
            }
            #expect(try await database.first("SELECT * FROM notes")?.text("extra") == "more")
        }
    }
}
