/// The API version that a key or an app is pinned to (contract api-v1, 2.6), as somebody chose it in a form.
struct VersionPin {
    /// Nil: none, so requests that name no version get the newest.
    let version: String?
    let problem: FormProblem?

    /// - Parameter choice: nil: not asked, so 1.0.0. Empty: no pin.
    init(_ choice: String?) {
        let choice = choice ?? NewAPIKey.apiVersions[0]
        version = choice.isEmpty ? nil : choice
        let isKnown = choice.isEmpty || NewAPIKey.apiVersions.contains(choice)
        problem = isKnown ? nil : FormProblem("api_version", "error.api_version.unknown")
    }
}
