import ArgumentParser
import Foundation

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the database into a file, while servers go on.",
        discussion: """
            The copy is of one moment. What lies beside the database belongs to a backup as well: the secret key, and after the copy the \
            bytes of files. The copy holds the customers' data in the clear: it is made for this user alone.
            """)

    @Argument(help: ArgumentHelp("The copy; it must not exist.", valueName: "file"))
    var file: String

    func run() async throws {
        let settings = try await ServerSettings.load()
        guard !FileManager.default.fileExists(atPath: file) else {
            throw Trouble("\(file) exists; choose another name, or remove it first.")
        }
        let draft = "\(file).\(ProcessInfo.processInfo.processIdentifier).new"
        defer { try? FileManager.default.removeItem(atPath: draft) }
        try await settings.database.backup.write(to: draft)
        try PrivateFile(path: draft).sync()
        try FileManager.default.moveItem(atPath: draft, toPath: file)
        try PrivateFile(path: file).sync()
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
        Console.say("\(file): \(ProgressBar.grouped((size + 1023) / 1024)) kB.")
        Console.say("To a backup belong as well: \(settings.secretKeyFile), and then \(settings.files.place).")
    }
}
