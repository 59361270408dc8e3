/// Another password for whoever knows the present one.
package struct AccountPasswordPage: Page {
    package static let template = "account-password"

    package let accountHref: String
    package let action: String
    /// For the password manager: it must know whose password this is.
    package let email: String
    package let again: ReauthenticationView
    package let passwordError: String?
    package let problems: ProblemSummary?

    package init(
        accountHref: String, action: String, email: String, again: ReauthenticationView, passwordError: String? = nil
    ) {
        (self.accountHref, self.action, self.email) = (accountHref, action, email)
        (self.again, self.passwordError) = (again, passwordError)
        problems = ProblemSummary(
            nil, ("current_password", again.passwordError), ("code", again.codeError), ("password", passwordError))
    }
}
