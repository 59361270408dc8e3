import ArgumentParser
import Kernel
import PortalDomain

struct MailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "The outbox.", subcommands: [MailListCommand.self, MailShowCommand.self])
}

struct MailListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The newest mails, one per line.")

    @Option(help: "How many at most.")
    var limit = 100

    func validate() throws {
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit is a number from 1 to 100000.") }
    }

    func run() async throws {
        let settings = try await ServerSettings.load()
        try await Workbench.open(settings) { bench in
            for mail in try await bench.outbox.list(limit: limit) {
                let state = mail.sentAt == nil ? "waiting" : "sent   "
                Console.say(
                    "\(mail.id)  \(mail.createdAt.shown)  \(state)  \(mail.mail.recipient)  \(mail.mail.subject)")
            }
        }
    }
}

struct MailShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "One mail as it is sent.")

    @Argument(help: "As `mail list` shows it.")
    var id: String

    func run() async throws {
        guard let id = MailID(id) else {
            throw Trouble("\"\(id)\" is not the id of a mail; `voordeur mail list` shows them.")
        }
        let settings = try await ServerSettings.load()
        try await Workbench.open(settings) { bench in
            guard let found = try await bench.outbox.find(id) else { throw Trouble("There is no mail \(id).") }
            Console.say("To: \(found.mail.recipient)")
            Console.say("Subject: \(found.mail.subject)")
            Console.say("Date: \(found.createdAt.shown)")
            Console.say("Sent: \(found.sentAt?.shown ?? "not yet")\n")
            Console.put(found.mail.body.hasSuffix("\n") ? found.mail.body : found.mail.body + "\n")
        }
    }
}
