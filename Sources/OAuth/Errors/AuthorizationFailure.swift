/// Where a refused authorization request ends. Only a proven app and redirect URI may be sent an answer (RFC 6749 §4.1.2.1).
package enum AuthorizationFailure: Error, Sendable {
    /// A page for the person in front of the browser; nothing is redirected.
    case page(Reason)
    case redirect(OAuthError, to: VerifiedRedirect, state: String?)

    /// Why there is only a page.
    package enum Reason: Sendable, CaseIterable {
        case malformed, unknownApp, deletedApp, bannedDeveloper, redirect
        /// The portal has suspended the app (contract O15).
        case suspendedApp
        /// The operator has suspended the portal (checklist, row 207).
        case suspendedPortal
        /// The user manages no portal that could give access.
        case notAllowed
        /// The ticket is spent, too old, or not this browser's.
        case expired
        /// A `request_uri` of ours that is unknown, or another app's (RFC 9126 §4).
        case pushedRequest
        /// The app is known by the address of a document, and there is none that can be accepted.
        case document
    }
}
