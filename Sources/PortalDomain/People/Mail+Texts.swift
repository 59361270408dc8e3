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

    /// To somebody who has an account already: there is nothing to accept, but they should know.
    static func added(to email: String, in known: MailLanguage?, portal: String, address: String) -> Mail {
        Mail(to: email, in: known) { language in
            switch language {
            case .en:
                return (
                    "You now belong to \(portal)",
                    """
                    Hello,

                    You were added to the manage portal of \(portal). Sign in with the account that you have:

                    \(address)

                    Do you not want to belong to it? Ask its owner to remove you.

                    """
                )
            case .nl:
                return (
                    "Je hoort nu bij \(portal)",
                    """
                    Hallo,

                    Je bent toegevoegd aan het beheerportaal van \(portal). Log in met het account dat je al hebt:

                    \(address)

                    Wil je er niet bij horen? Vraag de eigenaar om je te verwijderen.

                    """
                )
            }
        }
    }

    /// To whoever has an account already, because somebody asked for another with the same address.
    static func alreadyRegistered(_ email: AccountEmail, signIn: String) -> Mail {
        Mail(
            to: email.text, subject: "You have a developer account already · Je hebt al een ontwikkelaarsaccount",
            body: """
                Hello,

                Somebody tried to make a Voordeur developer account with your e-mail address. You have one already, so nothing was made. \
                Was it you? Sign in here, or choose “Forgot your password?” there:

                \(signIn)

                If it was not you, there is nothing to do.

                Hallo,

                Iemand probeerde met je e-mailadres een Voordeur-ontwikkelaarsaccount te maken. Je hebt er al een, dus er is niets gemaakt. \
                Was jij het? Log hier in, of kies daar “Wachtwoord vergeten?”:

                \(signIn)

                Was jij het niet? Dan hoef je niets te doen.

                """)
    }

    static func accountDeleted(_ email: String, in known: MailLanguage?) -> Mail {
        Mail(to: email, in: known) { language in
            switch language {
            case .en:
                return (
                    "Your developer account is deleted",
                    """
                    Hello,

                    Your Voordeur developer account is deleted, and with it all its apps and their access to every portal.

                    """
                )
            case .nl:
                return (
                    "Je ontwikkelaarsaccount is verwijderd",
                    """
                    Hallo,

                    Je Voordeur-ontwikkelaarsaccount is verwijderd, en daarmee al je apps en hun toegang tot elk portaal.

                    """
                )
            }
        }
    }

    static func confirmation(to email: String, name: String, link: MailedLink) -> Mail {
        Mail(
            to: email, subject: "Confirm your e-mail address · Bevestig je e-mailadres",
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
