/// A language that we write mails in.
package enum MailLanguage: String, Sendable, CaseIterable { case en, nl }

extension Mail {
    /// In the language of the recipient; in English and then Dutch where we do not know it.
    init(
        to recipient: String, in language: MailLanguage?, _ text: (MailLanguage) -> (subject: String, body: String)
    ) {
        let texts = (language.map { [$0] } ?? MailLanguage.allCases).map(text)
        self.init(
            to: recipient, subject: texts.map(\.subject).joined(separator: " · "),
            body: texts.map(\.body).joined(separator: "\n"))
    }
}
