/// Asks for another e-mail address of the account.
package struct AccountEmailPage: Page {
    package static let template = "account-email"

    package let accountHref: String
    package let action: String
    package let present: String
    package let email: FieldView
    package let again: ReauthenticationView
    package let problems: ProblemSummary?

    package init(accountHref: String, action: String, present: String, email: FieldView, again: ReauthenticationView) {
        (self.accountHref, self.action, self.present) = (accountHref, action, present)
        (self.email, self.again) = (email, again)
        problems = ProblemSummary(
            nil, ("email", email.error), ("current_password", again.passwordError), ("code", again.codeError))
    }
}
