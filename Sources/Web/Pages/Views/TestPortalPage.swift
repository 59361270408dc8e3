/// `/developers/test-portal` (contract O63).
package struct TestPortalPage: Page {
    package static let template = "test-portal"

    package let name: String
    package let slug: String
    package let customers: String
    package let canEnter: Bool

    package init(name: String, slug: String, customers: String, canEnter: Bool) {
        (self.name, self.slug, self.customers, self.canEnter) = (name, slug, customers, canEnter)
    }
}
