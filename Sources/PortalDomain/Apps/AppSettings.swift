package import Kernel

/// What a developer decides about an app, when it is registered and whenever it is edited (contract O61).
///
/// Another setting is a property here, a member of `AppDraft`, a check in `init(_:)`, a line in `facts`, a column in
/// `AppSettings+SQL.swift`, and a field in `app-form.mustache` with its `AppFormView`.
package struct AppSettings: Sendable, Equatable {
    package let name: PublicName
    package let description: String
    package let website: String?
    package let type: AppType
    package let profile: SecurityProfile
    package let redirectURIs: [RedirectURI]
    /// The ceiling: no grant of this app ever holds more.
    package let scopes: Scopes
    /// What the consent screen does not let a person deselect.
    package let requiredScopes: Scopes
    package let options: AppOptions
    /// What a confidential app proves itself with; nil: with an App Secret.
    package let keys: JSONWebKeySet?
    /// The version that shapes answers to requests which name none; nil: the newest.
    package let apiVersion: String?

    package static let maximumRedirectURIs = 20
    package static let maximumDescription = 2000

    /// Checks every field, and tells all that is wrong at once.
    package init(_ draft: AppDraft) throws(RefusedForm) {
        var problems: [FormProblem] = []
        var name: PublicName?
        do throws(PublicName.Fault) {
            name = try PublicName(draft.name)
        } catch {
            problems.append(error.problem(of: "name"))
        }

        description = PublicName.trimmed(draft.description)
        if description.unicodeScalars.count > Self.maximumDescription {
            problems.append(FormProblem("description", "error.too_long", ["limit": "\(Self.maximumDescription)"]))
        } else if !description.unicodeScalars.allSatisfy({
            PublicName.isVisible($0) || $0 == "\n" || $0 == "\r" || $0 == "\t"
        }) {
            problems.append(FormProblem("description", "error.name.characters"))
        }

        let website = PublicName.trimmed(draft.website)
        self.website = website.isEmpty ? nil : website
        if !website.isEmpty, !Self.isWebsite(website) {
            problems.append(FormProblem("website", "error.website.malformed"))
        }

        let type = AppType(rawValue: draft.type)
        if type == nil { problems.append(FormProblem("type", "error.type.unknown")) }
        let profile = SecurityProfile(rawValue: draft.profile)
        if profile == nil { problems.append(FormProblem("profile", "error.profile.unknown")) }

        var uris: [RedirectURI] = []
        if let problem = Self.parse(draft.redirectURIs, for: type, into: &uris) { problems.append(problem) }

        let ceiling = ScopeChoice(draft.scopes)
        let required = ScopeChoice(draft.requiredScopes)
        if let problem = ceiling.problem {
            problems.append(FormProblem("scope", problem))
        } else if !draft.requiredScopes.isEmpty, let problem = required.problem {
            problems.append(FormProblem("scope", problem))
        } else if !required.scopes.isSubset(of: ceiling.scopes) {
            problems.append(FormProblem("scope", "error.scope.required_missing"))
        }

        let options = AppOptions(chosen: draft.options)
        if options == nil { problems.append(FormProblem("option", "error.unknown_option")) }

        var keys: JSONWebKeySet?
        if let problem = Self.parseKeys(draft, for: type, into: &keys) { problems.append(problem) }

        let pin = VersionPin(draft.apiVersion)
        if let problem = pin.problem { problems.append(problem) }

        guard let name, let type, let profile, let options, problems.isEmpty else { throw RefusedForm(problems) }
        (self.name, self.type, self.profile, redirectURIs) = (name, type, profile, uris)
        (scopes, requiredScopes, self.options) = (ceiling.scopes, required.scopes, options)
        (self.keys, apiVersion) = (keys, pin.version)
    }

    /// Trusts columns of our own database.
    init(
        stored name: String, description: String, website: String?, type: AppType, profile: SecurityProfile,
        redirectURIs: [RedirectURI], scopes: Scopes, requiredScopes: Scopes, options: AppOptions,
        keys: JSONWebKeySet?, apiVersion: String?
    ) {
        (self.name, self.description, self.website) = (PublicName(stored: name), description, website)
        (self.type, self.profile, self.redirectURIs) = (type, profile, redirectURIs)
        (self.scopes, self.requiredScopes, self.options) = (scopes, requiredScopes, options)
        (self.keys, self.apiVersion) = (keys, apiVersion)
    }

    /// For the audit log.
    var facts: KeyValuePairs<String, String?> {
        [
            "name": name.text, "description": description, "website": website, "type": type.rawValue,
            "profile": profile.rawValue, "redirect_uris": redirectURIs.map(\.text).joined(separator: " "),
            "scopes": scopes.text, "required_scopes": requiredScopes.text, "options": options.text,
            "authentication": authentication.rawValue, "keys": keys?.keys.map(\.thumbprint.text).joined(separator: " "),
            "api_version": apiVersion,
        ]
    }

    /// A link that a consent screen may show: https and a host, without a user name in front of it.
    private static func isWebsite(_ text: String) -> Bool {
        guard text.utf8.count <= 255, text.hasPrefix("https://"), !text.contains("#"), let uri = try? RedirectURI(text)
        else {
            return false
        }
        return uri.host?.contains(".") ?? false
    }

    /// The first fault is enough: they are all in one field.
    private static func parse(_ text: String, for type: AppType?, into uris: inout [RedirectURI]) -> FormProblem? {
        let field = "redirect_uris"
        let lines = text.split(whereSeparator: \.isNewline).map { PublicName.trimmed(String($0)) }.filter {
            !$0.isEmpty
        }
        guard !lines.isEmpty else { return FormProblem(field, "error.redirect_uri.none") }
        guard lines.count <= maximumRedirectURIs else {
            return FormProblem(field, "error.redirect_uri.too_many", ["limit": "\(maximumRedirectURIs)"])
        }
        for line in lines {
            do throws(RedirectURI.Fault) {
                let uri = try RedirectURI(line, for: type)
                guard !uris.contains(uri) else {
                    return FormProblem(field, "error.redirect_uri.repeated", ["uri": shortened(line)])
                }
                uris.append(uri)
            } catch {
                return FormProblem(field, error.text, ["uri": shortened(line)])
            }
        }
        return nil
    }

    private static func shortened(_ line: String) -> String { line.count > 100 ? "\(line.prefix(100))…" : line }
}

extension AppOptions {
    /// From the boxes of a form; nil if one of them is no option.
    init?(chosen names: [String]) {
        var options: AppOptions = []
        for name in names {
            guard let option = AppOptions(name: name) else { return nil }
            options.formUnion(option)
        }
        self = options
    }
}

extension RedirectURI.Fault {
    /// The key of the text that explains it.
    var text: String {
        switch self {
        case .empty, .tooLong, .characters, .relative, .host, .port: "error.redirect_uri.malformed"
        case .fragment: "error.redirect_uri.fragment"
        case .userInfo: "error.redirect_uri.userinfo"
        case .plainHTTP: "error.redirect_uri.insecure"
        case .scheme, .privateScheme: "error.redirect_uri.scheme"
        case .wildcard: "error.redirect_uri.wildcard"
        }
    }
}
