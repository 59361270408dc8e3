import HTTPTypes
import Kernel
import TestSupport

/// Each step, taken at the server.
extension World {
    func authorize(
        _ user: Int, _ app: Int, _ portal: Int, _ scopes: Set<String>, _ answer: Step.Answer
    ) async throws -> (Outcome, code: String?) {
        let client = apps[app]
        var overrides: [String: String?] = [
            "scope": scopes.sorted().joined(separator: " "), "portal": Self.portals[portal],
        ]
        if answer == .silently { overrides["prompt"] = "none" }
        let url = server.authorizeURL(client, pkce: server.needed(client), overrides)
        let (browser, person) = (company.browsers[user], company.people[user])
        var reply: TestSupport.Answer
        if answer == .silently {
            reply = try await browser.get(url)
            if reply.redirectFields["error"] == "login_required" {
                try await server.signIn(browser, as: person)
                reply = try await browser.get(url)
            }
        } else {
            reply = try await server.consent(
                url, browser, as: person, press: answer == .approve ? "approve" : "deny")
        }
        if reply.status == .forbidden, reply.location == nil { return (.page, nil) }
        guard reply.status == .seeOther, reply.location?.hasPrefix("\(client.redirectURI)?") == true else {
            return (.other("\(reply.status) \(reply.location ?? "")"), nil)
        }
        if let error = reply.redirectFields["error"] { return (.redirect(error), nil) }
        return (.code(codes.count), reply.redirectFields["code"])
    }

    func exchange(
        _ code: String, issuedTo app: Int, by caller: Int, _ proof: Step.Proof, _ flaw: Step.ExchangeFlaw
    ) async throws -> TestSupport.Answer {
        let client = apps[app]
        var overrides = credentials(caller, proof)
        overrides["redirect_uri"] = flaw == .otherRedirect ? "\(client.redirectURI)x" : client.redirectURI
        switch flaw {
        case .wrongVerifier: overrides["code_verifier"] = ServerUnderTest.pkce("another").verifier
        case .noVerifier: overrides["code_verifier"] = String?.none
        default: break
        }
        return try await post("/oauth/tokens", server.exchangeFields(client, code, overrides), proof)
    }

    func refresh(
        _ token: String, by caller: Int, _ proof: Step.Proof, scopes: Set<String>?
    ) async throws -> TestSupport.Answer {
        var fields = [(name: "grant_type", value: "refresh_token"), (name: "refresh_token", value: token)]
        if let scopes { fields.append((name: "scope", value: scopes.sorted().joined(separator: " "))) }
        return try await post("/oauth/token", fields + known(credentials(caller, proof)), proof)
    }

    func revoke(_ token: String, by caller: Int) async throws -> Outcome {
        let fields = [(name: "token", value: token)] + known(credentials(caller, .newest))
        let answer = try await post("/oauth/revoke", fields, .newest)
        return answer.status == .ok ? .done : .other("\(answer.status)")
    }

    func introspect(_ token: String, by caller: Int) async throws -> Outcome {
        let fields = [(name: "token", value: token)] + known(credentials(caller, .newest))
        let answer = try await post("/oauth/introspect", fields, .newest)
        if let error = answer.error { return .error(error) }
        guard answer.json?["active"] == .bool(true) else { return .active(nil) }
        return .active(Set((answer["scope"] ?? "").split(separator: " ").map(String.init)))
    }

    func manage(_ app: Int, _ portal: Int, _ decision: Step.Decision) async throws -> Outcome {
        let (browser, keeper) = (company.keepers[portal], portal == 0 ? server.cast.u1 : server.cast.u2)
        var page = try await browser.get("/manage/settings/apps")
        if page.status != .ok {
            try await server.signIn(browser, as: keeper)
            page = try await browser.get("/manage/settings/apps")
        }
        guard let csrf = page.forms.compactMap({ $0.value("csrf") }).first else { return .other("no form") }
        let answer = try await browser.post(
            "/manage/settings/apps/\(apps[app].id)/\(decision)", [(name: "csrf", value: csrf)])
        switch answer.status {
        case .seeOther: return .done
        case .notFound: return .notFound
        case .forbidden: return .page
        default: return .other("\(answer.status)")
        }
    }

    /// Whether an access token opens the API, and with which scopes.
    func scopes(ofAccess token: String) async throws -> Set<String>? {
        let answer = try await server.me(token)
        guard answer.status == .ok, case .array(let names)? = answer.json?["scopes"] else { return nil }
        return Set(names.compactMap { if case .string(let name) = $0 { name } else { nil } })
    }

    private func credentials(_ app: Int, _ proof: Step.Proof) -> [String: String?] {
        let secret = apps[app].isPublic && proof != .wrong ? nil : secret(app, proof)
        return ["client_id": apps[app].id.text, "client_secret": secret]
    }

    private func known(_ fields: [String: String?]) -> [(name: String, value: String)] {
        fields.compactMap { field in field.value.map { (name: field.key, value: $0) } }
    }

    /// Wrong secrets come from an address of their own each, or the throttle would answer for everybody.
    private func post(
        _ path: String, _ fields: [(name: String, value: String)], _ proof: Step.Proof
    ) async throws -> TestSupport.Answer {
        let host = proof == .newest ? 0 : addresses.next()
        return try await server.post(
            path, fields, headers: [.testPeer: "10.\(host >> 16 & 255).\(host >> 8 & 255).\(host & 255)"])
    }
}
