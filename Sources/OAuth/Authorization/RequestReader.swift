import Kernel

/// From what a browser brings to a request that passed every check: its query, or what its app pushed before.
struct RequestReader: Sendable {
    private let store: any OAuthStore
    private let trust: TrustSteps
    private let steps = ProtocolSteps()
    private let resources: Resources

    init(store: any OAuthStore, resources: Resources, documents: (any DocumentClients)?) {
        (self.store, self.resources) = (store, resources)
        trust = TrustSteps(store: store, documents: documents)
    }

    struct Arrival: Sendable {
        let time: Timestamp
        /// The client's.
        let address: String
    }

    /// Throws `AuthorizationFailure`, and `StorageError`.
    ///
    /// - Parameter arrival: for a browser that comes from the app. Nil for one that comes back from signing in: a pushed request must be
    ///   begun in its time, and may be finished as long as the ticket lives; nor is a document read again then.
    func read(_ query: String, arriving arrival: Arrival? = nil) async throws -> AuthorizationRequest {
        guard let fields = try? FormFields(parsing: query.utf8, limit: 100) else {
            throw AuthorizationFailure.page(.malformed)
        }
        if let uri = fields["request_uri"], uri.hasPrefix(PushedRequest.prefix) {
            return try await pushed(uri, fields, arrivingAt: arrival?.time)
        }
        let (app, redirect) = try await trust.verify(fields, arrival.map { .maybeNew(from: $0.address) } ?? .old)
        let named = try await resources.named(in: fields)
        return try steps.check(fields, app: app, redirect: redirect, named: named)
    }

    /// Only `client_id` is read of what stands beside a `request_uri` of ours: whoever made the link could have written the rest
    /// (RFC 9126 §4, RFC 9101 §6.3).
    private func pushed(
        _ uri: String, _ outside: FormFields, arrivingAt arrival: Timestamp?
    ) async throws -> AuthorizationRequest {
        guard let digest = PushedRequest.digest(of: uri), let pushed = try await store.pushedRequest(digest),
            let fields = try? FormFields(parsing: pushed.query.utf8, limit: 100),
            // §2.2: bound to the app that pushed it
            let id = fields["client_id"], outside["client_id"]?.utf8.elementsEqual(id.utf8) == true
        else { throw AuthorizationFailure.page(.pushedRequest) }
        guard !pushed.isSpent, arrival.map({ $0 < pushed.expiresAt }) ?? true else {
            throw AuthorizationFailure.page(.expired)
        }
        // Checked again, so that a change of the app since then counts.
        let (app, redirect) = try await trust.verify(fields)
        let named = try await resources.named(in: fields)
        return try steps.check(fields, app: app, redirect: redirect, named: named, pushed: digest)
    }
}

extension AuthorizationRequest {
    /// A pushed request is good for one decision (RFC 9126 §7.3). False if there was one already.
    func spend(in transaction: any OAuthTransaction, at now: Timestamp) throws(StorageError) -> Bool {
        guard let pushed else { return true }
        return try transaction.spend(pushedRequest: pushed, at: now)
    }
}
