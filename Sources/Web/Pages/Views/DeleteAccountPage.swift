/// `/developers/account/delete`.
package struct DeleteAccountPage: Page {
    package static let template = "delete-account"

    /// Names of what goes with the account.
    package let apps: [String]
    package let hasApps: Bool
    package let passwordError: String?
    package let problems: ProblemSummary?

    package init(apps: [String], passwordError: String? = nil) {
        (self.apps, self.passwordError, hasApps) = (apps, passwordError, !apps.isEmpty)
        problems = ProblemSummary(nil, ("password", passwordError))
    }
}
