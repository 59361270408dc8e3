package import Kernel

/// The authorize endpoint without HTTP: from the query to a page, a redirect, or the need to sign in (contract, section 4).
package struct Authorizer: Sendable {
    private let store: any OAuthStore
    private let reader: RequestReader
    private let resources: Resources
    private let lifetimes: TokenLifetimes
    private let issuer: String
    private let ambient: Ambient
    private let strangers: AttemptThrottle

    /// - Parameter strangers: counts, by address, requests that wait for a sign-in: each writes a row for somebody unknown.
    package init(
        store: any OAuthStore, resources: Resources, lifetimes: TokenLifetimes, issuer: String, ambient: Ambient,
        documents: (any DocumentClients)? = nil, strangers: AttemptThrottle = AttemptThrottle(limit: 120, window: 60)
    ) {
        (self.store, self.lifetimes, self.issuer, self.ambient) = (store, lifetimes, issuer, ambient)
        (self.strangers, self.resources) = (strangers, resources)
        reader = RequestReader(store: store, resources: resources, documents: documents)
    }

    /// What happens next.
    package enum Step: Sendable {
        /// The browser goes to the sign-in page and comes back with this ticket.
        case signIn(ticket: Credential, request: AuthorizationRequest)
        case consent(ConsentOffer, ticket: Credential, consents: [Consent])
        /// The browser goes to the app.
        case redirect(String)
    }

    /// Who sits in front of the browser.
    package struct Visitor: Sendable {
        package let user: UserID?
        package let name: String
        package let browser: TokenDigest
        package let address: String

        package init(user: UserID?, name: String, browser: TokenDigest, address: String) {
            (self.user, self.name, self.browser, self.address) = (user, name, browser, address)
        }

        func actor(_ user: UserID) -> AuditEvent.Actor {
            .init(kind: .user, id: user.text, name: name, address: address)
        }
    }

    /// `GET /oauth/authorize`: a new request.
    package func begin(query: String, _ visitor: Visitor) async throws -> Step {
        let request = try await reader.read(query, arriving: .init(time: ambient.now(), address: visitor.address))
        return try await telling(request) {
            guard let user = visitor.user, request.prompt != .login else {
                if request.prompt == .none { return refuse(request, .init(.loginRequired, "The user must sign in.")) }
                let client = IPAddress.client(visitor.address)
                guard strangers.delay(of: client, at: ambient.now()) == nil else {
                    return refuse(request, .unavailable)
                }
                strangers.fail(client, at: ambient.now())
                // With `prompt=login` the ticket waits for a fresh sign-in, also if there is a session (contract, `prompt`).
                return .signIn(ticket: try await park(query, visitor.browser, user: nil), request: request)
            }
            return try await proceed(request, query: query, ticket: nil, user, visitor)
        }
    }

    /// After a sign-in: gives the waiting request its user. False if the ticket is not this browser's, expired, or somebody else's.
    package func claim(ticket: String, for user: UserID, in browser: TokenDigest) async throws(StorageError) -> Bool {
        guard let credential = Credential(ticket, .ticket) else { return false }
        let digest = credential.digest
        guard let ticket = try await store.ticket(digest), ticket.isGood(in: browser, at: ambient.now()),
            ticket.device == nil
        else { return false }
        return try await store.transaction { transaction throws(StorageError) in
            try transaction.claim(ticket: digest, for: user)
        }
    }

    /// The request that waits under a ticket; nil if the ticket is not good (any more).
    package func request(ofTicket text: String, in browser: TokenDigest) async throws -> AuthorizationRequest? {
        guard let credential = Credential(text, .ticket), let ticket = try await store.ticket(credential.digest),
            ticket.browser == browser, ticket.device == nil
        else { return nil }
        return try? await reader.read(ticket.query)
    }

    /// Back from the sign-in page.
    package func resume(ticket text: String, _ visitor: Visitor) async throws -> Step {
        let (ticket, credential) = try await waiting(text, visitor)
        let request = try await reader.read(ticket.query)
        guard let user = visitor.user, ticket.user == user else { return .signIn(ticket: credential, request: request) }
        return try await telling(request) {
            try await proceed(request, query: ticket.query, ticket: credential, user, visitor)
        }
    }

    /// "Not you?": the same request again, for whoever signs in next.
    package func restart(ticket text: String, _ visitor: Visitor) async throws -> Credential {
        let (ticket, _) = try await waiting(text, visitor)
        return try await park(ticket.query, visitor.browser, user: nil)
    }

    /// A person's decision on the consent page. Bound to user, browser and request; used once (contract O13).
    ///
    /// - Returns: the address to go to.
    package func decide(_ decision: Decision, ticket text: String, _ visitor: Visitor) async throws -> String {
        let (ticket, _) = try await waiting(text, visitor)
        guard let user = visitor.user, ticket.user == user else { throw AuthorizationFailure.page(.expired) }
        let request = try await reader.read(ticket.query)
        let offer = try await offer(request, to: user)
        switch decision {
        case .deny:
            let now = ambient.now()
            let spent = try await store.transaction { transaction throws(StorageError) in
                guard try transaction.spend(ticket: ticket.digest, of: user, in: visitor.browser, at: now) else {
                    return false
                }
                return try request.spend(in: transaction, at: now)
            }
            guard spent else { throw AuthorizationFailure.page(.expired) }
            return request.redirect.address(
                error: .init(.accessDenied, "The user declined."), state: request.state, issuer: issuer)
        case .approve(let portal, let scopes):
            guard let approval = offer.approval(portal: portal, scopes: scopes) else {
                throw AuthorizationFailure.page(.malformed)
            }
            return try await grant(approval, to: user, visitor, isShown: true, spending: ticket.digest)
        }
    }

    package enum Decision: Sendable {
        case deny
        case approve(portal: String?, scopes: [String])
    }

    /// From here on the app can be told (contract O10): a store in trouble, and with `prompt=none` also what would else be a page.
    private func telling(_ request: AuthorizationRequest, _ body: () async throws -> Step) async throws -> Step {
        do {
            return try await body()
        } catch is StorageError {
            return refuse(request, .unavailable)
        } catch AuthorizationFailure.page where request.prompt == .none {
            return refuse(request, .init(.accessDenied, "The user cannot give access."))
        }
    }

    private func waiting(_ text: String, _ visitor: Visitor) async throws -> (AuthorizationTicket, Credential) {
        guard let credential = Credential(text, .ticket), let ticket = try await store.ticket(credential.digest),
            ticket.isGood(in: visitor.browser, at: ambient.now()), ticket.device == nil
        else { throw AuthorizationFailure.page(.expired) }
        return (ticket, credential)
    }

    private func proceed(
        _ request: AuthorizationRequest, query: String, ticket: Credential?, _ user: UserID, _ visitor: Visitor
    ) async throws -> Step {
        let offer = try await offer(request, to: user)
        let consents = try await store.consents(of: user, to: request.app.id, in: offer.portals.map(\.id))
        switch ConsentPolicy.decide(request, consents: consents, among: offer.portals) {
        case .refuse: return refuse(request, .init(.consentRequired, "The user must give consent."))
        case .skip(let portal):
            let approval = Approval(request: request, portal: portal, scopes: request.scopes)
            return .redirect(
                try await grant(approval, to: user, visitor, isShown: false, spending: ticket?.digest))
        case .ask:
            let ticket = if let ticket { ticket } else { try await park(query, visitor.browser, user: user) }
            return .consent(offer, ticket: ticket, consents: consents)
        }
    }

    private func offer(_ request: AuthorizationRequest, to user: UserID) async throws -> ConsentOffer {
        let portals = try await store.portals(open: request.app.id, to: user, named: request.portal)
        guard let servers = try await resources.servers(in: request.audience) else {
            throw AuthorizationFailure.page(.expired)
        }
        return ConsentOffer(request: request, portals: portals, servers: servers)
    }

    private func park(_ query: String, _ browser: TokenDigest, user: UserID?) async throws(StorageError) -> Credential {
        let credential = Credential(minting: .ticket, from: ambient)
        let now = ambient.now()
        let ticket = AuthorizationTicket(
            digest: credential.digest, browser: browser, user: user, query: query, createdAt: now,
            expiresAt: now + lifetimes.ticket)
        try await store.transaction { transaction throws(StorageError) in try transaction.insert(ticket) }
        return credential
    }

    /// Grant, code, consent and audit event commit together, and spend the ticket of a person's decision with them.
    private func grant(
        _ approval: Approval, to user: UserID, _ visitor: Visitor, isShown: Bool, spending ticket: TokenDigest?
    ) async throws -> String {
        let code = Credential(minting: .code, from: ambient)
        let now = ambient.now()
        let new = NewGrant(
            id: ambient.makeID(), approval: approval, user: user, isShown: isShown, code: code.digest,
            codeExpiresAt: now + lifetimes.code,
            createdAt: now)
        let request = approval.request
        let event = AuditEvent(
            "grant.created", in: .portal(approval.portal), by: visitor.actor(user),
            on: .init(kind: "grant", id: new.id.text),
            after: .facts(
                [("app", request.app.name), ("appId", request.app.id.text), ("scopes", approval.scopes.text)]
                    + request.audience.facts))
        let granted = try await store.transaction { transaction throws(StorageError) -> Bool in
            if let ticket {
                guard try transaction.spend(ticket: ticket, of: user, in: visitor.browser, at: now) else {
                    return false
                }
            }
            guard try request.spend(in: transaction, at: now) else { return false }
            try transaction.insert(new)
            try transaction.record(event)
            return true
        }
        guard granted else { throw AuthorizationFailure.page(.expired) }
        return request.redirect.address(code: code, state: request.state, issuer: issuer)
    }

    private func refuse(_ request: AuthorizationRequest, _ error: OAuthError) -> Step {
        .redirect(request.redirect.address(error: error, state: request.state, issuer: issuer))
    }

    /// The address for a failure that may be told to the app.
    package func address(of error: OAuthError, to redirect: VerifiedRedirect, state: String?) -> String {
        redirect.address(error: error, state: state, issuer: issuer)
    }
}
