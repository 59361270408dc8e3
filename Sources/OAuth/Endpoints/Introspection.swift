package import Kernel

/// Tells a confidential app what one of its own tokens is worth now, and a resource server what one is worth that is meant for it
/// (RFC 7662). Never from a cache.
package struct Introspection: Sendable {
    private let store: any OAuthStore
    private let resources: Resources
    private let issuer: String
    private let ambient: Ambient

    package init(store: any OAuthStore, resources: Resources, issuer: String, ambient: Ambient) {
        (self.store, self.resources, self.issuer, self.ambient) = (store, resources, issuer, ambient)
    }

    /// The JSON answer: `{"active":false}` for anything that is not a live token of this app, whatever the reason (§2.2).
    package func answer(_ fields: FormFields, to app: App) async throws -> [UInt8] {
        guard !app.type.isPublic else { throw OAuthError.invalidClient(detail: "a public app cannot introspect") }
        guard let credential = try Self.credential(fields) else { return Self.inactive }
        switch credential.kind {
        case .accessToken:
            if let token = try await store.appToken(credential.digest), token.app == app.id,
                token.isAlive(at: ambient.now()), app.options.contains(.ownTokens)
            {
                return active(app, token)
            }
            guard let token = try await live(credential.digest), token.app == app.id else { return Self.inactive }
            return try await active(app, token)
        case .refreshToken: return try await answer(refreshToken: credential.digest, to: app)
        default: return Self.inactive
        }
    }

    /// As for an app, about access tokens of any app whose audience `server` is in, and nothing else (§4).
    package func answer(_ fields: FormFields, to server: ResourceServer) async throws -> [UInt8] {
        guard let credential = try Self.credential(fields), credential.kind == .accessToken,
            let token = try await live(credential.digest), token.audience.servers.contains(server.id),
            let app = try await store.app(token.app), app.mayAct
        else { return Self.inactive }
        return try await active(app, token)
    }

    private static func credential(_ fields: FormFields) throws(OAuthError) -> Credential? {
        guard let text = fields["token"] else { throw .invalidRequest("token is missing.") }
        return Credential(text)
    }

    private func live(_ digest: TokenDigest) async throws(StorageError) -> IssuedAccessToken? {
        guard let token = try await store.accessToken(digest), token.isAlive, ambient.now() < token.expiresAt else {
            return nil
        }
        return token
    }

    private func answer(refreshToken digest: TokenDigest, to app: App) async throws -> [UInt8] {
        guard let grant = try await store.grant(refreshToken: digest), grant.app == app.id, grant.head == digest,
            grant.refusal() == nil, let idle = grant.idleExpiresAt, let limit = grant.expiresAt,
            ambient.now() < min(idle, limit)
        else { return Self.inactive }
        return try await active(
            app, grant.user, grant.scopes, portal: grant.portalSlug, type: "refresh_token", key: grant.key,
            audience: grant.audience, issuedAt: nil, expiresAt: min(idle, limit))
    }

    private static let inactive = Array(#"{"active":false}"#.utf8)

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

    private func active(_ app: App, _ token: IssuedAccessToken) async throws(StorageError) -> [UInt8] {
        try await active(
            app, token.user, token.scopes, portal: token.portalSlug, type: token.key == nil ? "Bearer" : "DPoP",
            key: token.key, audience: token.audience, issuedAt: token.issuedAt, expiresAt: token.expiresAt)
    }

    private func active(
        _ app: App, _ user: UserID, _ scopes: Scopes, portal: String, type: String, key: KeyThumbprint?,
        audience: Audience, issuedAt: Timestamp?, expiresAt: Timestamp
    ) async throws(StorageError) -> [UInt8] {
        let resources = try await resources.uris(of: audience)
        // Nobody is left who would take it.
        guard let first = resources.first else { return Self.inactive }
        var writer = JSONWriter()
        writer.object {
            $0.field("active", true)
            $0.field("scope", scopes.intersection(app.scopes).text)
            $0.field("client_id", app.id.text)
            $0.field("token_type", type)
            $0.field("exp", Int(expiresAt.seconds))
            if let issuedAt { $0.field("iat", Int(issuedAt.seconds)) }
            $0.field("sub", user.text)
            // A string, or an array of them (RFC 7519 §4.1.3).
            if resources.count == 1 { $0.field("aud", first) } else { $0.field("aud", resources) }
            $0.field("iss", issuer)
            $0.field("portal", portal)
            if let key { $0.field("cnf") { $0.field("jkt", key.text) } }  // RFC 9449 §6.2
        }
        return writer.bytes
    }
}
