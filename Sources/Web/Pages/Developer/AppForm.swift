import Kernel
import PortalDomain

/// The form of an app's settings, between its fields and its draft. Another setting is read here and shown here.
enum AppForm {
    /// Fields that may come more than once.
    static let repeating: Set<String> = ["scope", "required_scope", "option"]

    /// What a new app starts with: the recommended choices.
    static let empty = AppDraft(
        name: "", type: AppType.web.rawValue, profile: SecurityProfile.strict.rawValue, redirectURIs: "", scopes: [])

    static func draft(_ fields: FormFields) -> AppDraft {
        AppDraft(
            name: fields["name"] ?? "", description: fields["description"] ?? "", website: fields["website"] ?? "",
            type: fields["type"] ?? "", profile: fields["profile"] ?? "", redirectURIs: fields["redirect_uris"] ?? "",
            scopes: fields.all("scope"), requiredScopes: fields.all("required_scope"),
            options: fields.all("option"),
            authentication: fields["authentication"] ?? AuthenticationMethod.secret.rawValue,
            keys: fields["jwks"] ?? "",
            apiVersion: fields.contains("api_version") ? fields["api_version"] ?? "" : nil)
    }

    static func view(_ draft: AppDraft, _ refused: RefusedForm?, _ texts: Texts) -> AppFormView {
        let field: (String, String) -> FieldView = { FieldView(value: $1, error: refused?.text(of: $0, texts)) }
        return AppFormView(
            name: field("name", draft.name), description: field("description", draft.description),
            website: field("website", draft.website),
            types: AppType.allCases.map { option($0.rawValue, "type", chosen: draft.type, texts) },
            typeError: refused?.text(of: "type", texts),
            profiles: [SecurityProfile.strict, .standard].map {
                option($0.rawValue, "profile", chosen: draft.profile, texts)
            },
            redirectURIs: field("redirect_uris", draft.redirectURIs),
            areas: texts.picker(chosen: Set(draft.scopes), required: Set(draft.requiredScopes)),
            scopeError: refused?.text(of: "scope", texts), options: texts.options(chosen: Set(draft.options)),
            authentication: AuthenticationMethod.allCases.map {
                option($0.rawValue, "authentication", chosen: draft.authentication, texts)
            },
            jwks: field("jwks", draft.keys), versions: texts.versions(chosen: draft.apiVersion),
            problem: refused?.text(of: "option", texts) ?? refused?.text(of: "authentication", texts)
                ?? refused?.text(of: "profile", texts) ?? refused?.text(of: "api_version", texts))
    }

    private static func option(_ value: String, _ group: String, chosen: String, _ texts: Texts) -> OptionView {
        OptionView(
            value: value, label: texts("\(group).\(value)"), hint: texts("\(group).\(value).hint"),
            isSelected: value == chosen)
    }
}
