import ArgumentParser
import Kernel
import PortalDomain

struct AppCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "app", abstract: "Apps that registered themselves, or are known by the address of a document.",
        subcommands: [AppListCommand.self, AppEndCommand.self])
}

struct AppListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "All of them, one per line.")

    func run() async throws {
        let settings = try await ServerSettings.load()
        try await Workbench.open(settings) { bench in
            for app in try await bench.registrations.all() {
                let state = app.firstUsedAt == nil ? "unused" : "used  "
                let document = app.document.map { "  \($0)" } ?? ""
                Console.say("\(app.id)  \(app.createdAt.shown)  \(state)  \(app.name)\(document)")
            }
        }
    }
}

struct AppEndCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end", abstract: "Ends one for good, with the access that it was given in every portal.")

    @Argument(help: "Its id: app_ and 20 characters.")
    var id: String

    func run() async throws {
        guard let app = AppID(id) else { throw Trouble("\"\(id)\" is not the id of an app.") }
        let settings = try await ServerSettings.load()
        let name = try await Workbench.open(settings) { bench in
            try await bench.registrations.end(app, by: .commandLine)
        }
        guard let name else { throw Trouble("No app that registered itself has the id \(app).") }
        Console.say("\(name) is ended.")
    }
}
