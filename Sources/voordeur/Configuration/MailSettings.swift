import Outbound

/// How mails leave: the server, and the name in their `From`.
struct MailSettings: Sendable {
    let server: SMTPServer
    let sender: Mailbox
    /// A PEM file with authorities that are trusted beside those of the system.
    let authorities: String?

    /// Nil without `SMTP_URL`, or with a fault.
    init?(_ reader: inout SettingReader) {
        let server = reader.read(
            .smtpURL, "smtp://user:password@host:port or smtps://…, with what is special in a password percent-encoded",
            SMTPServer.init)
        let sender = reader.read(
            .mailFrom, "an e-mail address, such as post@portal.example or Voordeur <post@portal.example>", Mailbox.init)
        authorities = reader.read(.smtpCAFile, "the path of a file") { $0.contains("\0") ? nil : $0 }
        guard let server else { return nil }
        if reader.values[.mailFrom] == nil { reader.require(.mailFrom, because: .smtpURL) }
        guard let sender else { return nil }
        (self.server, self.sender) = (server, sender)
    }

    /// - Throws: `Trouble` if the certificates cannot be read.
    func mailer(for address: WebAddress) throws(Trouble) -> SMTPMailer {
        do {
            return try SMTPMailer(
                server: server, sender: sender, helloName: address.isName ? address.host : nil, authorities: authorities
            )
        } catch {
            throw Trouble(
                "\(Setting.smtpCAFile.variable) names \(authorities ?? "no file"), which cannot be read as certificates in PEM form."
            )
        }
    }
}
