/// What a link in a mail opens: says what will happen, and a button that does it.
package struct MailedLinkPage: Page {
    package static let template = "mailed-link"

    package let heading: String
    package let text: String
    package let action: String
    package let token: String
    package let button: String

    package init(heading: String, text: String, action: String, token: String, button: String) {
        (self.heading, self.text, self.action, self.token, self.button) = (heading, text, action, token, button)
    }
}
