package import Kernel

/// The page of the device grant without HTTP: from a typed code to a decision (RFC 8628 §3.3).
///
/// A code is followed by a ticket at once, bound to the browser like that of an authorization request, and what comes after asks for
/// the ticket: so no address and no form leads to a decision without somebody who typed, or looked at, the code.
package struct DeviceApprovals: Sendable {
    private let store: any OAuthStore
    private let resources: Resources
    private let lifetimes: TokenLifetimes
    private let ambient: Ambient
    /// Count tries, right ones too: whoever has a code of their own must not begin anew with it (RFC 8628 §5.1).
    private let browsers = AttemptThrottle(limit: 10, window: 300)
    private let addresses = AttemptThrottle(limit: 20, window: 300)

    package init(store: any OAuthStore, resources: Resources, lifetimes: TokenLifetimes, ambient: Ambient) {
        self.resources = resources
        (self.store, self.lifetimes, self.ambient) = (store, lifetimes, ambient)
    }

    /// What becomes of a typed code.
    package enum Start: Sendable {
        case signIn(ticket: Credential)
        case confirm(ticket: Credential)
        /// Not a code, unknown, too old, or decided: nobody learns which.
        case unknown
        /// Seconds.
        case throttled(Int64)
    }

    package enum Step: Sendable {
        case signIn(ticket: Credential)
        case consent(DeviceOffer, ticket: Credential)
    }

    package func begin(code typed: String, _ visitor: Authorizer.Visitor) async throws -> Start {
        guard let code = UserCode(typed) else { return .unknown }
        let now = ambient.now()
        let (browser, address) = (visitor.browser.hex, IPAddress.client(visitor.address))
        if let delay = browsers.delay(of: browser, at: now) ?? addresses.delay(of: address, at: now) {
            return .throttled(delay)
        }
        browsers.fail(browser, at: now)
        addresses.fail(address, at: now)
        guard let request = try await store.device(code), request.isOpen(at: now) else { return .unknown }
        let ticket = try await park(request.digest, visitor.browser, user: visitor.user)
        return visitor.user == nil ? .signIn(ticket: ticket) : .confirm(ticket: ticket)
    }

    /// After a sign-in: gives the waiting ticket its user. False if it is not one of a device, or not this browser's.
    package func claim(
        ticket text: String, for user: UserID, in browser: TokenDigest
    ) async throws(StorageError) -> Bool {
        guard let credential = Credential(text, .ticket) else { return false }
        let digest = credential.digest
        guard let ticket = try await store.ticket(digest), ticket.isGood(in: browser, at: ambient.now()),
            ticket.device != nil
        else { return false }
        return try await store.transaction { transaction throws(StorageError) in
            try transaction.claim(ticket: digest, for: user)
        }
    }

    /// What the person is asked.
    package func show(ticket text: String, _ visitor: Authorizer.Visitor) async throws -> Step {
        let (ticket, device, credential) = try await waiting(text, visitor)
        guard let user = visitor.user, ticket.user == user else { return .signIn(ticket: credential) }
        return .consent(try await offer(device, to: user), ticket: credential)
    }

    /// "Not you?": the same device again, for whoever signs in next.
    package func restart(ticket text: String, _ visitor: Authorizer.Visitor) async throws -> Credential {
        let (_, device, _) = try await waiting(text, visitor)
        return try await park(device, visitor.browser, user: nil)
    }

    /// A person's decision, used once. The ticket, the device's row, the grant and its audit event change together.
    package func decide(
        _ decision: Authorizer.Decision, ticket text: String, _ visitor: Authorizer.Visitor
    ) async throws {
        let (ticket, device, _) = try await waiting(text, visitor)
        guard let user = visitor.user, ticket.user == user else { throw AuthorizationFailure.page(.expired) }
        let offer = try await offer(device, to: user)
        let now = ambient.now()
        let isDecided: Bool
        switch decision {
        case .deny:
            isDecided = try await store.transaction { transaction throws(StorageError) in
                guard try transaction.spend(ticket: ticket.digest, of: user, in: visitor.browser, at: now) else {
                    return false
                }
                return try transaction.deny(device: device, at: now)
            }
        case .approve(let portal, let scopes):
            guard let choice = offer.access.choice(portal: portal, scopes: scopes) else {
                throw AuthorizationFailure.page(.malformed)
            }
            let approval = DeviceApproval(
                device: device, grant: ambient.makeID(), app: offer.access.app.id, user: user, portal: choice.portal,
                scopes: choice.scopes, audience: offer.audience, createdAt: now)
            let event = Self.event(approval, offer.access.app, by: visitor.actor(user))
            isDecided = try await store.transaction { transaction throws(StorageError) in
                guard try transaction.spend(ticket: ticket.digest, of: user, in: visitor.browser, at: now),
                    try transaction.approve(approval)
                else { return false }
                try transaction.record(event)
                return true
            }
        }
        guard isDecided else { throw AuthorizationFailure.page(.expired) }
    }

    private static func event(_ approval: DeviceApproval, _ app: App, by actor: AuditEvent.Actor) -> AuditEvent {
        AuditEvent(
            "grant.created", in: .portal(approval.portal), by: actor,
            on: .init(kind: "grant", id: approval.grant.text),
            after: .facts(
                [("app", app.name), ("appId", app.id.text), ("scopes", approval.scopes.text), ("through", "device")]
                    + approval.audience.facts))
    }

    private func offer(_ device: TokenDigest, to user: UserID) async throws -> DeviceOffer {
        guard let request = try await store.device(device), request.isOpen(at: ambient.now()) else {
            throw AuthorizationFailure.page(.expired)
        }
        let app = try await TrustSteps(store: store).app(request.app)
        // Changed since the device asked.
        guard app.options.contains(.deviceGrant), request.scopes.isSubset(of: app.scopes) else {
            throw AuthorizationFailure.page(.expired)
        }
        let portals = try await store.portals(open: app.id, to: user, named: nil)
        guard let servers = try await resources.servers(in: request.audience) else {
            throw AuthorizationFailure.page(.expired)
        }
        return DeviceOffer(
            code: request.userCode, access: AccessOffer(app: app, scopes: request.scopes, portals: portals),
            audience: request.audience, servers: servers)
    }

    private func waiting(
        _ text: String, _ visitor: Authorizer.Visitor
    ) async throws -> (AuthorizationTicket, TokenDigest, Credential) {
        guard let credential = Credential(text, .ticket), let ticket = try await store.ticket(credential.digest),
            ticket.isGood(in: visitor.browser, at: ambient.now()), let device = ticket.device
        else { throw AuthorizationFailure.page(.expired) }
        return (ticket, device, credential)
    }

    private func park(
        _ device: TokenDigest, _ browser: TokenDigest, user: UserID?
    ) async throws(StorageError) -> Credential {
        let credential = Credential(minting: .ticket, from: ambient)
        let now = ambient.now()
        let ticket = AuthorizationTicket(
            digest: credential.digest, browser: browser, user: user, query: "", device: device, createdAt: now,
            expiresAt: now + lifetimes.ticket)
        try await store.transaction { transaction throws(StorageError) in try transaction.insert(ticket) }
        return credential
    }
}

/// What the page shows: the code, so that the person can compare it, and what the app behind it wants.
package struct DeviceOffer: Sendable {
    package let code: UserCode
    package let access: AccessOffer
    package let audience: Audience
    /// The resource servers besides our API that would take the tokens.
    package let servers: [ResourceServer]
}
