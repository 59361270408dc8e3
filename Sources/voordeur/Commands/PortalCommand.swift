import ArgumentParser
import Kernel
import PortalDomain

struct PortalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portal", abstract: "The portals of this server.",
        subcommands: [
            PortalListCommand.self, PortalCreateCommand.self, PortalSuspendCommand.self, PortalReinstateCommand.self,
            PortalLimitCommand.self, PortalInvoiceCommand.self, PortalInvoicePaidCommand.self,
        ])
}

struct PortalCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Makes a portal, and prints a link with which its owner chooses a password, once.")

    @Option(help: "The name of the business.")
    var name: String

    @Option(help: "The portal's name in addresses: lower-case letters, digits and hyphens.")
    var slug: String

    @Option(help: "Who owns it.")
    var ownerEmail: String

    func run() async throws {
        let (new, owner) = try wanted()
        let settings = try await ServerSettings.load()
        let creation = try await Workbench.open(settings) { bench in
            try await bench.useCases.portals.create(new, owner: owner, by: .commandLine)
        }
        try announce(creation, owner: owner.email)
    }

    /// Apart from `run`: the optimiser of Swift 6.3.1 crashes on typed throws in the same asynchronous function.
    private func wanted() throws -> (NewPortal, NewMember) {
        guard let email = AccountEmail(ownerEmail) else { throw Trouble("\"\(ownerEmail)\" is not an e-mail address.") }
        do {
            return (try NewPortal(slug: slug, name: name), NewMember(email: email, role: .owner))
        } catch let refusal as RefusedForm {
            throw Trouble(Self.line(for: refusal))
        }
    }

    private func announce(_ creation: Portals.Creation, owner: AccountEmail) throws {
        switch creation {
        case .slugTaken: throw Trouble("There is a portal with the slug \(slug) already.")
        case .created(let portal, _, let invitation?):
            Console.say("The portal \(portal.name) (\(portal.id)) is made. Its owner chooses a password here, until")
            Console.say("\(invitation.expiresAt.shown), once:\n")
            Console.say("  \(invitation.url)")
        case .created(let portal, _, nil):
            Console.say(
                "The portal \(portal.name) (\(portal.id)) is made. \(owner) signs in with the password they have.")
        }
    }

    private static func line(for refusal: RefusedForm) -> String {
        let parts = refusal.problems.map { problem in
            switch problem.field {
            case "slug": "The slug is 2 to 63 lower-case letters, digits and hyphens, with no hyphen at its ends."
            default: "The name is 1 to 100 visible characters."
            }
        }
        return parts.joined(separator: " ")
    }
}
