import Kernel
import NIOCore
import PortalDomain

/// A session with a mail server that is ready to take mails (RFC 5321 §3).
struct SMTPConnection: MailConnection {
    private let channel: SMTPChannel
    private let sender: Mailbox
    private let limits: SMTPLimits
    /// For `voordeur doctor`.
    let isEncrypted: Bool

    /// Greets, turns on TLS where it is offered, and signs in.
    init(
        opening channel: SMTPChannel, from sender: Mailbox, hello name: String?, limits: SMTPLimits
    ) async throws {
        (self.channel, self.sender, self.limits) = (channel, sender, limits)
        let greeting = try await channel.greeting(within: limits.reply)
        guard greeting.code == 220 else { throw MailTrouble.server("the server does not greet: \(greeting.summary)") }
        let name = name ?? channel.addressLiteral
        var offers = try await Self.offers(to: name, channel, limits)
        var isEncrypted = channel.server.security == .tls
        if !isEncrypted && offers["STARTTLS"] != nil {
            let reply = try await channel.startTLS(within: limits.reply)
            // No way back to plain text: whoever can make this fail could also read along.
            guard reply.code == 220 else {
                throw MailTrouble.server("the server offers STARTTLS and refuses it: \(reply.summary)")
            }
            // What was said before TLS may have been said by somebody else (RFC 3207 §4.2).
            offers = try await Self.offers(to: name, channel, limits)
            isEncrypted = true
        }
        self.isEncrypted = isEncrypted
        guard let login = channel.server.login else { return }
        guard isEncrypted || channel.isLoopback else {
            throw MailTrouble.server("the server offers no STARTTLS, and the password is not sent in the clear")
        }
        try await Self.signIn(login, by: offers["AUTH"] ?? [], channel, limits)
    }

    func send(_ mail: OutboxMail) async throws(MailTrouble) {
        // Our own forms took it; a line break in it would be a command.
        guard let recipient = EmailAddress(mail.mail.recipient) else {
            throw .refused("the recipient is not an e-mail address")
        }
        let message = MailMessage(mail.mail, id: mail.id, from: sender, at: mail.createdAt)
        do {
            try await hand(DotStuffing.apply(to: message.text), to: recipient)
        } catch let trouble as MailTrouble {
            throw trouble
        } catch {
            throw .server(SMTPReason.of(error))
        }
    }

    func hurry() { channel.close(in: .seconds(10)) }

    func close() async {
        _ = try? await channel.send("QUIT", within: .seconds(2))
        channel.close()
    }

    private func hand(_ message: [UInt8], to recipient: EmailAddress) async throws {
        let from = try await channel.send("MAIL FROM:<\(sender.address)>", within: limits.reply)
        // About us and not about this mail: every other one would hear the same.
        guard from.code / 100 == 2 else { throw MailTrouble.server("the sender is refused: \(from.summary)") }
        let to = try await channel.send("RCPT TO:<\(recipient)>", within: limits.reply)
        guard to.code / 100 == 2 else { throw try await trouble(to) }
        let data = try await channel.send("DATA", within: limits.reply)
        guard data.code == 354 else { throw try await trouble(data) }
        let end = try await channel.send(message, within: limits.acceptance)
        guard end.code / 100 == 2 else { throw try await trouble(end) }
    }

    /// What a refusal means for the mail. The session begins anew, so that the next mail can be sent.
    private func trouble(_ reply: SMTPReply) async throws -> MailTrouble {
        guard reply.code != 421 else { return .server("the server is closing: \(reply.summary)") }
        let trouble: MailTrouble = reply.code / 100 == 5 ? .refused(reply.summary) : .postponed(reply.summary)
        // The answer about the mail counts, whatever becomes of the session.
        if (try? await channel.send("RSET", within: limits.reply))?.code != 250 { channel.close() }
        return trouble
    }

    /// What the server can do: the words of its answer to EHLO (RFC 5321 §4.1.1.1).
    private static func offers(
        to name: String, _ channel: SMTPChannel, _ limits: SMTPLimits
    ) async throws -> [String: [String]] {
        let reply = try await channel.send("EHLO \(name)", within: limits.reply)
        guard reply.code == 250 else { throw MailTrouble.server("the server refuses EHLO: \(reply.summary)") }
        return reply.lines.dropFirst().reduce(into: [:]) { offers, line in
            let words = line.uppercased().split(separator: " ").map(String.init)
            if let keyword = words.first { offers[keyword] = Array(words.dropFirst()) }
        }
    }

    /// RFC 4954 §4. A refusal names its number only: its text may quote what was sent.
    private static func signIn(
        _ login: SMTPServer.Login, by mechanisms: [String], _ channel: SMTPChannel, _ limits: SMTPLimits
    ) async throws {
        let password = login.password.expose()
        let lines: [String]
        if mechanisms.contains("PLAIN") {
            lines = ["AUTH PLAIN \(Base64.encode("\0\(login.user)\0\(password)".utf8))"]  // RFC 4616
        } else if mechanisms.contains("LOGIN") {
            lines = ["AUTH LOGIN", Base64.encode(login.user.utf8), Base64.encode(password.utf8)]
        } else {
            throw MailTrouble.server("the server offers neither AUTH PLAIN nor AUTH LOGIN")
        }
        for (number, line) in lines.enumerated() {
            let reply = try await channel.send(line, within: limits.reply)
            guard reply.code == (number == lines.count - 1 ? 235 : 334) else {
                throw MailTrouble.server("the server refuses user and password (\(reply.code))")
            }
        }
    }
}
