/// Where somebody is signed in.
package struct AccountSessionsPage: Page {
    package static let template = "account-sessions"

    package let accountHref: String
    package let sessions: [SessionRow]
    package let endOthersAction: String
    package let hasOthers: Bool

    package init(accountHref: String, sessions: [SessionRow], endOthersAction: String) {
        (self.accountHref, self.sessions, self.endOthersAction) = (accountHref, sessions, endOthersAction)
        hasOthers = sessions.contains { !$0.isCurrent }
    }
}

/// A browser that is signed in.
package struct SessionRow: Sendable, Equatable {
    package let device: String
    package let address: String
    package let since: TimeView
    package let lastSeen: TimeView
    /// The one that this page is shown in; it ends by signing out.
    package let isCurrent: Bool
    package let endAction: String

    package init(
        device: String, address: String, since: TimeView, lastSeen: TimeView, isCurrent: Bool, endAction: String
    ) {
        (self.device, self.address, self.since) = (device, address, since)
        (self.lastSeen, self.isCurrent, self.endAction) = (lastSeen, isCurrent, endAction)
    }
}
