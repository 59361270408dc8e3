import HTTPTypes
import Kernel
import OAuth
import Persistence
import TestSupport
import Testing
import Web

@Suite("M. Pushed authorization requests (RFC 9126)", .timeLimit(.minutes(3)))
struct PARTests {
    private static let prefix = "urn:ietf:params:oauth:request_uri:"

    /// Pushes a proper request of `app`.
    private func push(
        _ app: Cast.TestApp, to server: ServerUnderTest, _ overrides: [String: String?] = [:]
    ) async throws -> Answer {
        var fields = server.parameters(app, pkce: server.needed(app), overrides)
        if let secret = app.secret { fields.append(("client_secret", secret)) }
        return try await server.post("/oauth/par", fields)
    }

    private func link(_ app: Cast.TestApp, _ pushed: Answer, _ more: [(name: String, value: String)] = []) -> String {
        let fields = [("client_id", app.id.text), ("request_uri", pushed["request_uri"] ?? "")] + more
        return "/oauth/authorize?\(PercentEncoding.query(fields))"
    }

    @Test("182: a proper request gets a request_uri of at least 128 bits, and it works", arguments: Backend.available)
    func proper(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for app in [server.cast.c1, server.cast.s1, server.cast.p1] {
                let pushed = try await push(app, to: server)
                #expect(pushed.status == .created)
                #expect(pushed.headers[.cacheControl] == "no-store")
                #expect(pushed.headers[.contentType] == "application/json")
                #expect(pushed.json?["expires_in"] == .number("90"))
                let uri = try #require(pushed["request_uri"])
                #expect(uri.hasPrefix(Self.prefix))
                // 30 digits of base62 are 178 bits.
                #expect(uri.dropFirst(Self.prefix.count).hasPrefix("vdr_par_"))
                #expect(uri.utf8.count == Self.prefix.utf8.count + "vdr_par_".utf8.count + 36)
                #expect(try await push(app, to: server)["request_uri"] != uri)

                let answer = try await server.consent(link(app, pushed), as: server.cast.u1)
                #expect(answer.redirectFields["state"] == "state-1")
                #expect(answer.redirectFields["iss"] == ServerUnderTest.issuer)
                let code = try #require(answer.redirectFields["code"])
                #expect(try await server.exchange(app, code).status == .ok)
            }
        }
    }

    @Test("182: the app may authenticate by Basic; nothing of its proof is kept", arguments: Backend.available)
    func basic(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let secret = try #require(app.secret)
            let basic = Base64Text.encode("\(app.id.text):\(secret)")
            let fields = server.parameters(app, ["client_id": nil])
            let pushed = try await server.post("/oauth/par", fields, headers: [.authorization: "Basic \(basic)"])
            #expect(pushed.status == .created)
            _ = try await push(app, to: server)
            let rows = try await server.database.rows("SELECT digest, query FROM pushed_requests")
            #expect(rows.count == 2)
            for row in rows {
                #expect(try !row.text("query").contains("vdr_"))
                #expect(try !row.text("digest").contains("vdr_"), "a digest, never the reference itself")
            }
            #expect(try await server.consent(link(app, pushed), as: server.cast.u1).redirectFields["code"] != nil)
        }
    }

    @Test("183: what a push is refused for, as JSON", arguments: Backend.available)
    func refused(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (c1, s1, p1) = (server.cast.c1, server.cast.s1, server.cast.p1)
            let browser = server.browser()
            let byGet = try await browser.get("/oauth/par")
            #expect(byGet.status == .methodNotAllowed)
            #expect(byGet.headers[.allow] == "POST")

            let cases: [(String, Cast.TestApp, [String: String?], String)] = [
                ("request_uri", c1, ["request_uri": Self.prefix + "x"], "invalid_request"),
                ("empty request_uri", c1, ["request_uri": ""], "invalid_request"),
                ("request object", c1, ["request": "e30.e30."], "request_not_supported"),
                ("bad redirect", c1, ["redirect_uri": "https://evil.example/cb"], "invalid_request"),
                ("no redirect", c1, ["redirect_uri": nil], "invalid_request"),
                ("no response_type", c1, ["response_type": nil], "invalid_request"),
                ("token", c1, ["response_type": "token"], "unsupported_response_type"),
                ("unknown scope", c1, ["scope": "nonsense"], "invalid_scope"),
                ("beyond the ceiling", c1, ["scope": "customers.write"], "invalid_scope"),
                ("no state, no PKCE", c1, ["state": nil], "invalid_request"),
                ("prompt", c1, ["prompt": "create"], "invalid_request"),
                ("strict without PKCE", s1, ["code_challenge": nil, "code_challenge_method": nil], "invalid_request"),
                ("public with plain", p1, ["code_challenge_method": "plain"], "invalid_request"),
            ]
            for (name, app, overrides, error) in cases {
                let answer = try await push(app, to: server, overrides)
                #expect(answer.status == .badRequest, "\(name)")
                #expect(answer.error == error, "\(name)")
                #expect(answer["request_uri"] == nil, "\(name)")
                #expect(answer.location == nil, "\(name)")
                #expect(answer.headers[.cacheControl] == "no-store", "\(name)")
            }
            let twice = try await server.post(
                "/oauth/par", server.parameters(p1, pkce: ServerUnderTest.pkce()) + [("scope", "customers.read")])
            #expect(twice.error == "invalid_request")

            let silent = try await server.post("/oauth/par", server.parameters(c1))
            #expect(silent.status == .unauthorized)
            #expect(silent.error == "invalid_client")
            let wrong = server.parameters(c1) + [("client_secret", try #require(server.cast.c2.secret))]
            #expect(try await server.post("/oauth/par", wrong).error == "invalid_client")
            let address = "/oauth/par?client_id=\(p1.id.text)"
            #expect(
                try await server.post(address, server.parameters(p1, pkce: ServerUnderTest.pkce())).status
                    == .badRequest)
            #expect(try await server.database.rows("SELECT digest FROM pushed_requests").isEmpty)
        }
    }

    @Test("184: another app's, an expired and an unknown request_uri are a page", arguments: Backend.available)
    func bound(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (c1, c2) = (server.cast.c1, server.cast.c2)
            let pushed = try await push(c1, to: server)
            let browser = server.browser()
            func expectPage(_ url: String, _ why: Comment) async throws {
                let answer = try await browser.get(url)
                #expect((400..<500).contains(answer.status.code), why)
                #expect(answer.location == nil, why)
            }
            try await expectPage(link(c2, pushed), "another app")
            try await expectPage(
                link(c2, pushed, [("redirect_uri", c2.redirectURI)]), "another app, with a redirect URI of its own")
            let alone = PercentEncoding.query([("request_uri", pushed["request_uri"] ?? "")])
            try await expectPage("/oauth/authorize?\(alone)", "no client_id (RFC 9126 §4)")
            for uri in [Self.prefix, Self.prefix + "vdr_par_000000000000000000000000000000000000", Self.prefix + "x"] {
                let query = PercentEncoding.query([("client_id", c1.id.text), ("request_uri", uri)])
                try await expectPage("/oauth/authorize?\(query)", "unknown")
            }
            server.clock.advance(seconds: 89)
            #expect(try await browser.follow(browser.get(link(c1, pushed))).form("/manage/sign-in") != nil)
            server.clock.advance(seconds: 1)
            try await expectPage(link(c1, pushed), "expired")
        }
    }

    @Test("35: a request_uri that is not ours stays request_uri_not_supported", arguments: Backend.available)
    func foreign(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            for uri in ["https://app1.example/request.jwt", "urn:example:1", "vdr_par_x"] {
                let answer = try await browser.get(server.authorizeURL(server.cast.c1, ["request_uri": uri]))
                #expect(answer.redirectFields["error"] == "request_uri_not_supported")
                #expect(answer.redirectFields["state"] == "state-1")
            }
        }
    }

    @Test(
        "184: used once for a decision; a reload before works; the time to sign in counts apart",
        arguments: Backend.available)
    func once(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for press in ["approve", "deny"] {
                let app = server.cast.p1
                let pushed = try await push(app, to: server)
                let (one, two) = (server.browser(), server.browser())
                // Reloads before and after the sign-in.
                for _ in 0..<3 { _ = try await one.follow(one.get(link(app, pushed))) }
                let page = try await server.open(link(app, pushed), one, as: server.cast.u1)
                let reloaded = try await one.get(link(app, pushed))
                let other = try await server.open(link(app, pushed), two, as: server.cast.u1)
                // The person may take longer than the request_uri lives.
                server.clock.advance(seconds: 600)
                let form = try #require(reloaded.form(with: "decision"))
                let decided = try await one.submit(form, press: press)
                #expect(decided.status == .seeOther)
                #expect(decided.redirectFields.contains(press == "approve" ? "code" : "error"))

                for late in [page, other] {
                    let browser = late.body == page.body ? one : two
                    let answer = try await browser.submit(try #require(late.form(with: "decision")), press: "approve")
                    #expect(answer.status == .gone, "one request, one decision")
                    #expect(answer.location == nil)
                }
                #expect(try await server.browser().get(link(app, pushed)).status == .gone)
            }
            #expect(try await server.database.rows("SELECT digest FROM authorization_codes").count == 1)
        }
    }

    @Test("184: of many decisions at once on one request exactly one counts", arguments: Backend.available)
    func race(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.s1
            let pushed = try await push(app, to: server)
            var forms: [(Browser, HTMLForm)] = []
            for _ in 0..<8 {
                let browser = server.browser()
                let page = try await server.open(link(app, pushed), browser, as: server.cast.u1)
                forms.append((browser, try #require(page.form(with: "decision"))))
            }
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for (browser, form) in forms { group.addTask { try await browser.submit(form, press: "approve") } }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            #expect(answers.count { $0.redirectFields["code"] != nil } == 1)
            #expect(answers.count { $0.status == .gone } == 7)
            #expect(try await server.auditActions(server.cast.a.id.text).filter { $0 == "grant.created" }.count == 1)
        }
    }

    @Test("184: with a remembered consent the request is used once too", arguments: Backend.available)
    func skipped(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let browser = server.browser()
            _ = try await server.consent(server.authorizeURL(app), browser, as: server.cast.u1)
            let pushed = try await push(app, to: server, ["prompt": "none"])
            #expect(try await browser.get(link(app, pushed)).redirectFields["code"] != nil)
            #expect(try await browser.get(link(app, pushed)).status == .gone)
        }
    }

    @Test("184: parameters beside the request_uri are ignored", arguments: Backend.available)
    func outside(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let pushed = try await push(app, to: server)
            let evil: [(name: String, value: String)] = [
                ("redirect_uri", "https://app1.example/cb2?x=1"), ("scope", "customers.read invoices.read"),
                ("state", "other"), ("response_type", "token"), ("code_challenge", "x"), ("prompt", "none"),
            ]
            let narrow = try await push(app, to: server, ["scope": "customers.read"])
            let answer = try await server.consent(link(app, narrow, evil), as: server.cast.u1)
            #expect(answer.location?.hasPrefix("\(app.redirectURI)?") == true)
            #expect(answer.redirectFields["state"] == "state-1")
            let tokens = try await server.exchange(app, try #require(answer.redirectFields["code"]))
            #expect(tokens["scope"] == "customers.read")
            #expect(pushed.status == .created)
        }
    }

    @Test("184: what changed since the push counts", arguments: Backend.available)
    func changed(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let pushed = try await push(app, to: server)
            try await server.delete(app)
            let answer = try await server.browser().get(link(app, pushed))
            #expect(answer.status == .badRequest)
            #expect(answer.location == nil)
            #expect(try await push(app, to: server).error == "invalid_client")
        }
    }

    @Test("185: an app that must push is refused a plain request, and nothing else", arguments: Backend.available)
    func required(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.s1
            try await server.set(.pushedRequestsOnly, of: app)
            let plain = try await server.browser().get(server.authorizeURL(app, pkce: ServerUnderTest.pkce()))
            #expect(plain.redirectFields["error"] == "invalid_request")
            #expect(plain.redirectFields["state"] == "state-1")
            #expect(plain.redirectFields["iss"] == ServerUnderTest.issuer)
            let pushed = try await push(app, to: server)
            #expect(try await server.consent(link(app, pushed), as: server.cast.u1).redirectFields["code"] != nil)
            #expect(try await server.code(server.cast.c1).isEmpty == false, "other apps are free")
            #expect(
                try await server.auditActions(server.cast.developer.text).filter { $0 == "app.updated" }.count == 1)
        }
    }

    @Test("strangers cannot fill the table of pushed requests", arguments: Backend.available)
    func strangers(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            server.watch.excuse(.serverErrors)
            for _ in 0..<120 { #expect(try await push(server.cast.p1, to: server).status == .created) }
            let refused = try await push(server.cast.p1, to: server)
            #expect(refused.status == .serviceUnavailable)
            #expect(refused.error == "temporarily_unavailable")
            #expect(
                try await push(server.cast.c1, to: server).status == .created, "an app with a secret is no stranger")
            server.clock.advance(seconds: 60)
            #expect(try await push(server.cast.p1, to: server).status == .created)
        }
    }

    @Test("O24: trouble of the store is 503", arguments: Backend.available)
    func trouble(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            server.watch.excuse(.serverErrors, .branches)
            await server.database.close()
            let answer = try await push(server.cast.p1, to: server)
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.error == "temporarily_unavailable")
        }
    }

    @Test("W5: no log holds a request_uri", arguments: Backend.available)
    func logs(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let pushed = try await push(server.cast.p1, to: server)
            _ = try await server.consent(link(server.cast.p1, pushed), as: server.cast.u1)
            #expect(!server.logs.text.contains("vdr_par_"))
        }
    }

    @Test("pushed requests go an hour after their end, and not before their ticket", arguments: Backend.available)
    func pruned(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            _ = try await push(server.cast.p1, to: server)
            func count() async throws -> Int {
                try await server.database.rows("SELECT digest FROM pushed_requests").count
            }
            server.clock.advance(seconds: 90 + 3599)
            try await server.prune()
            #expect(try await count() == 1)
            server.clock.advance(seconds: 1)
            try await server.prune()
            #expect(try await count() == 0)
        }
    }
}
