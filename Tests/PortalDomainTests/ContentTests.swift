import Kernel
import Persistence
import PortalDomain
import Schema
import Synchronization
import TestSupport
import Testing

@Suite("Contents: bytes once, and their uses", .timeLimit(.minutes(2)))
struct ContentTests {
    struct Scene: Sendable {
        let contents: Contents
        let folder: TestFolder
        let clock: ManualClock
        let database: any SQLDatabase
        let a: PortalID
        let b: PortalID

        var now: Timestamp { clock.ambient.now() }

        func use(_ kept: KeptContent, in portal: PortalID) async throws {
            try await contents.use(kept, in: portal, at: now)
        }

        func delete(_ kept: KeptContent, in portal: PortalID) async throws {
            let now = now
            _ = try await database.write { connection throws(StorageError) in
                try Contents.delete(kept.id, in: portal, at: now, on: connection)
            }
        }

        func bytes(of kept: KeptContent, in portal: PortalID, _ range: Range<Int>? = nil) async throws -> [UInt8]? {
            guard let stored = try await contents.find(kept.id, in: portal),
                let reader = try await contents.read(range ?? 0..<stored.size, of: stored)
            else { return nil }
            var bytes: [UInt8] = []
            try await reader.forEachPiece { bytes += $0 }
            return bytes
        }
    }

    static func scene(on backend: Backend, _ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
        try await withDatabase(on: backend, migrations: Migrations.all, tenantTables: Migrations.tenantTables) {
            database in
            let clock = ManualClock()
            let (a, b): (PortalID, PortalID) = (clock.ambient.makeID(), clock.ambient.makeID())
            for portal in [a, b] {
                _ = try await database.write { connection throws(StorageError) in
                    try connection.execute(
                        """
                        INSERT INTO portals (id, slug, name, time_zone, created_at)
                        VALUES (\(portal), \(portal), 'X', 'Europe/Amsterdam', 0)
                        """)
                }
            }
            let folder = TestFolder()
            let store = FileContentStore(folder: folder.path, ambient: clock.ambient)
            try await body(
                Scene(
                    contents: Contents(database: database, store: store, ambient: clock.ambient), folder: folder,
                    clock: clock, database: database, a: a, b: b))
        }
    }

    static let large = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 5) }

    @Test(
        "Equal bytes are stored once, under their SHA-256, and each portal sees its own uses",
        arguments: Backend.available)
    func once(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let one = try await scene.contents.keep(bytes: Self.large)
            let two = try await scene.contents.keep(bytes: Self.large)
            #expect(one.id != two.id && one.digest == two.digest)
            #expect(one.digest == TokenDigest(of: Self.large))
            try await scene.use(one, in: scene.a)
            try await scene.use(two, in: scene.b)
            let hex = one.digest.hex
            #expect(scene.folder.files.count == 1)
            #expect(scene.folder.files.first?.hasPrefix("\(hex.prefix(2))/\(hex)-") == true)
            #expect(try await scene.bytes(of: one, in: scene.a) == Self.large)
            #expect(
                try await scene.bytes(of: two, in: scene.b, 131_000..<140_000) == Array(Self.large[131_000..<140_000]))
            #expect(try await scene.bytes(of: one, in: scene.b) == nil)
        }
    }

    @Test("Bytes are swept an hour after their last use ended, and not before", arguments: Backend.available)
    func sweep(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let one = try await scene.contents.keep(bytes: [1, 2, 3])
            let two = try await scene.contents.keep(bytes: [1, 2, 3])
            _ = try await scene.contents.keep(bytes: [9])  // nobody ever uses it
            try await scene.use(one, in: scene.a)
            try await scene.use(two, in: scene.b)
            scene.clock.advance(seconds: 3599)
            #expect(try await scene.contents.sweep() == 0)
            scene.clock.advance(seconds: 1)
            #expect(try await scene.contents.sweep() == 1)
            #expect(scene.folder.files.count == 1)

            try await scene.delete(one, in: scene.a)
            scene.clock.advance(seconds: 4000)
            #expect(try await scene.contents.sweep() == 0)
            #expect(try await scene.bytes(of: two, in: scene.b) == [1, 2, 3])
            try await scene.delete(two, in: scene.b)
            #expect(try await scene.contents.sweep() == 0)
            scene.clock.advance(seconds: 3600)
            #expect(try await scene.contents.sweep() == 1)
            #expect(scene.folder.files == [])
            for table in ["stored_bytes", "discarded_bytes"] as [SQL] {
                #expect(try await scene.database.rows("SELECT * FROM \(table)").isEmpty)
            }
        }
    }

    /// Does not delete some places.
    final class StubbornStore: ContentStore {
        let store: FileContentStore
        let refused = Mutex<Set<ContentPlace>>([])

        init(_ store: FileContentStore) { self.store = store }

        var staging: ContentStaging { store.staging }

        func put(_ content: StagedContent, at place: ContentPlace) async throws(StorageError) {
            try await store.put(content, at: place)
        }

        func read(_ range: Range<Int>, at place: ContentPlace) async throws(StorageError) -> (any ContentReader)? {
            try await store.read(range, at: place)
        }

        func delete(_ place: ContentPlace) async throws(StorageError) {
            guard !refused.withLock({ $0.contains(place) }) else { throw .unavailable(detail: "not this one") }
            try await store.delete(place)
        }

        func check() async throws(StorageError) { try await store.check() }
    }

    @Test("What the store does not delete holds up nothing else, and is tried again", arguments: Backend.available)
    func stubborn(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let store = StubbornStore(FileContentStore(folder: scene.folder.path, ambient: scene.clock.ambient))
            let contents = Contents(database: scene.database, store: store, ambient: scene.clock.ambient)
            for number in 0..<30 { _ = try await contents.keep(bytes: [1, UInt8(number)]) }
            // The twenty that are asked for first.
            let places = try await scene.database.rows("SELECT place FROM stored_bytes ORDER BY place LIMIT 20").map {
                ContentPlace(stored: try $0.text("place"))
            }
            store.refused.withLock { $0 = Set(places) }
            scene.clock.advance(seconds: 3600)
            // Each time ten of them, and then whatever comes next.
            for left in [30, 30, 20, 20] {
                await #expect(throws: StorageError.self) { try await contents.sweep() }
                #expect(scene.folder.files.count == left)
                scene.clock.advance(seconds: 600)
            }
            store.refused.withLock { $0 = [] }
            #expect(try await contents.sweep() == 20)
            #expect(scene.folder.files == [])
        }
    }

    @Test("Many uses end at once", arguments: Backend.available)
    func many(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            var uses: [ContentID] = []
            for number in 0..<300 {
                let kept = try await scene.contents.keep(bytes: [UInt8(number / 2)])
                try await scene.use(kept, in: scene.a)
                uses.append(kept.id)
            }
            let (ended, now) = (uses.dropLast(), scene.now)
            _ = try await scene.database.write { connection throws(StorageError) in
                try Contents.delete(Array(ended), in: scene.a, at: now, on: connection)
            }
            scene.clock.advance(seconds: 3600)
            #expect(try await scene.contents.sweep() == 149)
            #expect(scene.folder.files.count == 1)
        }
    }

    @Test("Who uploads the same bytes while they are swept keeps them", arguments: Backend.available)
    func sweepRace(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            for round in 0..<20 {
                let bytes: [UInt8] = [7, 7, 7]
                _ = try await scene.contents.keep(bytes: bytes)
                scene.clock.advance(seconds: 4000)
                async let swept = scene.contents.sweep()
                async let kept = scene.contents.keep(bytes: bytes)
                let mine = try await kept
                try await scene.use(mine, in: scene.a)
                _ = try await swept
                #expect(try await scene.bytes(of: mine, in: scene.a) == bytes, "round \(round)")
                try await scene.delete(mine, in: scene.a)
                scene.clock.advance(seconds: 4000)
                _ = try await scene.contents.sweep()
                #expect(scene.folder.files == [], "round \(round)")
            }
        }
    }

    @Test("A use and a sweep of the same bytes meet: the use wins or is told", arguments: Backend.available)
    func useRace(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            for round in 0..<20 {
                let kept = try await scene.contents.keep(bytes: [UInt8(round), 1])
                scene.clock.advance(seconds: 4000)
                async let swept = scene.contents.sweep()
                var isUsed = true
                do {
                    try await scene.use(kept, in: scene.a)
                } catch StorageError.foreignKeyViolation {
                    isUsed = false
                }
                _ = try await swept
                let found = try await scene.bytes(of: kept, in: scene.a)
                #expect(found == (isUsed ? [UInt8(round), 1] : nil), "round \(round)")
            }
        }
    }

    @Test("What an upload left behind is removed at the next start; one that is under way stays")
    func leftovers() async throws {
        try await Self.scene(on: .sqlite) { scene in
            var writer = try await scene.contents.staging.begin()
            try await writer.write([1, 2, 3])
            scene.folder.write([4, 5], to: "incoming/0123456789abcdef")
            #expect(scene.folder.files.count == 2)
            #expect(try await scene.contents.staging.removeLeftovers() == 1)
            #expect(scene.folder.files.count == 1)
            let staged = try await writer.finish()
            #expect(try await scene.contents.staging.removeLeftovers() == 0)
            let kept = try await scene.contents.keep(staged)
            await staged.discard()
            // Again, from a file that is not in its first place any more.
            try await scene.use(kept, in: scene.a)
            #expect(try await scene.bytes(of: kept, in: scene.a) == [1, 2, 3])
            #expect(scene.folder.files.allSatisfy { !$0.hasPrefix("incoming/") })
        }
    }

    @Test("Kept twice, thrown away twice, or never kept: one file or none")
    func staged() async throws {
        try await Self.scene(on: .sqlite) { scene in
            let staged = try await scene.contents.staging.stage([1, 2])
            let one = try await scene.contents.keep(staged)
            let two = try await scene.contents.keep(staged)
            #expect(one.digest == two.digest && scene.folder.files.count == 1)
            await staged.discard()
            await staged.discard()
            #expect(scene.folder.files.count == 1)
            let other = try await scene.contents.staging.stage([3])
            await other.discard()
            #expect(scene.folder.files.count == 1)
            await #expect(throws: StorageError.self) { try await scene.contents.keep(other) }
        }
    }
}
