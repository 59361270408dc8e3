import ArgumentParser
import Kernel
import PortalDomain

struct DeveloperCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "developer", abstract: "The people who build apps.",
        subcommands: [DeveloperListCommand.self, DeveloperVerifyCommand.self, DeveloperBanCommand.self])
}

struct DeveloperListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Everybody with a developer account, one per line.")

    func run() async throws {
        let settings = try await ServerSettings.load()
        try await Workbench.open(settings) { bench in
            for (developer, apps) in try await bench.useCases.developers.all() {
                let state =
                    developer.isBanned
                    ? "banned     "
                    : developer.isVerified ? "verified   " : developer.isConfirmed ? "confirmed  " : "unconfirmed"
                Console.say(
                    "\(developer.id)  \(state)  \(apps) app\(apps == 1 ? "" : "s")  \(developer.email)  \(developer.name)"
                )
            }
        }
    }
}

struct DeveloperVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Marks a developer as known to you; consent pages say so.")

    @Argument(help: "The address of their account.")
    var email: String

    func run() async throws {
        try await withDeveloper(email) { bench, developer in
            let isNew = try await bench.useCases.developers.verify(developer.id, by: .commandLine)
            Console.say(isNew ? "\(developer.email) is verified." : "\(developer.email) was verified before.")
        }
    }
}

struct DeveloperBanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ban", abstract: "Ends everything of a developer: sessions, and the access of all their apps.")

    @Argument(help: "The address of their account.")
    var email: String

    func run() async throws {
        try await withDeveloper(email) { bench, developer in
            let isNew = try await bench.useCases.developers.ban(developer.id, by: .commandLine)
            Console.say(isNew ? "\(developer.email) is banned." : "\(developer.email) was banned before.")
        }
    }
}

private func withDeveloper(_ text: String, _ body: @Sendable (Workbench, Developer) async throws -> Void) async throws {
    guard let email = AccountEmail(text) else { throw Trouble("\"\(text)\" is not an e-mail address.") }
    let settings = try await ServerSettings.load()
    try await Workbench.open(settings) { bench in
        guard let developer = try await bench.useCases.developers.find(email) else {
            throw Trouble("No developer has the address \(email).")
        }
        try await body(bench, developer)
    }
}
