package import Kernel

/// Finds out who presents a bearer token (RFC 6750 §2.1): checksum, cache, one look-up.
package struct BearerCheck: Sendable {
    private let store: any CredentialStore
    private let cache: TokenCache
    private let ambient: Ambient

    package init(store: any CredentialStore, cache: TokenCache, ambient: Ambient) {
        (self.store, self.cache, self.ambient) = (store, cache, ambient)
    }

    /// The principal of a live token; nil for one that is unknown, malformed, expired or revoked, or of another kind: callers must not
    /// tell these apart (contract O4).
    package func principal(presenting token: String) async throws(StorageError) -> Principal? {
        guard let credential = Credential(token), credential.kind == .apiKey || credential.kind == .accessToken else {
            return nil
        }
        let digest = credential.digest
        let now = ambient.milliseconds()
        if let cached = cache.principal(digest, at: now) { return cached }
        // The generation is taken and the age counted from before the look-up: a slow read must not put back what was dropped meanwhile.
        let generation = cache.generation(of: digest)
        let moment = Timestamp(seconds: Int64(now / 1000))
        let found: Principal? =
            switch credential.kind {
            case .apiKey: try await store.apiKey(digest, at: moment)
            default: try await store.accessToken(digest, at: moment)
            }
        guard let principal = found else { return nil }
        cache.insert(principal, generation: generation, at: now)
        return principal
    }
}

/// Where credentials are looked up. Only live ones are returned.
package protocol CredentialStore: Sendable {
    func apiKey(_ digest: TokenDigest, at now: Timestamp) async throws(StorageError) -> Principal?
    func accessToken(_ digest: TokenDigest, at now: Timestamp) async throws(StorageError) -> Principal?
}
