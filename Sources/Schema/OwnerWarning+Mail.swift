import OAuth
import PortalDomain

/// English first, then Dutch: the language of the reader is not known.
extension OwnerWarning {
    func mail(to owner: String) -> Mail {
        switch self {
        case .refreshTokenReused(let app):
            Mail(
                to: owner, subject: "\(app) is disconnected: its token was used twice · \(app) is ontkoppeld",
                body: """
                    Hello,

                    The app \(app) presented a refresh token that had already been replaced. Somebody may have a copy of it, so \
                    Voordeur has ended the app's access to your portal. Nothing else was changed.

                    What you can do: ask the developer of \(app) what happened, and connect the app again when you trust it. \
                    The audit log (Settings, Audit log) shows when and from where.

                    Hallo,

                    De app \(app) gebruikte een vernieuwingstoken dat al vervangen was. Misschien heeft iemand er een kopie van, \
                    daarom heeft Voordeur de toegang van de app tot je portaal beëindigd. Verder is er niets gewijzigd.

                    Wat je kunt doen: vraag de ontwikkelaar van \(app) wat er is gebeurd, en koppel de app opnieuw als je hem \
                    vertrouwt. Het logboek (Instellingen, Logboek) toont wanneer het was en vanwaar.

                    """)
        }
    }
}
