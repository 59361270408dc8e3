/// Two-step sign-in: off, with a way to set it up; or on, with ways to renew the recovery codes and to switch it off.
package struct AccountSecondFactorPage: Page {
    package static let template = "account-second-factor"

    package let accountHref: String
    package let action: String
    package let again: ReauthenticationView
    /// Nil: it is off.
    package let since: TimeView?
    package let codesLeft: String?
    package let hasFewCodes: Bool
    package let problems: ProblemSummary?

    package init(
        accountHref: String, action: String, again: ReauthenticationView, since: TimeView? = nil,
        codesLeft: String? = nil, hasFewCodes: Bool = false
    ) {
        (self.accountHref, self.action, self.again) = (accountHref, action, again)
        (self.since, self.codesLeft, self.hasFewCodes) = (since, codesLeft, hasFewCodes)
        problems = ProblemSummary(nil, ("current_password", again.passwordError), ("code", again.codeError))
    }
}
