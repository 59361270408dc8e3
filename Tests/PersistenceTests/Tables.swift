import Kernel
import Persistence
import Synchronization
import TestSupport
import Testing

/// The schema of these tests: small, and with every way to write a constraint.
enum Tables {
    static let migrations = [
        Migration(
            version: 1, name: "notes",
            statements: [
                """
                CREATE TABLE notes (
                    id TEXT NOT NULL CONSTRAINT notes_pkey PRIMARY KEY,
                    body TEXT,
                    amount BIGINT,
                    done BOOLEAN NOT NULL DEFAULT FALSE
                )
                """,
                """
                CREATE TABLE links (
                    id TEXT PRIMARY KEY,
                    note_id TEXT NOT NULL CONSTRAINT links_note_fkey REFERENCES notes (id),
                    slug TEXT CONSTRAINT links_slug_unique UNIQUE,
                    place BIGINT,
                    host TEXT UNIQUE,
                    CONSTRAINT links_place_unique UNIQUE (note_id, place)
                )
                """,
                "ALTER TABLE links ADD COLUMN label TEXT",
                "CREATE UNIQUE INDEX links_label_key ON links (note_id, label)",
                "CREATE UNIQUE INDEX notes_lower_body ON notes (lower(body))",
                "CREATE TABLE pairs (portal_id TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (portal_id, id))",
            ])
    ]
}

/// Counts to `number` the hard way: on both databases a statement of adjustable length.
func slowCount(to number: Int) -> SQL {
    """
    WITH RECURSIVE numbers (i) AS (
        SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM numbers WHERE i < CAST(\(number) AS BIGINT)
    )
    SELECT COUNT(*) AS n FROM numbers
    """
}

extension SQLDatabase {
    func count(_ table: String) async throws -> Int {
        try #require(try await first(SQL(stringLiteral: "SELECT COUNT(*) AS n FROM \(table)"))).int("n")
    }

    func insertNote(_ id: String, body: String? = nil) async throws(StorageError) {
        _ = try await write { connection throws(StorageError) in
            try connection.execute("INSERT INTO notes (id, body) VALUES (\(id), \(body))")
        }
    }

    /// Waits until `statistics` look as they should; the time limit of the suite ends it otherwise.
    func waitUntil(_ condition: (DatabaseStatistics) -> Bool) async throws {
        while !condition(statistics) { try await Task.sleep(for: .milliseconds(2)) }
    }
}

extension StorageError {
    /// Without the details: for comparison.
    var kind: String {
        switch self {
        case .conflict: "conflict"
        case .unavailable: "unavailable"
        case .uniqueViolation(let name): "unique \(name)"
        case .foreignKeyViolation: "foreign key"
        case .full: "full"
        case .invalid: "invalid"
        }
    }
}

/// What `work` throws, without the details; nil if it does not.
func failure(_ work: () async throws -> Void) async -> String? {
    do {
        try await work()
        return nil
    } catch {
        return (error as? StorageError)?.kind ?? "\(error)"
    }
}

/// A door that transactions of a test wait at. They run on threads of the drivers, which may block.
final class Door: Sendable {
    private let isOpen = Mutex(false)
    private let arrived = Mutex(0)

    var arrivals: Int { arrived.withLock { $0 } }
    func open() { isOpen.withLock { $0 = true } }

    /// Gives up after a minute: a test that failed before it opened the door must not hang the run.
    func wait() {
        arrived.withLock { $0 += 1 }
        for _ in 0..<60_000 where !isOpen.withLock({ $0 }) { SystemPause.milliseconds(1) }
    }

    func waitForArrivals(_ count: Int) async throws {
        while arrivals < count { try await Task.sleep(for: .milliseconds(2)) }
    }
}

/// What closures noted, in the order they did.
final class Notes<Value: Sendable>: Sendable {
    private let noted = Mutex<[Value]>([])

    var all: [Value] { noted.withLock { $0 } }

    /// - Returns: how many there are now.
    @discardableResult
    func add(_ value: Value) -> Int {
        noted.withLock { noted in
            noted.append(value)
            return noted.count
        }
    }
}
