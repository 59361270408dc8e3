/// `/developers/test-portal` (contract O63).
package struct TestPortalPage: Page {
    package static let template = "test-portal"

    package struct Details: Sendable {
        package let name: String
        package let slug: String
        package let customers: String

        package init(name: String, slug: String, customers: String) {
            (self.name, self.slug, self.customers) = (name, slug, customers)
        }
    }

    /// Nil until it is opened for the first time.
    package let details: Details?
    package let canEnter: Bool

    package init(details: Details?, canEnter: Bool) { (self.details, self.canEnter) = (details, canEnter) }
}
