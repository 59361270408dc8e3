import HTTPTypes
import Kernel
import TestSupport
import Testing
import Web

/// A portal that the operator suspends, and what was given out in it.
@Suite("O. Suspended portals", .timeLimit(.minutes(5)))
struct PortalStandingTests {
    private static let deviceGrant = "urn:ietf:params:oauth:grant-type:device_code"
    private static let forbidden = HTTPResponse.Status.forbidden

    /// Everything that a portal gives out, alive.
    private struct Holdings: Sendable {
        let key: String
        /// Of C1, whose refresh token stays, and of S1, whose refresh token rotates.
        let fixed: ServerUnderTest.Tokens
        let rotating: ServerUnderTest.Tokens
        /// Of C2, not exchanged and not served yet.
        let code: String
        let device: String

        init(_ server: ServerUnderTest) async throws {
            key = try await KeyDesk(server).make().key
            fixed = try await server.tokens(server.cast.c1)
            rotating = try await server.tokens(server.cast.s1)
            code = try await server.code(server.cast.c2)
            try await server.set(.deviceGrant, of: server.cast.c2)
            device = try await server.approvedDevice(server.cast.c2)
        }
    }

    /// What an endpoint says: the model is the table of these.
    private enum Says: String {
        case ok, active
        case inactive = "not active"
        case invalidToken = "401 invalid_token"
        case invalidGrant = "400 invalid_grant"
    }

    private func said(_ answer: Answer) -> String {
        switch answer.status {
        case .ok where answer.json?["active"] == .bool(true): Says.active.rawValue
        case .ok where answer.json?["active"] == .bool(false): Says.inactive.rawValue
        case .ok: Says.ok.rawValue
        case .unauthorized where answer.headers[.wwwAuthenticate]?.contains(#"error="invalid_token""#) == true:
            Says.invalidToken.rawValue
        default: "\(answer.status.code) \(answer.error ?? answer.body)"
        }
    }

    /// Asks what spends nothing.
    private func expect(
        _ token: Says, introspected: Says, refreshed: Says, of holdings: Holdings, at node: ServerUnderTest
    ) async throws {
        let (c1, s1) = (node.cast.c1, node.cast.s1)
        for secret in [holdings.key, holdings.fixed.access, holdings.rotating.access] {
            #expect(said(try await node.me(secret)) == token.rawValue)
            #expect(said(try await node.api("/v1/customers", secret)) == token.rawValue)
        }
        for (app, tokens) in [(c1, holdings.fixed), (s1, holdings.rotating)] {
            #expect(said(try await node.introspect(app, tokens.access)) == introspected.rawValue)
            #expect(said(try await node.introspect(app, tokens.refresh)) == introspected.rawValue)
        }
        #expect(said(try await node.refresh(c1, holdings.fixed.refresh)) == refreshed.rawValue)
    }

    /// Asks what is spent where it succeeds.
    private func expectSpent(_ says: Says, of holdings: Holdings, at node: ServerUnderTest) async throws {
        #expect(said(try await node.refresh(node.cast.s1, holdings.rotating.refresh)) == says.rawValue)
        #expect(said(try await node.exchange(node.cast.c2, holdings.code, at: "/oauth/tokens")) == says.rawValue)
        let poll = [
            ("grant_type", Self.deviceGrant), ("device_code", holdings.device), ("client_id", node.cast.c2.id.text),
            ("client_secret", node.cast.c2.secret ?? ""),
        ]
        #expect(said(try await node.post("/oauth/token", poll)) == says.rawValue)
    }

    @Test(
        "207: a suspended portal's credentials are refused on the next call, on every node, and then go on",
        arguments: Backend.available)
    func credentials(on backend: Backend) async throws {
        try await withServer(on: backend, configure: { $0.tokenCacheLimit = 0 }) { one in
            try await one.withSecondNode { two in
                let holdings = try await Holdings(one)
                let elsewhere = try await one.tokens(one.cast.c1, as: one.cast.u2)
                for node in [one, two] {
                    try await expect(.ok, introspected: .active, refreshed: .ok, of: holdings, at: node)
                }
                #expect(try await one.suspend(one.cast.a))
                for node in [two, one] {
                    try await expect(
                        .invalidToken, introspected: .inactive, refreshed: .invalidGrant, of: holdings, at: node)
                    try await expectSpent(.invalidGrant, of: holdings, at: node)
                    #expect(try await node.me(elsewhere.access).status == .ok, "another portal")
                    #expect(try await node.refresh(node.cast.c1, elsewhere.refresh).status == .ok)
                }
                #expect(try await two.reinstate(two.cast.a))
                for node in [one, two] {
                    try await expect(.ok, introspected: .active, refreshed: .ok, of: holdings, at: node)
                }
                // The refusals spent nothing.
                try await expectSpent(.ok, of: holdings, at: two)
            }
        }
    }

    @Test("207: what a node remembers of a suspended portal is forgotten at once", arguments: Backend.available)
    func cache(on backend: Backend) async throws {
        try await withServer(on: backend, configure: { $0.tokenCacheLimit = 2000 }) { server in
            let key = try await KeyDesk(server).make().key
            let token = try await server.tokens(server.cast.c1).access
            for secret in [key, token] { #expect(try await server.me(secret).status == .ok) }
            try await server.suspend(server.cast.a)
            let unknown = try await server.me("vdr_key_000000000000000000000000000000000000")
            for secret in [key, token] {
                let answer = try await server.me(secret)
                #expect(answer.status == .unauthorized)
                #expect(answer.body == unknown.body, "as a token that never was")
                #expect(answer.headers[.wwwAuthenticate] == unknown.headers[.wwwAuthenticate])
            }
            try await server.reinstate(server.cast.a)
            for secret in [key, token] { #expect(try await server.me(secret).status == .ok) }
        }
    }

    @Test("207: what is revoked or reported while a portal is suspended stays revoked", arguments: Backend.available)
    func revokedMeanwhile(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let holdings = try await Holdings(server)
            try await server.suspend(server.cast.a)
            #expect(try await server.revoke(server.cast.c1, holdings.fixed.refresh).status == .ok)
            #expect(try await server.post("/oauth/leaks", [("token", holdings.key)]).status == .accepted)
            try await server.reinstate(server.cast.a)
            #expect(said(try await server.me(holdings.key)) == Says.invalidToken.rawValue)
            #expect(said(try await server.me(holdings.fixed.access)) == Says.invalidToken.rawValue)
            #expect(try await server.refresh(server.cast.c1, holdings.fixed.refresh).error == "invalid_grant")
            #expect(try await server.me(holdings.rotating.access).status == .ok)
        }
    }

    @Test("207, 221: one event for each change, also of many at once", arguments: Backend.available)
    func events(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            func atOnce(_ change: @escaping @Sendable () async throws -> Bool) async throws -> Int {
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for _ in 0..<8 { group.addTask { try await change() } }
                    return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
            }
            #expect(try await server.reinstate(server.cast.a) == false, "it is not suspended")
            #expect(try await atOnce { try await server.suspend(server.cast.a) } == 1)
            #expect(try await atOnce { try await server.reinstate(server.cast.a) } == 1)
            let records = try await server.auditRecords(server.cast.a.id.text).filter { $0.object.hasPrefix("portal") }
            #expect(records.map(\.action).suffix(2) == ["portal.suspended", "portal.reinstated"])
            #expect(records.filter { $0.action == "portal.suspended" }.count == 1)
            let browser = try await server.managing(as: server.cast.u1)
            #expect(try await browser.get(ServerUnderTest.auditPath).body.contains("reinstated the portal"))
        }
    }

    // MARK: - Pages

    @Test("207: nothing new is given, and pages and sign-in say why", arguments: Backend.available)
    func pages(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let browser = try await server.managing(as: server.cast.u1)
            let waiting = try await browser.get(server.authorizeURL(app))
            let decision = try #require(waiting.form(with: "decision"))
            try await server.suspend(server.cast.a)

            let refused = [
                try await browser.submit(decision, press: "approve"),
                try await browser.get(server.authorizeURL(app)),
                try await server.open(server.authorizeURL(app), server.browser(), as: server.cast.u1),
                try await server.open(
                    server.authorizeURL(app, ["portal": "alpha"]), server.browser(), as: server.cast.both),
            ]
            for page in refused {
                #expect(page.status == Self.forbidden)
                #expect(page.location == nil)
                #expect(page.body.contains("This portal is suspended"))
                #expect(page.form(with: "decision") == nil)
            }
            let silent = try await browser.get(server.authorizeURL(app, ["prompt": "none"]))
            #expect(silent.redirectFields["error"] == "access_denied")

            for path in ["/manage", KeyDesk.path, ServerUnderTest.appsPath, ServerUnderTest.auditPath] {
                let page = try await browser.get(path)
                #expect(page.status == Self.forbidden)
                #expect(page.body.contains("The operator of this server has suspended this portal"))
                #expect(page.form("/manage/sign-out") != nil)
            }
            let dutch = server.browser(language: "nl")
            try await server.signIn(dutch, as: server.cast.e1)
            #expect(try await dutch.get("/manage").body.contains("Dit portaal is stilgezet"))
            // The person is as they were.
            #expect(try await browser.get("/manage/account").status == .ok)

            try await server.reinstate(server.cast.a)
            #expect(try await browser.get("/manage").status == .ok)
            #expect(
                try await server.consent(server.authorizeURL(app), browser, as: server.cast.u1).redirectFields["code"]
                    != nil)
        }
    }

    @Test("207: whoever has another portal goes on there", arguments: Backend.available)
    func others(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.managing(as: server.cast.both)
            func open(_ slug: String) async throws -> Answer {
                let page = try await browser.get("/manage/portal")
                var form = try #require(page.form("/manage/portal"))
                form.set("portal", slug)
                return try await browser.follow(try await browser.submit(form))
            }
            #expect(try await open("alpha").status == .ok)
            try await server.suspend(server.cast.a)
            let page = try await browser.get("/manage")
            #expect(page.status == Self.forbidden)
            #expect(page.body.contains(#"href="/manage/portal""#))
            #expect(try await browser.get("/manage/portal").body.contains("(suspended)"))
            #expect(try await open("alpha").status == Self.forbidden)
            #expect(try await open("beta").status == .ok)
            // The question names the portal that is left.
            let consent = try await browser.get(server.authorizeURL(server.cast.c1))
            #expect(consent.body.contains(server.cast.b.name))
            #expect(!consent.body.contains(server.cast.a.name))
            let answer = try await server.consent(
                server.authorizeURL(server.cast.c1), browser, as: server.cast.both)
            #expect(answer.redirectFields["code"] != nil)
        }
    }
}
