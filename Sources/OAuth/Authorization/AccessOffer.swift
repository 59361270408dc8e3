package import Kernel

/// What a person is asked to give, and what the answer is checked against: nothing that was not on the screen can be given.
package struct AccessOffer: Sendable {
    package let app: App
    package let scopes: Scopes
    /// The portals whose access the user manages, where neither they nor the app are suspended.
    package let portals: [Portal]

    package init(app: App, scopes: Scopes, portals: [Portal]) {
        (self.app, self.scopes, self.portals) = (app, scopes, portals)
    }

    /// What a form chooses; nil if it chooses anything that was not offered, or leaves out what is required.
    package func choice(portal slug: String?, scopes names: [String]) -> (portal: PortalID, scopes: Scopes)? {
        guard let portal = slug == nil && portals.count == 1 ? portals.first : portals.first(where: { $0.slug == slug })
        else { return nil }
        var chosen: Scopes = []
        for name in names {
            guard let scope = Scopes(name: name) else { return nil }
            chosen.insert(scope)
        }
        guard chosen.isSubset(of: scopes), !chosen.isEmpty,
            scopes.intersection(app.requiredScopes).isSubset(of: chosen)
        else { return nil }
        return (portal.id, chosen)
    }
}

extension OAuthStore {
    /// The portals in which the user can give the app access. Without any there is nothing to ask (checklist 45); where all of them are
    /// suspended, or have suspended the app (contract O15), a page says so.
    ///
    /// - Parameter slug: the one that the app named, if it did.
    func portals(open app: AppID, to user: UserID, named slug: String?) async throws -> [Portal] {
        let managed = try await portals(managedBy: user, app: app)
        let named = slug.map { slug in managed.filter { $0.portal.slug == slug } } ?? managed
        guard !named.isEmpty else { throw AuthorizationFailure.page(.notAllowed) }
        let running = named.filter { !$0.portal.isSuspended }
        guard !running.isEmpty else { throw AuthorizationFailure.page(.suspendedPortal) }
        let open = running.filter { !$0.isSuspended }
        guard !open.isEmpty else { throw AuthorizationFailure.page(.suspendedApp) }
        return open.map(\.portal)
    }
}
