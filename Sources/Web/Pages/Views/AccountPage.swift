/// `/manage/account` and `/developers/account`: somebody's own account at a glance.
package struct AccountPage: Page {
    package static let template = "account"

    package let name: String
    package let email: String
    package let emailHref: String
    package let passwordHref: String
    package let isSecondFactorOn: Bool
    package let secondFactorHref: String
    package let sessions: String
    package let sessionsHref: String
    /// What happened to the account; `actor` is the address that it came from.
    package let events: [EventLine]
    /// Developers end their account themselves.
    package let deleteHref: String?

    package init(
        name: String, email: String, emailHref: String, passwordHref: String, isSecondFactorOn: Bool,
        secondFactorHref: String, sessions: String, sessionsHref: String, events: [EventLine], deleteHref: String?
    ) {
        (self.name, self.email, self.emailHref) = (name, email, emailHref)
        self.passwordHref = passwordHref
        (self.isSecondFactorOn, self.secondFactorHref) = (isSecondFactorOn, secondFactorHref)
        (self.sessions, self.sessionsHref, self.events) = (sessions, sessionsHref, events)
        self.deleteHref = deleteHref
    }
}
