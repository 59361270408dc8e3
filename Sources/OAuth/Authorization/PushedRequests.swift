package import Kernel

/// `POST /oauth/par` without HTTP: takes an authorization request from the app itself, before there is a browser (RFC 9126).
package struct PushedRequests: Sendable {
    private let store: any OAuthStore
    private let trust: TrustSteps
    private let steps = ProtocolSteps()
    private let resources: Resources
    private let lifetimes: TokenLifetimes
    private let ambient: Ambient
    private let strangers: AttemptThrottle

    /// - Parameter strangers: counts, by address, what public apps push: each writes a row for somebody unknown.
    package init(
        store: any OAuthStore, resources: Resources, lifetimes: TokenLifetimes, ambient: Ambient,
        strangers: AttemptThrottle = AttemptThrottle(limit: 120, window: 60)
    ) {
        self.resources = resources
        (self.store, self.lifetimes, self.ambient, self.strangers) = (store, lifetimes, ambient, strangers)
        trust = TrustSteps(store: store)
    }

    /// The JSON answer (§2.2) for a request that would be good at the authorize endpoint too.
    ///
    /// Every check is made now, so that the app hears of a mistake at once and not its user (§2.1). What fails is an `OAuthError`.
    ///
    /// - Parameter key: what the request proves to hold. The code will be bound to it, as if `dpop_jkt` had been sent (RFC 9449 §10.1).
    package func push(
        _ fields: FormFields, by app: App, boundTo key: KeyThumbprint?, from address: String
    ) async throws -> [UInt8] {
        let fields = try Self.fields(fields, boundTo: key)
        guard !fields.contains("request_uri") else {  // §2.1
            throw OAuthError.invalidRequest("request_uri cannot be pushed.")
        }
        let credential = Credential(minting: .pushedRequest, from: ambient)
        try check(fields, of: app, naming: await resources.named(in: fields), as: credential.digest)
        let now = ambient.now()
        if app.type.isPublic {
            let client = IPAddress.client(address)
            guard strangers.delay(of: client, at: now) == nil else { throw OAuthError.unavailable }
            strangers.fail(client, at: now)
        }
        let pushed = PushedRequest(
            digest: credential.digest, app: app.id, query: Self.query(fields, of: app), createdAt: now,
            expiresAt: now + lifetimes.pushedRequest)
        try await store.transaction { transaction throws(StorageError) in try transaction.insert(pushed) }

        var writer = JSONWriter()
        writer.object {
            $0.field("request_uri", PushedRequest.prefix + credential.secret.expose())
            $0.field("expires_in", Int(lifetimes.pushedRequest))
        }
        return writer.bytes
    }

    private func check(
        _ fields: FormFields, of app: App, naming named: Result<Audience?, OAuthError>, as pushed: TokenDigest
    ) throws(OAuthError) {
        do throws(AuthorizationFailure) {
            let redirect = try trust.redirect(fields, of: app)
            _ = try steps.check(fields, app: app, redirect: redirect, named: named, pushed: pushed)
        } catch {
            switch error {
            case .redirect(let error, _, _): throw error
            case .page: throw .invalidRequest("redirect_uri is missing, or not registered for this app.")  // §2.3
            }
        }
    }

    private static func fields(_ fields: FormFields, boundTo key: KeyThumbprint?) throws(OAuthError) -> FormFields {
        guard let key else { return fields }
        guard fields["dpop_jkt"].map({ $0 == key.text }) ?? true else {
            throw OAuthError(.invalidDPoPProof, "The DPoP proof is made with another key than dpop_jkt.")
        }
        let others = fields.fields.filter { $0.name != "dpop_jkt" }
        return FormFields(others + [.init(name: "dpop_jkt", value: key.text)])
    }

    /// What is kept: everything but the proofs of who the app is.
    private static func query(_ fields: FormFields, of app: App) -> String {
        let kept = fields.fields.filter { !$0.name.hasPrefix("client_") }.map { ($0.name, $0.value) }
        return PercentEncoding.query([("client_id", app.clientID)] + kept)
    }
}

/// An authorization request that waits for its browser.
package struct PushedRequest: Sendable {
    /// How our `request_uri` begins (RFC 9126 §2.2). What follows is a credential.
    package static let prefix = "urn:ietf:params:oauth:request_uri:"

    package let digest: TokenDigest
    package let app: AppID
    /// As it would stand in the address of the authorize endpoint.
    package let query: String
    package let createdAt: Timestamp
    package let expiresAt: Timestamp
    package let isSpent: Bool

    package init(
        digest: TokenDigest, app: AppID, query: String, createdAt: Timestamp, expiresAt: Timestamp,
        isSpent: Bool = false
    ) {
        (self.digest, self.app, self.query) = (digest, app, query)
        (self.createdAt, self.expiresAt, self.isSpent) = (createdAt, expiresAt, isSpent)
    }

    /// Nil for what cannot be one of ours.
    static func digest(of uri: String) -> TokenDigest? {
        guard uri.hasPrefix(prefix) else { return nil }
        return Credential(String(uri.dropFirst(prefix.count)), .pushedRequest)?.digest
    }
}
