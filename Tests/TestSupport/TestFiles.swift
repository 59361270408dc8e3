import Dispatch
import Foundation
import Kernel
import Persistence
import SQLiteDriver

/// SQLite files for tests: migrated once per list of migrations, then copied.
enum TestFiles {
    private static let templates = Templates { key, migrations in
        let path = folder.appendingPathComponent("template-\(key).sqlite").path
        try await onThread { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
        let database = try await SQLiteDatabase(path: path, guard: StatementGuard(tenantTables: []))
        do {
            try await Migrator(migrations, on: database).migrate(now: Timestamp(seconds: 0))
        } catch {
            await database.close()
            throw error
        }
        // With the last connection the log is written back, so the file alone is the whole database.
        await database.close()
        return path
    }

    /// Of this process; removed when it ends.
    private static let folder: URL = {
        atexit { try? FileManager.default.removeItem(at: TestFiles.folder) }
        return FileManager.default.temporaryDirectory
            .appendingPathComponent("voordeur-tests-\(ProcessInfo.processInfo.processIdentifier)")
    }()

    static func withCopy<Outcome>(
        of migrations: [Migration], _ body: (TestStorage) async throws -> Outcome
    ) async throws -> Outcome {
        let template = try await templates.template(of: migrations)
        let own = folder.appendingPathComponent(UUID().uuidString)
        let path = own.appendingPathComponent("test.sqlite").path
        try await onThread {
            try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: template, toPath: path)
        }
        do {
            let outcome = try await body(.file(path: path))
            try await onThread { try FileManager.default.removeItem(at: own) }
            return outcome
        } catch {
            try? await onThread { try FileManager.default.removeItem(at: own) }
            throw error
        }
    }

    /// Files are slow: not on the cooperative pool, where two of them would hold up the whole run.
    private static func onThread(_ work: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global().async { continuation.resume(with: Result(catching: work)) }
        }
    }
}

/// Makes one template per list of migrations; whoever needs it meanwhile waits for the one being made.
actor Templates {
    /// Raise it when databases come out differently although the migrations are the same: templates outlive a run.
    private static let generation = 1

    private let make: @Sendable (_ key: String, [Migration]) async throws -> String
    private var known: [String: Task<String, any Error>] = [:]

    init(_ make: @escaping @Sendable (_ key: String, [Migration]) async throws -> String) { self.make = make }

    func template(of migrations: [Migration]) async throws -> String {
        let steps = migrations.map {
            "\($0.version) \($0.name) \($0.checksum(for: .sqlite)) \($0.checksum(for: .postgres))"
        }
        let key = String(TokenDigest(of: "\(Self.generation)\n" + steps.joined(separator: "\n")).hex.prefix(16))
        let task = known[key] ?? Task { [make] in try await make(key, migrations) }
        known[key] = task
        return try await task.value
    }
}
