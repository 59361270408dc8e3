package import Kernel

/// Ends a token at the wish of the app that holds it (RFC 7009).
package struct Revocation: Sendable {
    private let store: any OAuthStore
    private let cache: TokenCache
    private let ambient: Ambient

    package init(store: any OAuthStore, cache: TokenCache, ambient: Ambient) {
        (self.store, self.cache, self.ambient) = (store, cache, ambient)
    }

    /// Revokes an access token, or with a refresh token its whole grant (§2.1). Silent about tokens that are unknown, dead or another
    /// app's: the caller learns nothing about them (§2.2). `token_type_hint` is not needed: the prefix tells the kind.
    package func revoke(_ fields: FormFields, by app: App, from address: String) async throws {
        guard let text = fields["token"] else { throw OAuthError.invalidRequest("token is missing.") }
        guard let credential = Credential(text) else { return }
        let digest = credential.digest
        switch credential.kind {
        case .accessToken: try await revoke(accessToken: digest, by: app, from: address)
        case .refreshToken: try await revoke(refreshToken: digest, by: app, from: address)
        default: return
        }
    }

    private func revoke(accessToken digest: TokenDigest, by app: App, from address: String) async throws {
        if let token = try await store.appToken(digest), token.app == app.id {
            return try await revoke(token, by: app, from: address)
        }
        guard let token = try await store.accessToken(digest), token.app == app.id else { return }
        let now = ambient.now()
        let event = AuditEvent(
            "access_token.revoked", in: .portal(token.portal), by: app.actor(at: address),
            on: .init(kind: "grant", id: token.grant.text))
        try await store.transaction { transaction throws(StorageError) in
            guard try transaction.revoke(accessToken: digest, in: token.portal, at: now) else { return }
            try transaction.record(event)
        }
        cache.drop(digest)
    }

    private func revoke(_ token: AppToken, by app: App, from address: String) async throws {
        let now = ambient.now()
        let event = AuditEvent(
            "app_token.revoked", in: .developer(app.developer.id), by: app.actor(at: address),
            on: .init(kind: "app", id: app.id.text))
        try await store.transaction { transaction throws(StorageError) in
            guard try transaction.revoke(appToken: token.digest, at: now) else { return }
            try transaction.record(event)
        }
    }

    private func revoke(refreshToken digest: TokenDigest, by app: App, from address: String) async throws {
        guard let grant = try await store.grant(refreshToken: digest), grant.app == app.id else { return }
        let now = ambient.now()
        try await store.transaction { transaction throws(StorageError) in
            guard try transaction.revoke(grant.id, in: grant.portal, at: now) else { return }
            try transaction.record(
                AuditEvent(
                    "grant.revoked", in: .portal(grant.portal), by: app.actor(at: address), on: grant.object,
                    after: .facts(["reason": "revoked by the app"])))
        }
        cache.drop(portal: grant.portal)
    }
}
