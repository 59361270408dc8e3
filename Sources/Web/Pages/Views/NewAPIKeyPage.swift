/// `/manage/settings/api-keys/new` (contract O40).
package struct NewAPIKeyPage: Page {
    package static let template = "new-api-key"

    package let name: FieldView
    package let areas: [ScopeAreaView]
    package let scopeError: String?
    /// A date, `2026-11-21`, or empty.
    package let expiresAt: FieldView
    /// The longest life that the portal allows, in words.
    package let expiryLimit: String?
    /// Addresses and networks, one per line.
    package let addresses: FieldView
    package let versions: [OptionView]
    /// Links that tick boxes without JavaScript.
    package let hasPresets = true
    package let problems: ProblemSummary?

    package init(
        name: FieldView = FieldView(),
        areas: [ScopeAreaView],
        scopeError: String? = nil,
        expiresAt: FieldView = FieldView(),
        expiryLimit: String? = nil,
        addresses: FieldView = FieldView(),
        versions: [OptionView],
        problem: String? = nil
    ) {
        self.name = name
        self.areas = areas
        self.scopeError = scopeError
        self.expiresAt = expiresAt
        self.expiryLimit = expiryLimit
        self.addresses = addresses
        self.versions = versions
        self.problems = ProblemSummary(
            problem,
            ("name", name.error),
            ("scopes", scopeError),
            ("expires_at", expiresAt.error),
            ("allowed_addresses", addresses.error)
        )
    }
}
