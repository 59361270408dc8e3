package import Kernel
package import PortalDomain

/// A mail as it travels: header fields, an empty line, the text (RFC 5322). ASCII only, lines of at most 78 characters ending
/// in CRLF, so that it needs no extension of any server.
package struct MailMessage: Sendable {
    package let text: String

    /// - Parameter id: part of `Message-ID`. It stays the same when the mail is sent again, so that the other side can tell.
    package init(_ mail: Mail, id: MailID, from sender: Mailbox, at moment: Timestamp) {
        let fields = [
            ("Date", Self.date(moment)),
            ("From", Self.mailbox(sender)),
            ("To", HeaderText.line(mail.recipient)),
            ("Subject", HeaderText.encoded(mail.subject, after: "Subject: ".utf8.count)),
            ("Message-ID", "<\(id)@\(sender.domain)>"),
            ("Auto-Submitted", "auto-generated"),  // no answers from holidays, please (RFC 3834 §5)
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "quoted-printable"),
        ]
        let head = fields.map { "\($0.0): \($0.1)\r\n" }.joined()
        text = "\(head)\r\n\(QuotedPrintable.encode(mail.body))"
    }

    private static func mailbox(_ mailbox: Mailbox) -> String {
        guard let name = mailbox.name else { return mailbox.address.text }
        let isPlain = name.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && name.utf8.count <= 50
        let shown = isPlain ? "\"\(name)\"" : HeaderText.encoded(name, after: "From: ".utf8.count)
        return "\(shown)\r\n <\(mailbox.address)>"
    }

    /// `Sat, 21 Nov 2026 10:59:03 +0000` (RFC 5322 §3.3).
    private static func date(_ moment: Timestamp) -> String {
        let second = Int(((moment.seconds % 86_400) + 86_400) % 86_400)
        let days = (Int(moment.seconds) - second) / 86_400
        let date = CalendarDate(daysSince1970: days)
        let weekday = weekdays[((days + 4) % 7 + 7) % 7]
        let time = [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(weekday), \(date.day) \(months[date.month - 1]) \(date.year) \(time.joined(separator: ":")) +0000"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
