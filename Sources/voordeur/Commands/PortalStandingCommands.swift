import ArgumentParser
import Kernel
import PortalDomain

struct PortalListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "All of them, one per line.")

    func run() async throws {
        let settings = try await ServerSettings.load()
        try await Workbench.open(settings) { bench in
            for portal in try await bench.useCases.portals.all() {
                Console.say(
                    "\(portal.id)  \(portal.isSuspended ? "suspended" : "active   ")  \(portal.slug)  \(portal.name)")
            }
        }
    }
}

struct PortalSuspendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend",
        abstract: "Stops a portal: its pages, API keys and apps. Nothing is lost, and it can be reinstated.")

    @Argument(help: "The portal's name in addresses.")
    var slug: String

    func run() async throws {
        try await withPortal(slug) { bench, portal in
            let isNew = try await bench.useCases.portals.suspend(portal, by: .commandLine)
            Console.say(isNew ? "\(portal.name) is suspended." : "\(portal.name) was suspended before.")
        }
    }
}

struct PortalReinstateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reinstate",
        abstract: "Lets a suspended portal go on: what was not revoked and is not too old works again.")

    @Argument(help: "The portal's name in addresses.")
    var slug: String

    func run() async throws {
        try await withPortal(slug) { bench, portal in
            let isNew = try await bench.useCases.portals.reinstate(portal, by: .commandLine)
            Console.say(isNew ? "\(portal.name) goes on." : "\(portal.name) is not suspended.")
        }
    }
}

func withPortal(_ slug: String, _ body: @Sendable (Workbench, Portal) async throws -> Void) async throws {
    let settings = try await ServerSettings.load()
    try await Workbench.open(settings) { bench in
        guard let portal = try await bench.useCases.portals.find(slug: slug) else {
            throw Trouble("There is no portal with the slug \(slug).")
        }
        try await body(bench, portal)
    }
}
