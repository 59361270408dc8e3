/// What a link in a mail opens: says what will happen, and a button that does it.
package struct MailedLinkPage: Page {
    package static let template = "mailed-link"

    package let heading: String
    package let text: String
    package let action: String
    package let token: String
    package let button: String
    /// The password that the button needs; nil: none.
    package let password: FieldView?
    package let problems: ProblemSummary?

    package init(
        heading: String, text: String, action: String, token: String, button: String, password: FieldView? = nil
    ) {
        (self.heading, self.text, self.action, self.token, self.button) = (heading, text, action, token, button)
        self.password = password
        problems = ProblemSummary(nil, ("password", password?.error))
    }
}
