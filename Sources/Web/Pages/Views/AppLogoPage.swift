/// `/developers/apps/{appId}/logo`.
package struct AppLogoPage: Page {
    package static let template = "app-logo-page"

    package let name: String
    package let initial: String
    package let appHref: String
    /// The address of the present one.
    package let logo: String?
    package let action: String
    package let removeAction: String
    package let error: String?
    package let problems: ProblemSummary?

    package init(
        name: String, appHref: String, logo: String?, action: String, removeAction: String, error: String? = nil
    ) {
        (self.name, self.appHref, self.logo) = (name, appHref, logo)
        (self.action, self.removeAction, self.error) = (action, removeAction, error)
        initial = String(name.prefix(1))
        problems = ProblemSummary(nil, ("logo", error))
    }
}
