/// Asks for the address that a link for a new password is mailed to.
package struct ForgotPasswordPage: Page {
    package static let template = "forgot-password"

    package let action: String
    package let email: FieldView
    package let signInHref: String
    package let problems: ProblemSummary?

    package init(action: String, email: FieldView, signInHref: String) {
        (self.action, self.email, self.signInHref) = (action, email, signInHref)
        problems = ProblemSummary(nil, ("email", email.error))
    }
}
