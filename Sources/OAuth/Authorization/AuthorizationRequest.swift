package import Kernel

/// An authorization request that passed every check which needs no person (RFC 6749 §4.1.1).
package struct AuthorizationRequest: Sendable {
    package enum Prompt: String, Sendable { case consent, login, none }

    package let app: App
    package let redirect: VerifiedRedirect
    package let state: String?
    package let scopes: Scopes
    /// Whom the tokens will be for (`resource`, RFC 8707 §2.1).
    package let audience: Audience
    package let prompt: Prompt
    package let challenge: CodeChallenge?
    /// The key that the exchange will have to prove (`dpop_jkt`, RFC 9449 §10).
    package let key: KeyThumbprint?
    /// A portal's slug: preselected on the screen (our addition).
    package let portal: String?
    package let loginHint: String?
    package let uiLocales: String?
    /// What it was pushed as (RFC 9126); nil if the browser brought it.
    package let pushed: TokenDigest?
}
