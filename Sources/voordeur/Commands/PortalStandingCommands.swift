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

struct PortalLimitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "limit",
        abstract: "Sets how many API requests per minute each key and token of a portal may send.")

    @Argument(help: "The portal's name in addresses.")
    var slug: String

    @Argument(help: "A number from 1 to 1000000, none for no limit, or standard for what the server has.")
    var rate: String

    func validate() throws {
        guard Rate(rate) != nil else {
            throw ValidationError("The limit is a number from 1 to 1000000, none, or standard.")
        }
    }

    func run() async throws {
        guard let wanted = Rate(rate) else { return }
        let limit = wanted.limit
        let shown = limit.map { $0 == 0 ? "no limit" : "\($0) requests per minute" } ?? "the server's limit"
        try await withPortal(slug) { bench, portal in
            let isNew = try await bench.useCases.portals.limit(
                portal, to: limit, standard: bench.settings.rateLimitPerMinute, by: .commandLine)
            Console.say("\(portal.name) \(isNew ? "now has" : "had") \(shown)\(isNew ? "" : " before").")
        }
    }

    private struct Rate {
        /// 0: no limit; nil: the server's.
        let limit: Int?

        init?(_ text: String) {
            switch text {
            case "none": limit = 0
            case "standard": limit = nil
            default:
                guard let number = Int(text), (1...RateCeiling.highest).contains(number) else { return nil }
                limit = number
            }
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
