import ArgumentParser

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Runs the server until it is told to stop (SIGTERM, Ctrl-C).")

    @Option(help: ArgumentHelp("Where to wait for connections.", valueName: "host:port"))
    var listen: String?

    @Option(help: ArgumentHelp("sqlite:<file>, or postgres://user:password@host:port/name.", valueName: "url"))
    var database: String?

    @Flag(help: "Makes the demo data if it is absent, and prints its sign-ins.")
    var demo = false

    func run() async throws {
        var flags: [Setting: String] = [:]
        flags[.listen] = listen
        flags[.databaseURL] = database
        let settings = try await ServerSettings.load(flags: flags)
        try await ServerProcess(settings: settings, makesDemo: demo).run()
    }
}
