/// What the mailed link opens: another password.
package struct ResetPasswordPage: Page {
    package static let template = "reset-password"

    package let action: String
    package let token: String
    package let email: String
    package let passwordError: String?
    package let problems: ProblemSummary?

    package init(action: String, token: String, email: String, passwordError: String? = nil) {
        (self.action, self.token, self.email, self.passwordError) = (action, token, email, passwordError)
        problems = ProblemSummary(nil, ("password", passwordError))
    }
}
