package import Kernel

/// What the consent screen shows, and what the decision is checked against: rendered and stored from one value (invariant 10).
package struct ConsentOffer: Sendable {
    package let request: AuthorizationRequest
    /// The portals whose access the user manages, where the app is not suspended.
    package let portals: [Portal]

    package init(request: AuthorizationRequest, portals: [Portal]) { (self.request, self.portals) = (request, portals) }

    /// The approval that a form asks for; nil if it asks for anything that was not on the screen.
    package func approval(portal slug: String?, scopes names: [String]) -> Approval? {
        guard let portal = slug == nil && portals.count == 1 ? portals.first : portals.first(where: { $0.slug == slug })
        else {
            return nil
        }
        var scopes: Scopes = []
        for name in names {
            guard let scope = Scopes(name: name) else { return nil }
            scopes.insert(scope)
        }
        guard scopes.isSubset(of: request.scopes), !scopes.isEmpty else { return nil }
        guard request.scopes.intersection(request.app.requiredScopes).isSubset(of: scopes) else { return nil }
        return Approval(request: request, portal: portal.id, scopes: scopes)
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
