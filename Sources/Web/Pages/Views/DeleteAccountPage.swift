/// `/developers/account/delete`.
package struct DeleteAccountPage: Page {
    package static let template = "delete-account"

    /// Names of what goes with the account.
    package let apps: [String]
    package let hasApps: Bool
    package let again: ReauthenticationView
    package let problems: ProblemSummary?

    package init(apps: [String], again: ReauthenticationView) {
        (self.apps, self.again, hasApps) = (apps, again, !apps.isEmpty)
        problems = ProblemSummary(nil, ("current_password", again.passwordError), ("code", again.codeError))
    }
}
