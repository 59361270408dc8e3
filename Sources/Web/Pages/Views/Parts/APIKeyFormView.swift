/// The fields of an API key: the same for a new one and for one that is changed (`api-key-fields.mustache`).
package struct APIKeyFormView: Sendable {
    package let name: FieldView
    package let areas: [ScopeAreaView]
    package let scopeError: String?
    /// A date, `2026-11-21`, or empty.
    package let expiresAt: FieldView
    /// The longest life that the portal allows, in words.
    package let expiryLimit: String?
    /// Addresses and networks, one per line.
    package let addresses: FieldView
    /// Requests per minute, or empty.
    package let rateLimit: FieldView
    package let versions: [OptionView]
    /// Links that tick boxes without JavaScript. They throw away what is filled in.
    package let hasPresets: Bool
    package let problems: ProblemSummary?

    /// - Parameter again: asked on the same page; what is wrong with it stands in the same summary.
    package init(
        name: FieldView = FieldView(), areas: [ScopeAreaView], scopeError: String? = nil,
        expiresAt: FieldView = FieldView(), expiryLimit: String? = nil, addresses: FieldView = FieldView(),
        rateLimit: FieldView = FieldView(),
        versions: [OptionView], hasPresets: Bool = false, again: ReauthenticationView? = nil, problem: String? = nil
    ) {
        (self.name, self.areas, self.scopeError) = (name, areas, scopeError)
        (self.expiresAt, self.expiryLimit, self.addresses) = (expiresAt, expiryLimit, addresses)
        (self.rateLimit, self.versions, self.hasPresets) = (rateLimit, versions, hasPresets)
        problems = ProblemSummary(
            problem, ("name", name.error), ("scopes", scopeError), ("expires_at", expiresAt.error),
            ("rate_limit", rateLimit.error),
            ("allowed_addresses", addresses.error), ("current_password", again?.passwordError),
            ("code", again?.codeError))
    }
}
