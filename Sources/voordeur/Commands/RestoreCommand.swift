import ArgumentParser

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Puts a copy that `backup` made in the place of the database.",
        discussion: """
            Stop all servers first. The server then knows nothing of what happened after the copy: docs/operations.md says what to look \
            through before you start it again. A file of SQLite that is replaced stays beside the new one; what is in PostgreSQL does not.
            """)

    @Argument(help: ArgumentHelp("What `voordeur backup` made.", valueName: "file"))
    var file: String

    @Flag(help: "Also if there is a database already.")
    var replace = false

    func run() async throws {
        let settings = try await ServerSettings.load()
        try settings.database.requireCopy(file)
        let backup = settings.database.backup
        guard PortProbe(settings.listen).attempt() == 0 else {
            throw Trouble("Something listens on \(settings.listen): stop the server first.")
        }
        if !replace, try await backup.isReplacing() {
            throw Trouble("There is a database already; --replace puts the copy in its place.")
        }
        let remains = try await backup.restore(from: file)
        Console.say("The database is that of \(file).")
        if let remains { Console.say(remains) }
        Console.say("It needs \(settings.secretKeyFile) and the files of that time: `voordeur doctor` looks.")
    }
}
