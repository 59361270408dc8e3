/// What comes back, as far as the model speaks of it.
enum Outcome: Equatable, Sendable, CustomStringConvertible {
    case code(Int)
    /// A redirect to the app with this error.
    case redirect(String)
    /// A page that says no.
    case page
    case tokens(Set<String>, access: Int, refresh: Int?)
    /// JSON with this error.
    case error(String)
    /// An introspection: the scopes of a live token, or nothing.
    case active(Set<String>?)
    case done
    case notFound
    /// Two secrets already.
    case full
    /// Whatever no correct server would answer.
    case other(String)

    var description: String {
        switch self {
        case .code(let code): "code \(code)"
        case .redirect(let error): "redirect \(error)"
        case .page: "page"
        case .tokens(let scopes, let access, let refresh):
            "access \(access) refresh \(refresh.map(String.init) ?? "–") for \(scopes.sorted())"
        case .error(let error): error
        case .active(let scopes): "active \(scopes.map { "\($0.sorted())" } ?? "false")"
        case .done: "done"
        case .notFound: "not found"
        case .full: "full"
        case .other(let text): text
        }
    }
}
