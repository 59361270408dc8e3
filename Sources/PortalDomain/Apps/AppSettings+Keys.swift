package import Kernel

extension AppSettings {
    package var authentication: AuthenticationMethod { keys == nil ? .secret : .privateKey }
    /// Public apps cannot keep a secret; those with keys need none.
    var hasSecrets: Bool { !type.isPublic && keys == nil }

    /// A public app has nothing to prove itself with, whatever the form says. Keys count only if the form says so too: a left-over text
    /// must not change how an app signs in.
    static func parseKeys(
        _ draft: AppDraft, for type: AppType?, into keys: inout JSONWebKeySet?
    ) -> FormProblem? {
        guard let method = AuthenticationMethod(rawValue: draft.authentication) else {
            return FormProblem("authentication", "error.authentication.unknown")
        }
        guard method == .privateKey, type?.isPublic == false else { return nil }
        do throws(JSONWebKeySet.Fault) {
            keys = try JSONWebKeySet(parsing: draft.keys)
            return nil
        } catch { return FormProblem("jwks", error.text, ["limit": "\(JSONWebKeySet.maximumKeys)"]) }
    }
}

extension JSONWebKeySet.Fault {
    /// The key of the text that explains it.
    var text: String {
        switch self {
        case .malformed, .empty: "error.jwks.malformed"
        case .tooMany: "error.jwks.too_many"
        case .repeatedID: "error.jwks.repeated"
        case .key(.malformed): "error.jwks.key"
        case .key(let fault): "error.jwks.\(fault.rawValue)"
        }
    }
}
