import ArgumentParser
import Kernel
import PortalDomain
import Web

struct ResourceServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resource-server", abstract: "APIs beside ours that take our tokens (RFC 8707).",
        subcommands: [
            ResourceServerListCommand.self, ResourceServerAddCommand.self, ResourceServerSecretCommand.self,
            ResourceServerRemoveCommand.self,
        ])
}

struct ResourceServerListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "All of them, one per line.")

    func run() async throws {
        let settings = try await ServerSettings.load()
        try await Workbench.open(settings) { bench in
            for server in try await bench.useCases.resourceServers.all() {
                Console.say("\(server.id)  \(server.createdAt.shown)  \(server.uri)  \(server.name)")
            }
        }
    }
}

struct ResourceServerAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Registers one, and prints what it asks about tokens with, once.")

    @Option(help: "Its name, as the consent page shows it.")
    var name: String

    @Option(help: "What apps name it by: an absolute URI without a fragment, usually its address.")
    var uri: String

    func run() async throws {
        let (name, uri) = try (wantedName(), ResourceURI.of(argument: uri))
        let settings = try await ServerSettings.load()
        let isOwn = uri.text == settings.origins.api || uri.text == settings.origins.issuer
        let made = try await Workbench.open(settings) { bench in
            isOwn ? nil : try await bench.useCases.resourceServers.add(name, uri, by: .commandLine)
        }
        guard let made else { throw Trouble("\(uri) is in use.") }
        Console.say("\(name.text) is registered. Apps ask for it with resource=\(uri). It asks about tokens with:\n")
        Console.say("  \(made.id)")
        Console.say("  \(made.secret.secret.expose())")
    }

    /// Apart from `run`: the optimiser of Swift 6.3.1 crashes on typed throws in the same asynchronous function.
    private func wantedName() throws -> PublicName {
        guard let name = try? PublicName(name) else { throw Trouble("The name is 1 to 100 visible characters.") }
        return name
    }
}

struct ResourceServerSecretCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret", abstract: "Replaces the secret of one at once, and prints the new one, once.")

    @Argument(help: "Its URI.")
    var uri: String

    func run() async throws {
        let uri = try ResourceURI.of(argument: uri)
        let settings = try await ServerSettings.load()
        let made = try await Workbench.open(settings) { bench in
            try await bench.useCases.resourceServers.replaceSecret(of: uri, by: .commandLine)
        }
        guard let made else { throw Trouble("There is no resource server \(uri).") }
        Console.say(made.secret.secret.expose())
    }
}

struct ResourceServerRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Ends one: tokens for it are worth nothing from then on.")

    @Argument(help: "Its URI.")
    var uri: String

    func run() async throws {
        let uri = try ResourceURI.of(argument: uri)
        let settings = try await ServerSettings.load()
        let isRemoved = try await Workbench.open(settings) { bench in
            try await bench.useCases.resourceServers.remove(uri, by: .commandLine)
        }
        guard isRemoved else { throw Trouble("There is no resource server \(uri).") }
        Console.say("\(uri) takes no tokens of this server any more.")
    }
}

extension ResourceURI {
    fileprivate static func of(argument text: String) throws -> ResourceURI {
        guard let uri = ResourceURI(text) else { throw Trouble("The URI must be absolute, and have no fragment.") }
        return uri
    }
}
