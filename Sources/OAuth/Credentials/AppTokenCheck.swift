package import Kernel

/// Finds out which app presents a token about itself (RFC 6750 §2.1). One look-up, and never from a cache: these are rare.
package struct AppTokenCheck: Sendable {
    private let store: any OAuthStore
    private let ambient: Ambient

    package init(store: any OAuthStore, ambient: Ambient) { (self.store, self.ambient) = (store, ambient) }

    /// The app and the key that the token is bound to; nil for a token that is unknown, dead, or of another kind.
    package func app(presenting token: String) async throws(StorageError) -> (app: App, key: KeyThumbprint?)? {
        guard let credential = Credential(token, .accessToken), let found = try await store.appToken(credential.digest),
            found.isAlive(at: ambient.now()), let app = try await store.app(found.app), app.mayAct,
            app.options.contains(.ownTokens)
        else { return nil }
        return (app, found.key)
    }
}
