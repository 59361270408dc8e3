/// `/developers/apps/new` (contract O61).
package struct NewAppPage: Page {
    package static let template = "new-app"

    package let name: FieldView
    package let description: FieldView
    package let website: FieldView
    /// `web`, `native`, `browser`, with a hint each.
    package let types: [OptionView]
    /// `strict`, `standard`, with a hint each.
    package let profiles: [OptionView]
    /// One per line.
    package let redirectURIs: FieldView
    package let areas: [ScopeAreaView]
    package let scopeError: String?
    package let problems: ProblemSummary?

    package init(
        name: FieldView = FieldView(),
        description: FieldView = FieldView(),
        website: FieldView = FieldView(),
        types: [OptionView],
        profiles: [OptionView],
        redirectURIs: FieldView = FieldView(),
        areas: [ScopeAreaView],
        scopeError: String? = nil,
        problem: String? = nil
    ) {
        self.name = name
        self.description = description
        self.website = website
        self.types = types
        self.profiles = profiles
        self.redirectURIs = redirectURIs
        self.areas = areas
        self.scopeError = scopeError
        self.problems = ProblemSummary(
            problem,
            ("name", name.error),
            ("description", description.error),
            ("website", website.error),
            ("redirect_uris", redirectURIs.error),
            ("scopes", scopeError)
        )
    }
}
