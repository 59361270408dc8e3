import ArgumentParser
import Foundation
import Kernel
import PortalDomain

struct MailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "The outbox.",
        subcommands: [MailListCommand.self, MailShowCommand.self, MailRetryCommand.self])
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
            for mail in try await bench.useCases.outbox.list(limit: limit) {
                let state = mail.state.rawValue.padding(toLength: 7, withPad: " ", startingAt: 0)
                let trouble = mail.lastError.map { "  (\(mail.attemptsShown): \($0))" } ?? ""
                Console.say(
                    "\(mail.id)  \(mail.createdAt.shown)  \(state)  \(mail.mail.recipient)  \(mail.mail.subject)\(trouble)"
                )
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
            guard let found = try await bench.useCases.outbox.find(id) else { throw Trouble("There is no mail \(id).") }
            Console.say("To: \(found.mail.recipient)")
            Console.say("Subject: \(found.mail.subject)")
            Console.say("Date: \(found.createdAt.shown)")
            Console.say(
                "Sent: \(found.sentAt?.shown ?? (found.state == .failed ? "no, and it is not tried again" : "not yet"))"
            )
            Console.say("Attempts: \(found.attempts)")
            if let error = found.lastError { Console.say("Last error: \(error)") }
            if let next = found.nextAttemptAt, settings.mail != nil {
                Console.say("Next attempt: \(next.seconds == 0 ? "at once" : next.shown)")
            }
            Console.say()
            let body =
                found.mail.body.isEmpty ? "(The text was removed a day after the mail was sent.)" : found.mail.body
            Console.put(body.hasSuffix("\n") ? body : body + "\n")
        }
    }
}

struct MailRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Lets the server try a mail again now, also one that was given up.")

    @Argument(help: "As `mail list` shows it.")
    var id: String

    func run() async throws {
        guard let id = MailID(id) else {
            throw Trouble("\"\(id)\" is not the id of a mail; `voordeur mail list` shows them.")
        }
        let settings = try await ServerSettings.load()
        try await Workbench.open(settings) { bench in
            guard let found = try await bench.useCases.outbox.find(id) else { throw Trouble("There is no mail \(id).") }
            guard try await bench.useCases.outbox.retry(id, at: bench.ambient.now()) else {
                throw Trouble(
                    found.state == .sent
                        ? "The mail \(id) was sent at \(found.sentAt?.shown ?? "an unknown time")."
                        : "The mail \(id) is being sent at this moment.")
            }
            let waits = settings.mail == nil ? "; it waits until \(Setting.smtpURL.variable) is set" : ""
            Console.say("The mail \(id) is due again\(waits).")
        }
    }
}

extension OutboxMail {
    fileprivate var attemptsShown: String { attempts == 1 ? "1 attempt" : "\(attempts) attempts" }
}
