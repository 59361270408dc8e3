/// `/manage/settings/api-keys/{key}/edit` (contract O42).
package struct EditAPIKeyPage: Page {
    package static let template = "edit-api-key"

    /// `vdr_key_…4f2A`
    package let shown: String
    package let action: String
    /// The state of the key that the form was filled in for.
    package let revision: String
    package let name: FieldView
    package let areas: [ScopeAreaView]
    package let scopeError: String?
    package let expiresAt: FieldView
    package let expiryLimit: String?
    package let addresses: FieldView
    package let versions: [OptionView]
    /// What the key would be able to do more, one line each.
    package let widening: [String]
    /// Asked then: once more, who are you?
    package let again: ReauthenticationView?
    /// They would throw away what is filled in.
    package let hasPresets = false
    package let problems: ProblemSummary?

    package init(
        shown: String,
        action: String,
        revision: String,
        name: FieldView,
        areas: [ScopeAreaView],
        scopeError: String? = nil,
        expiresAt: FieldView,
        expiryLimit: String? = nil,
        addresses: FieldView,
        versions: [OptionView],
        widening: [String] = [],
        again: ReauthenticationView? = nil,
        problem: String? = nil
    ) {
        self.shown = shown
        self.action = action
        self.revision = revision
        self.name = name
        self.areas = areas
        self.scopeError = scopeError
        self.expiresAt = expiresAt
        self.expiryLimit = expiryLimit
        self.addresses = addresses
        self.versions = versions
        self.widening = widening
        self.again = again
        self.problems = ProblemSummary(
            problem,
            ("name", name.error),
            ("scopes", scopeError),
            ("expires_at", expiresAt.error),
            ("allowed_addresses", addresses.error),
            ("current_password", again?.passwordError),
            ("code", again?.codeError)
        )
    }
}
