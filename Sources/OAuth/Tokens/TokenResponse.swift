package import Kernel

/// The successful answer of the token endpoint (RFC 6749 §5.1).
package struct TokenResponse: Sendable {
    package let accessToken: Credential
    package let refreshToken: Credential?
    /// Seconds.
    package let expiresIn: Int64
    /// Nil for a token that has none: an app's about itself.
    package let scopes: Scopes?
    /// Slug of the portal that the token opens (our addition).
    package let portal: String?
    /// Bound to a key, so that a copy is worth nothing (RFC 9449 §5).
    package var isBound = false

    package var json: [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.field("access_token", accessToken.secret.expose())
            $0.field("token_type", isBound ? "DPoP" : "Bearer")
            $0.field("expires_in", Int(expiresIn))
            if let refreshToken { $0.field("refresh_token", refreshToken.secret.expose()) }
            if let scopes { $0.field("scope", scopes.text) }
            if let portal { $0.field("portal", portal) }
        }
        return writer.bytes
    }
}
