/// After registering, and for whoever signs in too early: the address must be confirmed first.
package struct RegisteredPage: Page {
    package static let template = "registered"

    /// Empty: the page asks for it.
    package let email: String
    package let hasEmail: Bool

    package init(email: String) { (self.email, hasEmail) = (email, !email.isEmpty) }
}
