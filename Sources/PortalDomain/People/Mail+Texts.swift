import Kernel

/// Mails go to people whose language we do not know yet: English first, then Dutch.
extension Mail {
    static func invitation(to email: AccountEmail, portal: String, link: MailedLink) -> Mail {
        Mail(
            to: email.text, subject: "Your invitation to \(portal) · Je uitnodiging voor \(portal)",
            body: """
                Hello,

                You are invited to the manage portal of \(portal). Choose a password here; the link works once, for 7 days:

                \(link.url)

                Hallo,

                Je bent uitgenodigd voor het beheerportaal van \(portal). Kies hier een wachtwoord; de link werkt één keer, 7 dagen lang:

                \(link.url)

                """)
    }

    static func confirmation(to email: AccountEmail, name: String, link: MailedLink) -> Mail {
        Mail(
            to: email.text, subject: "Confirm your e-mail address · Bevestig je e-mailadres",
            body: """
                Hello \(name),

                Open this link to confirm the e-mail address of your Voordeur developer account; it works once, for 7 days:

                \(link.url)

                If you made no account, do nothing.

                Hallo \(name),

                Open deze link om het e-mailadres van je Voordeur-ontwikkelaarsaccount te bevestigen; hij werkt één keer, 7 dagen lang:

                \(link.url)

                Heb je geen account gemaakt? Doe dan niets.

                """)
    }
}
