/// The settings of an app as form fields: the same for a new one and for one that is edited (`app-form.mustache`).
package struct AppFormView: Sendable {
    package let name: FieldView
    package let description: FieldView
    package let website: FieldView
    /// `web`, `native`, `browser`, with a hint each.
    package let types: [OptionView]
    package let typeError: String?
    /// `strict`, `standard`, with a hint each.
    package let profiles: [OptionView]
    /// One per line.
    package let redirectURIs: FieldView
    package let areas: [ScopeAreaView]
    package let scopeError: String?
    /// What can be switched on, with a hint each.
    package let options: [OptionView]
    /// `client_secret`, `private_key_jwt`, with a hint each.
    package let authentication: [OptionView]
    package let jwks: FieldView
    package let versions: [OptionView]
    package let problems: ProblemSummary?

    package init(
        name: FieldView, description: FieldView, website: FieldView, types: [OptionView], typeError: String?,
        profiles: [OptionView], redirectURIs: FieldView, areas: [ScopeAreaView], scopeError: String?,
        options: [OptionView], authentication: [OptionView], jwks: FieldView, versions: [OptionView],
        problem: String?
    ) {
        (self.name, self.description, self.website) = (name, description, website)
        (self.types, self.typeError, self.profiles) = (types, typeError, profiles)
        (self.redirectURIs, self.areas, self.scopeError) = (redirectURIs, areas, scopeError)
        (self.options, self.authentication, self.jwks, self.versions) = (options, authentication, jwks, versions)
        problems = ProblemSummary(
            problem, ("name", name.error), ("website", website.error), ("description", description.error),
            ("type", typeError), ("redirect_uris", redirectURIs.error), ("jwks", jwks.error), ("scopes", scopeError))
    }
}
