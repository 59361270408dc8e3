import Kernel

extension Mail {
    /// To the address that an account is to get.
    static func newAddress(to email: AccountEmail, in known: MailLanguage?, link: MailedLink) -> Mail {
        Mail(to: email.text, in: known) { language in
            switch language {
            case .en:
                return (
                    "Confirm your new e-mail address",
                    """
                    Hello,

                    This is to become the e-mail address of your Voordeur account. Open this link to confirm it; it works once, for 24 hours:

                    \(link.url)

                    If you did not ask for it, do nothing.

                    """
                )
            case .nl:
                return (
                    "Bevestig je nieuwe e-mailadres",
                    """
                    Hallo,

                    Dit wordt het e-mailadres van je Voordeur-account. Open deze link om het te bevestigen; hij werkt één keer, 24 uur lang:

                    \(link.url)

                    Heb je hier niet om gevraagd? Doe dan niets.

                    """
                )
            }
        }
    }

    /// To an address that somebody wanted for their account, and that has one already.
    static func addressTaken(to email: AccountEmail, in known: MailLanguage?) -> Mail {
        Mail(to: email.text, in: known) { language in
            switch language {
            case .en:
                return (
                    "This address has an account already",
                    """
                    Hello,

                    Somebody wanted to use this e-mail address for another Voordeur account. It belongs to your account already, so nothing was changed.

                    """
                )
            case .nl:
                return (
                    "Dit adres heeft al een account",
                    """
                    Hallo,

                    Iemand wilde dit e-mailadres voor een ander Voordeur-account gebruiken. Het hoort al bij jouw account, dus er is niets gewijzigd.

                    """
                )
            }
        }
    }
}
