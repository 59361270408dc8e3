/// Why a mail was not handed over, in the words that the delivery acts on.
///
/// The reasons are for the operator: one line of printable text, without credentials.
package enum MailTrouble: Error, Sendable, Equatable {
    /// The server cannot be reached, or refuses us: nothing is said about the mail. Every mail waits.
    case server(String)
    /// The server asks to come back with this mail later (4xx, RFC 5321 §4.2.1).
    case postponed(String)
    /// The server will never take this mail (5xx).
    case refused(String)

    package var reason: String {
        switch self {
        case .server(let reason), .postponed(let reason), .refused(let reason): reason
        }
    }
}

/// What carries mails out of the house: SMTP in the server, something else in tests.
package protocol MailTransport: Sendable {
    /// A connection for one or more mails, ready to send.
    func connect() async throws(MailTrouble) -> any MailConnection
}

package protocol MailConnection: Sendable {
    /// Returns when the other side has taken responsibility for the mail.
    ///
    /// After `.server` nobody knows whether it did: a mail may arrive twice, and never not at all.
    func send(_ mail: OutboxMail) async throws(MailTrouble)

    /// What is under way may take a few seconds more, and is then cut off.
    func hurry()

    func close() async
}
