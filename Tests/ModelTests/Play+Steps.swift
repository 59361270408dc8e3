import HTTPTypes
import Kernel
import TestSupport

extension Play {
    /// One step on both sides. Where there is nothing to do it to, both do nothing.
    mutating func take(_ step: Step) async throws -> (expected: Outcome, observed: Outcome) {
        switch step {
        case .authorize(let user, let app, let portal, let bits, let answer):
            let scopes = Set(model.apps[app].scopes.enumerated().filter { bits & 1 << $0.offset != 0 }.map(\.element))
            let expected = model.authorize(user, app, portal, scopes, answer)
            let (observed, code) = try await world.authorize(user, app, portal, scopes, answer)
            if let code { world.codes.append((code, app)) }
            return (expected, observed)
        case .exchange(let pick, let proof, let flaw):
            guard let index = pick.index(in: model.codes.count) else { return (.done, .done) }
            let (code, app) = world.codes[index]
            let caller = flaw == .otherApp ? other(app) : app
            let expected = model.exchange(index, by: caller, proof, flaw)
            let answer = try await world.exchange(code, issuedTo: app, by: caller, proof, flaw)
            return (expected, note(answer, app))
        case .refresh(let pick, let proof, let wish):
            guard let index = pick.index(in: model.refresh.count) else { return (.done, .done) }
            let (token, app) = world.refresh[index]
            let caller = wish == .asOtherApp ? other(app) : app
            let scopes: Set<String>? =
                switch wish {
                case .everything, .asOtherApp: nil
                case .oneScope: ["customers.read"]
                case .foreignScope: ["tickets.write"]
                }
            let expected = model.refresh(index, by: caller, proof, scopes: scopes)
            return (expected, note(try await world.refresh(token, by: caller, proof, scopes: scopes), app))
        case .revoke(let kind, let pick, let by):
            guard let (index, token, app) = token(kind, pick) else { return (.done, .done) }
            let caller = by == .itsApp ? app : other(app)
            return (model.revoke(kind, index, by: caller), try await world.revoke(token, by: caller))
        case .introspect(let kind, let pick, let by):
            guard let (index, token, app) = token(kind, pick) else { return (.done, .done) }
            let caller = by == .itsApp ? app : other(app)
            return (model.introspect(kind, index, by: caller), try await world.introspect(token, by: caller))
        case .manage(let app, let portal, let decision):
            return (model.manage(app, portal, decision), try await world.manage(app, portal, decision))
        case .portal(let portal, let isOpen):
            if isOpen { model.closed.remove(portal) } else { model.closed.insert(portal) }
            try await world.company.set(portal, isOpen: isOpen, world.server)
            return (.done, .done)
        case .employ(let user, let portal, let position):
            model.employ(user, portal, position)
            try await world.company.employ(user, portal, position, world.server)
            return (.done, .done)
        case .newSecret(let app, let overlap):
            let expected = model.newSecret(app, overlap: overlap)
            guard let secret = try await world.server.addSecret(to: world.apps[app], overlap: Int64(overlap)) else {
                return (expected, .full)
            }
            world.secrets[app].append(secret)
            return (expected, .done)
        case .wait(let seconds):
            model.now += seconds
            world.server.clock.advance(seconds: seconds)
            return (.done, .done)
        case .restart:
            try await world.server.restart()
            return (.done, .done)
        }
    }

    /// An app that is not this one, and can authenticate.
    private func other(_ app: Int) -> Int { app == 0 ? 1 : 0 }

    private func token(_ kind: Step.Kind, _ pick: Step.Pick) -> (Int, String, Int)? {
        let tokens = kind == .access ? world.access : world.refresh
        return pick.index(in: tokens.count).map { ($0, tokens[$0].text, tokens[$0].app) }
    }

    /// Puts the token endpoint's answer into the model's words, and keeps the tokens. A refresh token that was handed out before keeps
    /// its number: so the model sees whether a repetition got the same successor.
    private mutating func note(_ answer: TestSupport.Answer, _ app: Int) -> Outcome {
        if let error = answer.error { return .error(error) }
        guard answer.status == .ok, let access = answer["access_token"],
            !world.access.contains(where: { $0.text == access })
        else { return .other("\(answer.status) \(answer.body)") }
        world.access.append((access, app))
        var number: Int?
        if let token = answer["refresh_token"] {
            number = world.refresh.firstIndex { $0.text == token }
            if number == nil {
                world.refresh.append((token, app))
                number = world.refresh.count - 1
            }
        }
        let scopes = Set((answer["scope"] ?? "").split(separator: " ").map(String.init))
        return .tokens(scopes, access: world.access.count - 1, refresh: number)
    }
}
