import Kernel

/// What happened to an account, told to its owner: if it was somebody else, this is how they learn of it.
enum SecurityNotice {
    case newBrowser
    case passwordChanged
    case passwordReset
    case secondFactorOn
    case secondFactorOff
    case newRecoveryCodes
    case recoveryCodeUsed
    case emailRequested
    case emailChanged

    func text(_ language: MailLanguage) -> (subject: String, event: String) {
        switch (self, language) {
        case (.newBrowser, .en):
            (
                "New sign-in to your account",
                "Somebody signed in to your account with a browser that we did not see before."
            )
        case (.newBrowser, .nl):
            (
                "Er is ingelogd op je account",
                "Er is op je account ingelogd met een browser die we niet eerder zagen."
            )
        case (.passwordChanged, .en):
            ("Your password was changed", "The password of your account was changed. All other sessions were ended.")
        case (.passwordChanged, .nl):
            (
                "Je wachtwoord is gewijzigd",
                "Het wachtwoord van je account is gewijzigd. Alle andere sessies zijn beëindigd."
            )
        case (.passwordReset, .en):
            (
                "Your password was reset",
                "A new password was chosen for your account, with a link from a mail to you. All sessions were ended."
            )
        case (.passwordReset, .nl):
            (
                "Je wachtwoord is opnieuw ingesteld",
                "Voor je account is een nieuw wachtwoord gekozen, met een link uit een mail aan jou. Alle sessies zijn beëindigd."
            )
        case (.secondFactorOn, .en):
            ("Two-step sign-in is on", "From now on your account asks for a code of your authenticator app.")
        case (.secondFactorOn, .nl):
            ("Inloggen in twee stappen staat aan", "Je account vraagt voortaan om een code van je authenticator-app.")
        case (.secondFactorOff, .en):
            ("Two-step sign-in is off", "Your account no longer asks for a code: the password alone is enough.")
        case (.secondFactorOff, .nl):
            (
                "Inloggen in twee stappen staat uit",
                "Je account vraagt niet meer om een code: het wachtwoord alleen is genoeg."
            )
        case (.newRecoveryCodes, .en):
            ("New recovery codes", "New recovery codes were made for your account. The old ones do not work any more.")
        case (.newRecoveryCodes, .nl):
            ("Nieuwe herstelcodes", "Voor je account zijn nieuwe herstelcodes gemaakt. De oude werken niet meer.")
        case (.recoveryCodeUsed, .en):
            (
                "A recovery code was used",
                "One of the recovery codes of your account was used instead of your authenticator app."
            )
        case (.recoveryCodeUsed, .nl):
            (
                "Er is een herstelcode gebruikt",
                "Een van de herstelcodes van je account is gebruikt in plaats van je authenticator-app."
            )
        case (.emailRequested, .en):
            (
                "Somebody wants to change your e-mail address",
                """
                Somebody asked for another e-mail address for your account. It changes when a link in a mail to the new address is opened, \
                within 24 hours. Another password, or ending your other sessions, stops it.
                """
            )
        case (.emailRequested, .nl):
            (
                "Iemand wil je e-mailadres wijzigen",
                """
                Iemand vroeg om een ander e-mailadres voor je account. Het wijzigt als iemand binnen 24 uur een link opent in een mail aan het \
                nieuwe adres. Met een ander wachtwoord, of door je andere sessies te beëindigen, houd je dat tegen.
                """
            )
        case (.emailChanged, .en):
            (
                "The e-mail address of your account was changed",
                "Your account has another e-mail address now. This is the last mail to the old one."
            )
        case (.emailChanged, .nl):
            (
                "Het e-mailadres van je account is gewijzigd",
                "Je account heeft nu een ander e-mailadres. Dit is de laatste mail aan het oude."
            )
        }
    }
}

extension Mail {
    /// - Parameter portal: address of the portal that the account is for: `https://voordeur.example/manage`.
    static func notice(
        _ notice: SecurityNotice, to email: String, in known: MailLanguage?, _ visit: Visit, at now: Timestamp,
        portal: String
    ) -> Mail {
        Mail(to: email, in: known) { language in
            let (subject, event) = notice.text(language)
            let facts = """
                \(now.inWords)
                \(visit.device.words(in: language)), \(visit.address)
                """
            switch language {
            case .en:
                return (
                    subject,
                    """
                    Hello,

                    \(event)

                    \(facts)

                    Was this you? Then there is nothing to do. If not, choose another password now and end the sessions that are not yours:

                    \(portal)/account

                    """
                )
            case .nl:
                return (
                    subject,
                    """
                    Hallo,

                    \(event)

                    \(facts)

                    Was jij dit? Dan hoef je niets te doen. Zo niet, kies dan nu een ander wachtwoord en beëindig de sessies die niet van jou zijn:

                    \(portal)/account

                    """
                )
            }
        }
    }
}

extension Timestamp {
    /// `2026-11-21 14:05 UTC`: a mail does not know the zone of its reader.
    var inWords: String {
        let day = CalendarDate(daysSince1970: Int(seconds / 86_400))
        let minute = Int(seconds % 86_400) / 60
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(day.year)-\(two(day.month))-\(two(day.day)) \(two(minute / 60)):\(two(minute % 60)) UTC"
    }
}
