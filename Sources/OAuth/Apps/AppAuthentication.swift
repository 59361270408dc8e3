package import Kernel

/// Finds out which app calls, and whether it really is that app (RFC 6749 §2.3, §3.2.1).
///
/// Secrets have 178 random bits: a checksum, a SHA-256 and a comparison, no password hash. An app with registered keys signs assertions
/// instead (RFC 7523), each of which works once.
package struct AppAuthentication: Sendable {
    private let store: any OAuthStore
    private let throttle: AttemptThrottle
    private let issuer: String
    private let ambient: Ambient
    private let directory: AppDirectory
    /// What a refusal takes at least, whether the app is unknown, deleted, public, or its secret wrong or malformed: each of them is
    /// found out by other work (checklist, row 61, for apps).
    private static let refusal: Duration = .milliseconds(10)

    /// - Parameter issuer: whom assertions have to be meant for.
    package init(
        store: any OAuthStore, throttle: AttemptThrottle, issuer: String, ambient: Ambient,
        documents: (any DocumentClients)? = nil
    ) {
        (self.store, self.throttle, self.issuer, self.ambient) = (store, throttle, issuer, ambient)
        directory = AppDirectory(store: store, documents: documents)
    }

    /// The app that proved itself. Public apps only name themselves; they have nothing to prove it with.
    ///
    /// - Parameter address: the client's address. Wrong secrets are counted per app and address, so that nobody can lock an app out
    ///   from elsewhere (contract O26).
    package func authenticate(
        _ credentials: ClientCredentials, from address: String, _ acquaintance: AppDirectory.Acquaintance = .old
    ) async throws -> App {
        try await throttled(credentials, from: address) { now in try await proven(credentials, acquaintance, at: now) }
    }

    /// The resource server that proved itself, with its id and secret in the place of an app's (RFC 7662 §2.1). Nil if the credentials
    /// are not of a resource server's form.
    package func resourceServer(
        _ credentials: ClientCredentials, from address: String
    ) async throws -> ResourceServer? {
        guard let id = ResourceServerID(credentials.app) else { return nil }
        return try await throttled(credentials, from: address) { _ in
            guard let presented = credentials.secret?.expose(), let secret = Credential(presented, .appSecret),
                let server = try await store.resourceServers().first(where: { $0.id == id }),
                ConstantTime.equal(server.secret.hex, secret.digest.hex)
            else { throw OAuthError.invalidClient(detail: "unknown resource server, or wrong secret") }
            return server
        }
    }

    private func throttled<Caller: Sendable>(
        _ credentials: ClientCredentials, from address: String, _ prove: (Timestamp) async throws -> Caller
    ) async throws -> Caller {
        let (now, time) = (ambient.now(), EvenTime())
        let key = "\(credentials.app.prefix(64))@\(IPAddress.client(address))"
        if let delay = throttle.delay(of: key, at: now) {
            throw OAuthError(.invalidClient, "Too many wrong attempts. Try again later.", retryAfter: delay)
        }
        do {
            let caller = try await prove(now)
            throttle.succeed(key)
            return caller
        } catch let error as OAuthError {
            if error.code == .invalidClient {
                throttle.fail(key, at: now)
                await time.fill(Self.refusal)
            }
            throw error
        }
    }

    private func proven(
        _ credentials: ClientCredentials, _ acquaintance: AppDirectory.Acquaintance, at now: Timestamp
    ) async throws -> App {
        guard let app = try await directory.app(credentials.app, acquaintance) else {
            // The look-up that a known app would cost: also a server that is too busy for `refusal` answers both alike.
            if let id = AppID(credentials.app) { _ = try await store.secrets(of: id) }
            throw OAuthError.invalidClient(detail: "unknown app")
        }
        guard app.mayAct else { throw OAuthError.invalidClient(detail: "app deleted or developer banned") }
        if app.type.isPublic {
            guard credentials.secret == nil, credentials.assertion == nil else {
                throw OAuthError.invalidClient(detail: "a public app has nothing to prove itself with")
            }
            return app
        }
        if let keys = app.keys {
            try await accept(credentials.assertion, of: app, keys, at: now)
            return app
        }
        guard credentials.assertion == nil else { throw OAuthError.invalidClient(detail: "the app has no keys") }
        guard let presented = credentials.secret?.expose(), let secret = Credential(presented, .appSecret) else {
            throw OAuthError.invalidClient(detail: "secret missing or malformed")
        }
        let digest = secret.digest
        let live = try await store.secrets(of: app.id).filter { $0.isLive(at: now) }
        guard live.contains(where: { ConstantTime.equal($0.digest.hex, digest.hex) }) else {
            throw OAuthError.invalidClient(detail: "wrong secret")
        }
        return app
    }

    /// Everything about the assertion is proven before it is spent. Spending is one conditional write, so that of two that come at once,
    /// here or on two nodes, one is refused (RFC 7523 §3, `jti`).
    private func accept(
        _ assertion: ClientAssertion?, of app: App, _ keys: JSONWebKeySet, at now: Timestamp
    ) async throws {
        guard let assertion else { throw OAuthError.invalidClient(detail: "assertion missing") }
        let proof = try assertion.proof(of: app, keys: keys, audience: issuer, at: now)
        let isFirst = try await store.transaction { transaction throws(StorageError) in try transaction.spend(proof) }
        guard isFirst else { throw OAuthError.invalidClient(detail: "assertion used before") }
    }
}
