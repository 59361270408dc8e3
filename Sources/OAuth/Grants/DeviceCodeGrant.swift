package import Kernel

/// Tokens for a device whose user has decided elsewhere (RFC 8628 §3.4).
package struct DeviceCodeGrant: TokenGrant {
    package static let type = "urn:ietf:params:oauth:grant-type:device_code"

    private let store: any OAuthStore
    private let resources: Resources
    private let lifetimes: TokenLifetimes
    private let ambient: Ambient

    package init(store: any OAuthStore, resources: Resources, lifetimes: TokenLifetimes, ambient: Ambient) {
        self.resources = resources
        (self.store, self.lifetimes, self.ambient) = (store, lifetimes, ambient)
    }

    package func issue(
        _ fields: FormFields, to app: App, boundTo key: KeyThumbprint?, from address: String
    ) async throws -> TokenResponse {
        try app.mustAllowDevices()
        guard let text = fields["device_code"] else { throw OAuthError.invalidRequest("device_code is missing.") }
        guard let digest = Credential(text, .deviceCode)?.digest else { throw Self.unknown }
        let named = try await resources.named(in: fields).get()
        let now = ambient.now()
        let accessToken = Credential(minting: .accessToken, from: ambient)
        let refreshToken = Credential(minting: .refreshToken, from: ambient)
        let (accessDigest, refreshDigest) = (accessToken.digest, refreshToken.digest)
        let lifetimes = lifetimes

        let outcome = try await store.transaction { transaction throws(StorageError) -> Outcome in
            // Another app learns nothing about it (checklist 178).
            guard let device = try transaction.device(digest), device.app == app.id else {
                return .refused(Self.unknown)
            }
            let (id, portal): (GrantID, PortalID)
            switch device.standing(at: now) {
            case .refused(let refusal): return .refused(refusal)
            case .waiting: return .refused(try Self.poll(digest, transaction, at: now))
            case .approved(let grant, in: let home): (id, portal) = (grant, home)
            }
            guard let grant = try transaction.grant(id, in: portal) else { return .refused(Self.unknown) }
            if let refusal = grant.refusal() { return .refused(refusal) }
            guard grant.role?.managesAccess == true else {
                return .refused(.invalidGrant("The user may no longer give access to the portal."))
            }
            let scopes = grant.effective(grant.scopes, ceiling: app.scopes)
            guard !scopes.isEmpty else {
                return .refused(.invalidScope("Nothing of the scope may be used any more."))
            }
            guard let audience = grant.audience.narrowed(to: named) else { return .refused(.targetNotGranted) }
            guard try transaction.spend(device: digest, at: now),
                try transaction.start(
                    grant, head: refreshDigest, boundTo: app.type.isPublic ? key : nil,
                    idleExpiresAt: now + lifetimes.refreshIdle, expiresAt: now + lifetimes.refreshMaximum)
            else { return .refused(Self.used) }
            try transaction.insert(
                NewAccessToken(
                    digest: accessDigest, portal: grant.portal, grant: grant.id, scopes: scopes,
                    audience: audience, key: key, issuedAt: now, expiresAt: now + lifetimes.accessToken))
            return .issued(scopes, portal: grant.portalSlug)
        }

        switch outcome {
        case .refused(let refusal): throw refusal
        case .issued(let scopes, let portal):
            return TokenResponse(
                accessToken: accessToken, refreshToken: refreshToken, expiresIn: lifetimes.accessToken, scopes: scopes,
                portal: portal, isBound: key != nil)
        }
    }

    private enum Outcome: Sendable {
        case issued(Scopes, portal: String)
        case refused(OAuthError)
    }

    fileprivate static let unknown = OAuthError.invalidGrant("The device code is unknown.")
    fileprivate static let used = OAuthError.invalidGrant("The device code was already used.")

    /// §3.5: whoever asks too early waits longer from then on. The pace is kept by one conditional write, also among polls at once.
    private static func poll(
        _ device: TokenDigest, _ transaction: any OAuthTransaction, at now: Timestamp
    ) throws(StorageError) -> OAuthError {
        guard try transaction.poll(device, at: now) else {
            return OAuthError(.slowDown, "Ask five seconds less often.")
        }
        return OAuthError(.authorizationPending, "The user has not decided yet.")
    }
}

extension DeviceRequest {
    fileprivate enum Standing {
        case waiting
        case approved(GrantID, in: PortalID)
        case refused(OAuthError)
    }

    /// RFC 8628 §3.5. A device that polls once more after its success gets nothing, and loses nothing: its own retry is no theft.
    fileprivate func standing(at now: Timestamp) -> Standing {
        if isSpent { return .refused(DeviceCodeGrant.used) }
        if decision == .denied { return .refused(.init(.accessDenied, "The user declined.")) }
        guard now < expiresAt else { return .refused(.init(.expiredToken, "The device code has expired.")) }
        if case .approved(let grant, let portal) = decision { return .approved(grant, in: portal) }
        return .waiting
    }
}
