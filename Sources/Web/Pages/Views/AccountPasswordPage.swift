/// Another password for whoever knows the present one.
package struct AccountPasswordPage: Page {
    package static let template = "account-password"

    package let accountHref: String
    package let action: String
    /// For the password manager: it must know whose password this is.
    package let email: String
    package let currentError: String?
    package let passwordError: String?
    package let problems: ProblemSummary?

    package init(
        accountHref: String, action: String, email: String, currentError: String? = nil, passwordError: String? = nil
    ) {
        (self.accountHref, self.action, self.email) = (accountHref, action, email)
        (self.currentError, self.passwordError) = (currentError, passwordError)
        problems = ProblemSummary(nil, ("current_password", currentError), ("password", passwordError))
    }
}
