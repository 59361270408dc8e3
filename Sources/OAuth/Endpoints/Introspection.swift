package import Kernel

/// Tells a confidential app what one of its own tokens is worth now (RFC 7662). Never from a cache.
package struct Introspection: Sendable {
    private let store: any OAuthStore
    private let issuer: String
    private let audience: String
    private let ambient: Ambient

    /// - Parameter audience: the API's address, in `aud`.
    package init(store: any OAuthStore, issuer: String, audience: String, ambient: Ambient) {
        (self.store, self.issuer, self.audience, self.ambient) = (store, issuer, audience, ambient)
    }

    /// The JSON answer: `{"active":false}` for anything that is not a live token of this app, whatever the reason (§2.2).
    package func answer(_ fields: FormFields, to app: App) async throws -> [UInt8] {
        guard !app.type.isPublic else { throw OAuthError.invalidClient(detail: "a public app cannot introspect") }
        guard let text = fields["token"] else { throw OAuthError.invalidRequest("token is missing.") }
        guard let credential = Credential(text) else { return Self.inactive }
        let now = ambient.now()
        switch credential.kind {
        case .accessToken:
            if let token = try await store.appToken(credential.digest), token.app == app.id, token.isAlive(at: now) {
                return active(app, token)
            }
            guard let token = try await store.accessToken(credential.digest), token.app == app.id, token.isAlive,
                now < token.expiresAt
            else { return Self.inactive }
            return active(
                app, token.user, token.scopes, portal: token.portalSlug, type: token.key == nil ? "Bearer" : "DPoP",
                key: token.key, issuedAt: token.issuedAt,
                expiresAt: token.expiresAt)
        case .refreshToken:
            guard let grant = try await store.grant(refreshToken: credential.digest), grant.app == app.id,
                grant.head == credential.digest, grant.refusal() == nil, let idle = grant.idleExpiresAt,
                let limit = grant.expiresAt, now < min(idle, limit)
            else { return Self.inactive }
            return active(
                app, grant.user, grant.scopes, portal: grant.portalSlug, type: "refresh_token", key: grant.key,
                issuedAt: nil,
                expiresAt: min(idle, limit))
        default: return Self.inactive
        }
    }

    /// A token of the app about itself: no user, no scope, and nobody but us to show it to.
    private func active(_ app: App, _ token: AppToken) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.field("active", true)
            $0.field("client_id", app.id.text)
            $0.field("token_type", token.key == nil ? "Bearer" : "DPoP")
            $0.field("exp", Int(token.expiresAt.seconds))
            $0.field("iat", Int(token.issuedAt.seconds))
            $0.field("sub", app.id.text)
            $0.field("aud", issuer)
            $0.field("iss", issuer)
            if let key = token.key { $0.field("cnf") { $0.field("jkt", key.text) } }
        }
        return writer.bytes
    }

    private static let inactive = Array(#"{"active":false}"#.utf8)

    private func active(
        _ app: App, _ user: UserID, _ scopes: Scopes, portal: String, type: String, key: KeyThumbprint?,
        issuedAt: Timestamp?,
        expiresAt: Timestamp
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.field("active", true)
            $0.field("scope", scopes.intersection(app.scopes).text)
            $0.field("client_id", app.id.text)
            $0.field("token_type", type)
            $0.field("exp", Int(expiresAt.seconds))
            if let issuedAt { $0.field("iat", Int(issuedAt.seconds)) }
            $0.field("sub", user.text)
            $0.field("aud", audience)
            $0.field("iss", issuer)
            $0.field("portal", portal)
            if let key { $0.field("cnf") { $0.field("jkt", key.text) } }  // RFC 9449 §6.2
        }
        return writer.bytes
    }
}
