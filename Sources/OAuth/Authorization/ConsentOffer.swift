package import Kernel

/// What the consent screen shows, and what the decision is checked against: rendered and stored from one value (invariant 10).
package struct ConsentOffer: Sendable {
    package let request: AuthorizationRequest
    /// The portals whose access the user manages, where neither they nor the app are suspended.
    package let portals: [Portal]
    /// The resource servers besides our API that would take the tokens.
    package let servers: [ResourceServer]

    package init(request: AuthorizationRequest, portals: [Portal], servers: [ResourceServer]) {
        (self.request, self.portals, self.servers) = (request, portals, servers)
    }

    /// The approval that a form asks for; nil if it asks for anything that was not on the screen.
    package func approval(portal slug: String?, scopes names: [String]) -> Approval? {
        let offer = AccessOffer(app: request.app, scopes: request.scopes, portals: portals)
        guard let choice = offer.choice(portal: slug, scopes: names) else { return nil }
        return Approval(request: request, portal: choice.portal, scopes: choice.scopes)
    }
}

/// A yes: who asked, for which portal, and exactly which scopes.
package struct Approval: Sendable {
    package let request: AuthorizationRequest
    package let portal: PortalID
    package let scopes: Scopes

    package init(request: AuthorizationRequest, portal: PortalID, scopes: Scopes) {
        (self.request, self.portal, self.scopes) = (request, portal, scopes)
    }
}
