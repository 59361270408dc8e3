/// The token endpoint, revocation and introspection.
extension Model {
    /// Proofs first, in the order that decides which refusal is given; then the one use.
    mutating func exchange(_ index: Int, by caller: Int, _ proof: Step.Proof, _ flaw: Step.ExchangeFlaw) -> Outcome {
        let code = codes[index]
        let grant = grants[code.grant]
        guard proves(proof, caller) else { return .error("invalid_client") }
        guard caller == grant.app, flaw != .otherRedirect else { return .error("invalid_grant") }
        switch (code.usesPKCE, flaw) {
        case (true, .wrongVerifier), (true, .noVerifier): return .error("invalid_grant")
        case (false, .wrongVerifier): return .error("invalid_request")
        default: break
        }
        if code.isSpent {
            revoke(code.grant)
            return .error("invalid_grant")
        }
        guard now < code.expiresAt else { return .error("invalid_grant") }
        if let refusal = refusal(grant) { return refusal }
        guard manages(grant.user, grant.portal) else { return .error("invalid_grant") }
        codes[index].isSpent = true
        refresh.append(Refresh(grant: code.grant))
        grants[code.grant].head = refresh.count - 1
        grants[code.grant].idleUntil = now + 60 * Self.day
        grants[code.grant].until = now + 365 * Self.day
        return issue(grant.scopes, under: code.grant, refresh: refresh.count - 1)
    }

    mutating func refresh(_ index: Int, by caller: Int, _ proof: Step.Proof, scopes wish: Set<String>?) -> Outcome {
        let id = refresh[index].grant
        let grant = grants[id]
        guard proves(proof, caller) else { return .error("invalid_client") }
        guard caller == grant.app else { return .error("invalid_grant") }
        if let refusal = refusal(grant) { return refusal }
        guard now < min(grant.idleUntil, grant.until) else { return .error("invalid_grant") }
        let isRepeated = grant.predecessor == index && now < grant.rotatedAt + Self.grace
        guard grant.head == index || isRepeated else {
            revoke(id)  // reuse: somebody has a copy
            return .error("invalid_grant")
        }
        let scopes = wish ?? grant.scopes
        guard scopes.isSubset(of: grant.scopes), !allowed(scopes, to: grant.user, in: grant.portal).isEmpty else {
            return .error("invalid_scope")
        }
        guard apps[caller].rotates else {
            grants[id].idleUntil = min(now + 60 * Self.day, grant.until)
            return issue(scopes, under: id, refresh: nil)
        }
        if !isRepeated {
            refresh.append(Refresh(grant: id))
            grants[id].head = refresh.count - 1
            grants[id].predecessor = index
            grants[id].rotatedAt = now
            grants[id].idleUntil = min(now + 60 * Self.day, grant.until)
        }
        return issue(scopes, under: id, refresh: grants[id].head)
    }

    mutating func revoke(_ kind: Step.Kind, _ index: Int, by caller: Int) -> Outcome {
        let id = kind == .access ? access[index].grant : refresh[index].grant
        guard grants[id].app == caller else { return .done }
        if kind == .access { access[index].isRevoked = true } else { revoke(id) }
        return .done
    }

    func introspect(_ kind: Step.Kind, _ index: Int, by caller: Int) -> Outcome {
        guard !apps[caller].isPublic else { return .error("invalid_client") }
        let id = kind == .access ? access[index].grant : refresh[index].grant
        guard grants[id].app == caller else { return .active(nil) }
        if kind == .access { return .active(isAlive(access: index) ? rights(ofAccess: index) : nil) }
        return .active(isAlive(refresh: index) ? grants[id].scopes : nil)
    }

    private func refusal(_ grant: Grant) -> Outcome? {
        if grant.isRevoked || position(grant.user, grant.portal) == nil { return .error("invalid_grant") }
        if closed.contains(grant.portal) { return .error("invalid_grant") }
        let place = Place(app: grant.app, portal: grant.portal)
        return suspended.contains(place) ? .error("unauthorized_client") : nil
    }

    private mutating func issue(_ scopes: Set<String>, under id: Int, refresh: Int?) -> Outcome {
        let scopes = allowed(scopes, to: grants[id].user, in: grants[id].portal)
        access.append(Access(grant: id, scopes: scopes, expiresAt: now + Self.accessLife))
        return .tokens(scopes, access: access.count - 1, refresh: refresh)
    }

    mutating func revoke(_ id: Int) { grants[id].isRevoked = true }
}
