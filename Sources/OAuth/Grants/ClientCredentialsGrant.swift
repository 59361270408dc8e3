package import Kernel

/// A token of an app about itself (RFC 6749 §4.4): its registration and its own tokens, and nothing of any portal.
package struct ClientCredentialsGrant: TokenGrant {
    package static let type = "client_credentials"

    private let store: any OAuthStore
    private let issuer: String
    private let lifetimes: TokenLifetimes
    private let ambient: Ambient

    /// - Parameter issuer: the one resource that takes these tokens.
    package init(store: any OAuthStore, issuer: String, lifetimes: TokenLifetimes, ambient: Ambient) {
        self.issuer = issuer
        (self.store, self.lifetimes, self.ambient) = (store, lifetimes, ambient)
    }

    /// No refresh token (§4.4.3): the app can ask again at any time.
    package func issue(
        _ fields: FormFields, to app: App, boundTo key: KeyThumbprint?, from address: String
    ) async throws -> TokenResponse {
        // §4.4: confidential apps only; and only those whose developer switched it on.
        guard !app.type.isPublic, app.options.contains(.ownTokens) else {
            throw OAuthError(.unauthorizedClient, "This app may not use client_credentials.")
        }
        // Every scope is about a portal's data.
        guard fields["scope"] == nil else { throw OAuthError.invalidScope("This grant has no scopes.") }
        // RFC 8707 §2: nor does any other resource than this server take one.
        guard fields.all("resource").allSatisfy({ $0.isEmpty || $0 == issuer }) else {
            throw OAuthError.invalidTarget("This grant is for this server alone.")
        }
        let token = Credential(minting: .accessToken, from: ambient)
        let now = ambient.now()
        let issued = AppToken(
            digest: token.digest, app: app.id, key: key, issuedAt: now, expiresAt: now + lifetimes.accessToken)
        try await store.transaction { transaction throws(StorageError) in try transaction.insert(issued) }
        return TokenResponse(
            accessToken: token, refreshToken: nil, expiresIn: lifetimes.accessToken, scopes: nil, portal: nil,
            isBound: key != nil)
    }
}
