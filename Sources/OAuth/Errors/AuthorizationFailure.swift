/// Where a refused authorization request ends. Only a proven app and redirect URI may be sent an answer (RFC 6749 §4.1.2.1).
package enum AuthorizationFailure: Error, Sendable {
    /// A page for the person in front of the browser; nothing is redirected.
    case page(Reason)
    case redirect(OAuthError, to: VerifiedRedirect, state: String?)

    /// Why there is only a page. The raw value is the key of its translated text.
    package enum Reason: String, Sendable, CaseIterable {
        case malformed = "authorize.malformed"
        case unknownApp = "authorize.unknown-app"
        case deletedApp = "authorize.deleted-app"
        case bannedDeveloper = "authorize.banned-developer"
        case redirectMissing = "authorize.redirect-missing"
        case redirectUnknown = "authorize.redirect-unknown"
        case suspendedApp = "authorize.suspended-app"
        case notAllowed = "authorize.not-allowed"
        case expired = "authorize.expired"
    }
}
