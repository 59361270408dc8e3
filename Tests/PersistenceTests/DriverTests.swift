import Kernel
import Persistence
import PostgresDriver
import SQLiteDriver
import TestSupport
import Testing

/// What both drivers promise.
@Suite(.timeLimit(.minutes(1)))
struct DriverTests {
    @Test(arguments: Backend.available)
    func `values come back as they went in`(_ backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: Tables.migrations) { database in
            let body = "Grüße, 'quoted' \"twice\" \\ 日本 🙂\n\t"
            let returned = try await database.write { connection throws(StorageError) in
                try connection.execute(
                    "INSERT INTO notes (id, body, amount, done) VALUES (\("a"), \(body), \(Int64.min), \(true))")
                try connection.execute(
                    "INSERT INTO notes (id, body, amount, done) VALUES (\("b"), \(""), \(Int64.max), \(false))")
                return try connection.rows(
                    "INSERT INTO notes (id, amount) VALUES (\("c"), \(Int?.none)) RETURNING id, body, amount, done")
            }
            #expect(returned.count == 1)
            let rows = try await database.rows("SELECT id, body, amount, done FROM notes ORDER BY id")
            try #require(rows.count == 3)
            #expect(try rows[0].value("body") == .text(body))
            #expect(try rows[0].value("amount") == .integer(.min))
            #expect(try rows[0].value("done") == .integer(1))
            #expect(try rows[1].value("body") == .text(""))
            #expect(try rows[1].value("amount") == .integer(.max))
            #expect(try rows[1].value("done") == .integer(0))
            for row in [rows[2], returned[0]] {
                #expect(try row.value("id") == .text("c"))
                #expect(try row.value("body") == .null)
                #expect(try row.value("amount") == .null)
                #expect(try row.bool("done") == false)
            }
            #expect(try await database.rows("SELECT id FROM notes WHERE done = \(true)").count == 1)
            #expect(
                try await database.first("SELECT SUM(amount) AS total FROM notes WHERE id = \("b")")?.integer("total")
                    == .max)
        }
    }

    @Test(arguments: Backend.available)
    func `placeholders keep their values through lists and pieces`(_ backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: Tables.migrations) { database in
            _ = try await database.write { connection throws(StorageError) in
                for number in 1...20 {
                    try connection.execute("INSERT INTO notes (id, amount) VALUES (\("note \(number)"), \(number))")
                }
            }
            let piece: SQL = "amount IN (\(list: Array(5...16))) AND amount <> \(7)"
            let rows = try await database.rows(
                "SELECT amount FROM notes WHERE amount > \(5) AND \(piece) AND amount < \(10) ORDER BY amount")
            #expect(try rows.map { row in try row.int("amount") } == [6, 8, 9])
        }
    }

    @Test(arguments: Backend.available)
    func `a NUL byte is refused`(_ backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: Tables.migrations) { database in
            #expect(await failure { try await database.insertNote("a\0b") } == "invalid")
            #expect(
                await failure { _ = try await database.rows("SELECT id FROM notes WHERE id = \("\0")") } == "invalid")
            let count = try await database.count("notes")
            #expect(count == 0)
        }
    }

    @Test(arguments: Backend.available)
    func `mistakes are invalid and do not stop anything`(_ backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: Tables.migrations) { database in
            #expect(await failure { _ = try await database.rows("SELECT nothing FROM nowhere") } == "invalid")
            #expect(await failure { _ = try await database.rows("SELECT id FROM notes WHERE id = $1") } == "invalid")
            #expect(await failure { _ = try await database.rows("COMMIT") } == "invalid")
            #expect(
                await failure { _ = try await database.rows("INSERT INTO notes (id) VALUES ('x') RETURNING id") }
                    == "invalid")
            #expect(
                await failure {
                    _ = try await database.read { connection throws(StorageError) in
                        try connection.execute("INSERT INTO notes (id) VALUES ('x')")
                    }
                } == "invalid")
            #expect(
                await failure {
                    _ = try await database.write { connection throws(StorageError) in
                        try connection.execute("INSERT INTO notes (id) VALUES (\(String?.none))")
                    }
                } == "invalid")
            let count = try await database.count("notes")
            #expect(count == 0)
        }
    }

    @Test(arguments: Backend.available)
    func `details never contain values`(_ backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: Tables.migrations) { database in
            for statement in [
                "SELECT id FROM notes WHERE CAST(\("sesame") AS BIGINT) = amount AND nothing = 1",
                "SELECT CAST(\("sesame") AS BIGINT) AS n", "INSERT INTO notes (id, done) VALUES (\("sesame"), NULL)",
            ] as [SQL] {
                do {
                    _ = try await database.write { connection throws(StorageError) in try connection.execute(statement)
                    }
                } catch {
                    #expect(!"\(error)".contains("sesame"))
                }
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a unique violation has the same name on both`(_ backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: Tables.migrations) { database in
            try await database.insertNote("note")
            func insert(
                _ id: String, slug: String? = nil, place: Int? = nil, host: String? = nil, label: String? = nil
            ) -> SQL {
                """
                INSERT INTO links (id, note_id, slug, place, host, label)
                VALUES (\(id), \("note"), \(slug), \(place), \(host), \(label))
                """
            }
            func violation(_ statement: SQL) async -> String? {
                await failure {
                    _ = try await database.write { connection throws(StorageError) in try connection.execute(statement)
                    }
                }
            }
            #expect(await violation(insert("a", slug: "s", place: 1, host: "h", label: "l")) == nil)
            #expect(await violation(insert("a")) == "unique links_pkey")
            #expect(await violation(insert("b", slug: "s")) == "unique links_slug_unique")
            #expect(await violation(insert("b", place: 1)) == "unique links_place_unique")
            #expect(await violation(insert("b", host: "h")) == "unique links_host_key")
            #expect(await violation(insert("b", label: "l")) == "unique links_label_key")
            #expect(await violation("UPDATE notes SET body = 'Title'") == nil)
            #expect(
                await violation("INSERT INTO notes (id, body) VALUES ('other', 'TITLE')") == "unique notes_lower_body")
            #expect(await violation("INSERT INTO notes (id) VALUES ('note')") == "unique notes_pkey")
            #expect(await violation("INSERT INTO pairs (portal_id, id) VALUES ('p', 'a')") == nil)
            #expect(await violation("INSERT INTO pairs (portal_id, id) VALUES ('p', 'a')") == "unique pairs_pkey")
            #expect(await violation("INSERT INTO links (id, note_id) VALUES ('c', 'nobody')") == "foreign key")
            #expect(await violation("DELETE FROM notes WHERE id = 'note'") == "foreign key")
        }
    }

    @Test(arguments: Backend.available)
    func `a failed statement is the end of its transaction, also when it is caught`(_ backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: Tables.migrations) { database in
            try await database.insertNote("taken")
            let thrown = await failure {
                _ = try await database.write { connection throws(StorageError) in
                    try connection.execute("INSERT INTO notes (id) VALUES ('free')")
                    do throws(StorageError) {
                        try connection.execute("INSERT INTO notes (id) VALUES ('taken')")
                    } catch {}
                    return "all is well"
                }
            }
            #expect(thrown == "unique notes_pkey")
            #expect(try await database.count("notes") == 1)
        }
    }

    @Test(arguments: Backend.available)
    func `a closure that throws leaves nothing, and its neighbours commit`(_ backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: Tables.migrations) { database in
            let outcomes = await withTaskGroup(of: (Int, String?).self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let failure = await failure {
                            _ = try await database.write { connection throws(StorageError) -> Int in
                                try connection.execute(
                                    "INSERT INTO notes (id, amount) VALUES (\("n\(number)"), \(number))")
                                if number % 3 == 0 { throw StorageError.invalid(detail: "on purpose") }
                                if number % 5 == 0 {
                                    try connection.execute("INSERT INTO notes (id) VALUES (\("n\(number)"))")
                                }
                                return number
                            }
                        }
                        return (number, failure)
                    }
                }
                return await group.reduce(into: [:]) { $0[$1.0] = .some($1.1) }
            }
            for (number, failure) in outcomes {
                #expect(failure == (number % 3 == 0 ? "invalid" : number % 5 == 0 ? "unique notes_pkey" : nil))
            }
            let kept = try await database.rows("SELECT amount FROM notes ORDER BY amount").map { row in
                try row.int("amount")
            }
            #expect(kept == (0..<200).filter { $0 % 3 != 0 && $0 % 5 != 0 })
        }
    }

    @Test(arguments: Backend.available)
    func `of 64 who spend the same row exactly one does`(_ backend: Backend) async throws {
        try await withStorage(on: backend, migrations: Tables.migrations) { storage in
            try await storage.withOpenDatabase(postgres: { $0.connections = 8 }) { database in
                try await database.insertNote("code")
                let winners = try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<64 {
                        group.addTask {
                            try await database.write { connection throws(StorageError) in
                                try connection.execute(
                                    "UPDATE notes SET done = \(true) WHERE id = \("code") AND done = \(false)")
                            }
                        }
                    }
                    return try await group.reduce(0, +)
                }
                #expect(winners == 1)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `a read sees one snapshot while others commit`(_ backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: Tables.migrations) { database in
            try await database.insertNote("before")
            let door = Door()
            async let counts = database.read { connection throws(StorageError) -> [Int] in
                let first = try connection.first("SELECT COUNT(*) AS n FROM notes")?.int("n") ?? -1
                // Too long for the cooperative pool: from here on we are on a thread that may wait.
                _ = try connection.rows(slowCount(to: 100_000))
                door.wait()
                return [first, try connection.first("SELECT COUNT(*) AS n FROM notes")?.int("n") ?? -1]
            }
            try await door.waitForArrivals(1)
            try await database.insertNote("meanwhile")
            door.open()
            #expect(try await counts == [1, 1])
            #expect(try await database.count("notes") == 2)
        }
    }

    @Test(arguments: Backend.available)
    func `long reads are answered as well, many at a time`(_ backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: Tables.migrations) { database in
            let sum = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...20 {
                    group.addTask {
                        try #require(try await database.first(slowCount(to: 50_000 + number))).int("n")
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(sum == 20 * 50_000 + 210)
            try await database.waitUntil { $0.busy == 0 }
            #expect(database.statistics.waiting == 0)
        }
    }

    @Test(arguments: Backend.available)
    func `a cancelled caller stops neither itself nor the batch`(_ backend: Backend) async throws {
        try await withDatabase(on: backend, migrations: Tables.migrations) { database in
            let door = Door()
            let first = Task {
                try await database.write { connection throws(StorageError) in
                    door.wait()
                    return try connection.execute("INSERT INTO notes (id) VALUES ('first')")
                }
            }
            try await door.waitForArrivals(1)
            let cancelled = Task { try await database.insertNote("cancelled") }
            let last = Task { try await database.insertNote("last") }
            cancelled.cancel()
            first.cancel()
            try await Task.sleep(for: .milliseconds(20))
            door.open()
            #expect(try await first.value == 1)
            try await cancelled.value
            try await last.value
            #expect(try await database.count("notes") == 3)
        }
    }

    @Test(arguments: Backend.available)
    func `too many waiting callers are refused at once`(_ backend: Backend) async throws {
        try await withStorage(on: backend, migrations: Tables.migrations) { storage in
            try await storage.withOpenDatabase(
                sqlite: { $0.waitingWriters = 4 },
                postgres: {
                    $0.connections = 1
                    $0.waitingCallers = 4
                }
            ) { database in
                let door = Door()
                let busy = Task {
                    try await database.write { connection throws(StorageError) in
                        door.wait()
                        return try connection.execute("INSERT INTO notes (id) VALUES ('busy')")
                    }
                }
                try await door.waitForArrivals(1)
                let waiting = (0..<4).map { number in Task { try await database.insertNote("\(number)") } }
                try await database.waitUntil { $0.waiting == 4 }
                #expect(await failure { try await database.insertNote("one too many") } == "unavailable")
                #expect(database.statistics.busy == 1)
                door.open()
                _ = try await busy.value
                for task in waiting { try await task.value }
                #expect(try await database.count("notes") == 5)
            }
        }
    }

    @Test(arguments: Backend.available)
    func `close waits for what is under way and refuses the rest`(_ backend: Backend) async throws {
        try await withStorage(on: backend, migrations: Tables.migrations) { storage in
            let database = try await storage.open()
            let door = Door()
            let write = Task {
                try await database.write { connection throws(StorageError) in
                    door.wait()
                    return try connection.execute("INSERT INTO notes (id) VALUES ('slow')")
                }
            }
            try await door.waitForArrivals(1)
            let closing = Task {
                await database.close()
                return door.arrivals
            }
            while await failure({ _ = try await database.rows("SELECT 1 AS one") }) != "unavailable" {}
            #expect(await failure { try await database.insertNote("late") } == "unavailable")
            door.open()
            #expect(try await write.value == 1)
            _ = await closing.value
            #expect(await failure { _ = try await database.rows("SELECT id FROM notes") } == "unavailable")
            #expect(await failure { try await database.insertNote("later") } == "unavailable")
            await database.close()
            let kept = try await storage.withOpenDatabase { try await $0.rows("SELECT id FROM notes") }
            #expect(try kept.map { row in try row.text("id") } == ["slow"])
        }
    }
}
