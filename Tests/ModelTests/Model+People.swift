/// Consent, and what owners and developers do.
extension Model {
    mutating func authorize(
        _ user: Int, _ app: Int, _ portal: Int, _ scopes: Set<String>, _ answer: Step.Answer
    ) -> Outcome {
        let isSilent = answer == .silently
        let isOpen = manages(user, portal) && !suspended.contains(Place(app: app, portal: portal))
        guard isOpen, !closed.contains(portal) else { return isSilent ? .redirect("access_denied") : .page }
        let agreement = Agreement(app: app, portal: portal, user: user)
        switch answer {
        case .deny: return .redirect("access_denied")
        case .silently:
            let isCovered = consents[agreement].map(scopes.isSubset(of:)) ?? false
            guard isCovered, !apps[app].isPublic else { return .redirect("consent_required") }
        case .approve: consents[agreement] = scopes
        }
        grants.append(Grant(app: app, user: user, portal: portal, scopes: scopes))
        codes.append(Code(grant: grants.count - 1, usesPKCE: apps[app].rotates, expiresAt: now + Self.codeLife))
        return .code(codes.count - 1)
    }

    mutating func manage(_ app: Int, _ portal: Int, _ decision: Step.Decision) -> Outcome {
        let place = Place(app: app, portal: portal)
        guard !closed.contains(portal) else { return .page }
        guard grants.contains(where: { $0.app == app && $0.portal == portal }) else { return .notFound }
        switch decision {
        case .suspend: suspended.insert(place)
        case .reinstate: suspended.remove(place)
        case .revoke:
            suspended.remove(place)
            for id in grants.indices where grants[id].app == app && grants[id].portal == portal { revoke(id) }
            consents = consents.filter { $0.key.app != app || $0.key.portal != portal }
        }
        return .done
    }

    mutating func employ(_ user: Int, _ portal: Int, _ position: Step.Position) {
        guard position == .nothing else {
            positions[user][portal] = position
            return
        }
        positions[user][portal] = nil
        // Nothing of theirs comes back to life when they do.
        for id in grants.indices where grants[id].user == user && grants[id].portal == portal { revoke(id) }
        consents = consents.filter { $0.key.user != user || $0.key.portal != portal }
    }

    mutating func newSecret(_ app: Int, overlap: Int) -> Outcome {
        let live = apps[app].secrets.filter { now < $0 }
        guard overlap == 0 || live.count < 2 else { return .full }
        apps[app].secrets = apps[app].secrets.map { min($0, now + overlap) } + [App.never]
        return .done
    }
}
