/// After registering: confirm the address by mail, or sign in right away.
package struct RegisteredPage: Page {
    package static let template = "registered"

    package let email: String
    package let mustConfirm: Bool
    package let signInHref: String

    package init(email: String, mustConfirm: Bool, signInHref: String) {
        self.email = email
        self.mustConfirm = mustConfirm
        self.signInHref = signInHref
    }
}
