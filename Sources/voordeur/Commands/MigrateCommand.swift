import ArgumentParser
import Foundation
import Kernel
import Persistence
import PortalDomain
import Schema

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Brings the schema of the database up to date. `serve` does so by itself.")

    @Flag(help: "Shows each step and when it was done, and changes nothing.")
    var status = false

    @Flag(
        name: .customLong("adopt-key"),
        help: ArgumentHelp(
            "Makes the secret key of the configuration the one that counts, after the old one was lost.",
            discussion:
                "What was made with the old key has to be made again: apps that refresh at that moment connect anew, and "
                + "second factors are set up anew. Webhooks are deleted: nobody can read their secrets."))
    var adoptsKey = false

    func validate() throws {
        if status && adoptsKey { throw ValidationError("--status changes nothing; leave out --adopt-key.") }
    }

    func run() async throws {
        let settings = try await ServerSettings.load()
        if status { return try await showStatus(settings) }
        let before = try await Self.steps(settings).count { $0.appliedAt != nil }
        let total = Migrations.all.count - before
        let bar = ProgressBar(total: total, unit: "steps")
        try await Workbench.withDatabase(settings) { progress in
            switch progress {
            case .applying(let step): bar.show(Self.position(of: step, after: before) - 1, note: step.name)
            case .applied(let step): bar.show(Self.position(of: step, after: before), note: step.name)
            case .waiting(let step):
                bar.show(Self.position(of: step, after: before) - 1, note: "\(step.name): another node is at work")
            }
        } _: { _ in
        }
        bar.clear()
        let done = total == 0 ? "nothing to do" : "\(total) \(total == 1 ? "step" : "steps") done"
        Console.say("The schema is up to date, at step \(Migrations.all.last?.version ?? 0): \(done).")
        if adoptsKey { try await adoptKey(settings) }
    }

    private func adoptKey(_ settings: ServerSettings) async throws {
        let key = try SecretKeyFile(path: settings.secretKeyFile).load(from: .system())
        let journal = Journal(ambient: .system())
        let gone = try await Workbench.withDatabase(settings) { try await KeyFingerprint(key).adopt(in: $0, journal) }
        Console.say(
            "The database belongs to the key in \(settings.secretKeyFile) now. Start every node with that file.")
        if gone > 0 {
            Console.say("\(gone) webhooks were deleted, because nobody can read their secrets: tell their makers.")
        }
    }

    private func showStatus(_ settings: ServerSettings) async throws {
        for step in try await Self.steps(settings) {
            let number = Timestamp.padded(step.migration.version, 4)
            let name = step.migration.name.padding(toLength: 20, withPad: " ", startingAt: 0)
            Console.say("\(number)  \(name)  \(step.appliedAt.map { "done \($0.shown)" } ?? "to do")")
        }
    }

    /// Does not make a file that is not there.
    private static func steps(
        _ settings: ServerSettings
    ) async throws -> [(migration: Migration, appliedAt: Timestamp?)] {
        if case .file(let path) = settings.database, !FileManager.default.fileExists(atPath: path) {
            return Migrations.all.map { ($0, nil) }
        }
        return try await settings.database.withOpen { database in
            try await Migrator(Migrations.all, on: database).status().map { ($0.migration, $0.appliedAt) }
        }
    }

    private static func position(of step: Migration, after done: Int) -> Int {
        (Migrations.all.firstIndex { $0.version == step.version } ?? 0) + 1 - done
    }
}
