package import Kernel

/// What a user agreed to before, for one app in one portal.
package struct Consent: Sendable, Equatable {
    package let portal: PortalID
    package let scopes: Scopes
    package let redirectURI: RedirectURI?
    package let audience: Audience

    package init(portal: PortalID, scopes: Scopes, redirectURI: RedirectURI?, audience: Audience) {
        (self.portal, self.scopes, self.redirectURI, self.audience) = (portal, scopes, redirectURI, audience)
    }

    /// Whether it answers `request` already: no new scope, no new resource, and no new place to send the code to.
    func covers(_ request: AuthorizationRequest) -> Bool {
        request.scopes.isSubset(of: scopes) && request.audience.isSubset(of: audience)
            && redirectURI.map(request.redirect.uri.matches(registered:)) ?? false
    }
}

/// Decides whether a person is asked (contract section 4, `prompt`, O14).
package enum ConsentPolicy {
    package enum Decision: Sendable, Equatable {
        case ask
        /// Go on without a screen, in this portal.
        case skip(PortalID)
        /// `prompt=none` and something is missing.
        case refuse
    }

    /// - Parameter consents: what the user agreed to before, only in portals whose access the user manages.
    package static func decide(
        _ request: AuthorizationRequest, consents: [Consent], among portals: [Portal]
    ) -> Decision {
        if request.prompt == .consent { return .ask }
        let asked: Decision = request.prompt == .none ? .refuse : .ask
        // Nobody can tell who is behind a public app's id, so its user is asked every time (RFC 8252 §8.6).
        guard !request.app.type.isPublic else { return asked }
        let named = portals.filter { request.portal == nil || $0.slug == request.portal }.map(\.id)
        let covering = consents.filter { named.contains($0.portal) && $0.covers(request) }
        guard covering.count == 1, let consent = covering.first, request.portal != nil || portals.count == 1 else {
            return asked
        }
        return .skip(consent.portal)
    }
}
