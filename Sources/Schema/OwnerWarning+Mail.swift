import OAuth
import PortalDomain

extension OwnerWarning {
    func mail(to owner: String) -> Mail {
        switch self {
        case .refreshTokenReused(let app):
            Mail(
                to: owner, subject: "\(app) is disconnected: its token was used twice",
                body: """
                    The app \(app) presented a refresh token that had already been replaced. Somebody may have a copy of it, so \
                    Voordeur has ended the app's access to your portal. Nothing else was changed.

                    What you can do: ask the developer of \(app) what happened, and connect the app again when you trust it. \
                    The audit log (Settings, Audit log) shows when and from where.
                    """)
        }
    }
}
