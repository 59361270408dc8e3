import Kernel

extension Mail {
    /// The link that lets somebody choose another password, and from where it was asked for.
    static func reset(to email: String, in known: MailLanguage?, link: MailedLink, _ visit: Visit) -> Mail {
        Mail(to: email, in: known) { language in
            let origin = "\(visit.device.words(in: language)), \(visit.address)"
            switch language {
            case .en:
                return (
                    "Choose a new password",
                    """
                    Hello,

                    Somebody asked for a new password for your Voordeur account (\(origin)). Choose it here; the link works once, for 30 minutes:

                    \(link.url)

                    If it was not you, do nothing: your password stays as it is.

                    """
                )
            case .nl:
                return (
                    "Kies een nieuw wachtwoord",
                    """
                    Hallo,

                    Iemand vroeg om een nieuw wachtwoord voor je Voordeur-account (\(origin)). Kies het hier; de link werkt één keer, 30 minuten lang:

                    \(link.url)

                    Was jij dit niet? Doe dan niets: je wachtwoord blijft zoals het is.

                    """
                )
            }
        }
    }
}
