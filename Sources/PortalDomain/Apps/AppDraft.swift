import Kernel

/// The settings of an app as somebody filled them in, unchecked.
package struct AppDraft: Sendable {
    package var name: String
    package var description: String
    package var website: String
    package var type: String
    package var profile: String
    /// One per line.
    package var redirectURIs: String
    package var scopes: [String]
    package var requiredScopes: [String]
    /// Names of `AppOptions`.
    package var options: [String]
    /// A name of `AuthenticationMethod`.
    package var authentication: String
    /// A JSON Web Key Set; read only for `private_key_jwt`.
    package var keys: String
    /// Nil: not asked, so 1.0.0. Empty: no pin.
    package var apiVersion: String?

    package init(
        name: String, description: String = "", website: String = "", type: String, profile: String,
        redirectURIs: String,
        scopes: [String], requiredScopes: [String] = [], options: [String] = [],
        authentication: String = AuthenticationMethod.secret.rawValue, keys: String = "", apiVersion: String? = nil
    ) {
        (self.name, self.description, self.website) = (name, description, website)
        (self.type, self.profile, self.redirectURIs) = (type, profile, redirectURIs)
        (self.scopes, self.requiredScopes, self.options) = (scopes, requiredScopes, options)
        (self.authentication, self.keys, self.apiVersion) = (authentication, keys, apiVersion)
    }

    /// What the form shows before anything is changed.
    package init(_ settings: AppSettings) {
        self.init(
            name: settings.name.text, description: settings.description, website: settings.website ?? "",
            type: settings.type.rawValue, profile: settings.profile.rawValue,
            redirectURIs: settings.redirectURIs.map(\.text).joined(separator: "\n"), scopes: settings.scopes.names,
            requiredScopes: settings.requiredScopes.names, options: settings.options.names,
            authentication: settings.authentication.rawValue, keys: settings.keys?.text ?? "",
            apiVersion: settings.apiVersion ?? "")
    }
}
