/// How strictly an app is treated (contract, section 4). Stored with the app, never taken from a request.
package enum SecurityProfile: String, Sendable, CaseIterable {
    /// As published: state unless PKCE, PKCE optional for confidential apps, `plain` accepted, fixed refresh token.
    case standard
    /// OAuth 2.1 and RFC 9700: PKCE with S256, rotating refresh tokens.
    case strict
}
