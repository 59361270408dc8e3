import HTTPTypes
import Kernel
import Persistence
import TestSupport
import Testing
import Web

@Suite("O. Leak reports", .timeLimit(.minutes(5)))
struct LeakTests {
    /// What a client can see of an answer, without what differs by nature.
    private func seen(_ answer: Answer) -> String {
        let headers = answer.headers.filter { !["x-request-id", "date"].contains($0.name.canonicalName) }
        return "\(answer.status) \(headers.map { "\($0.name): \($0.value)" }.sorted()) \(answer.body)"
    }

    private func report(_ server: ServerUnderTest, _ token: String) async throws -> String {
        server.clock.advance(seconds: 3)
        return seen(try await server.post("/oauth/leaks", [("token", token)]))
    }

    @Test("211: the same 202 for what lives, what is dead and what never was", arguments: Backend.available)
    func sameAnswer(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let desk = try await KeyDesk(server)
            let (live, dead) = (try await desk.make(), try await desk.make())
            _ = try await desk.revoke(dead.id)
            let tokens = try await server.tokens(server.cast.s1)
            let code = try await server.code(server.cast.c1)
            var answers: [String] = []
            for token in [
                live.key, live.key, dead.key, tokens.access, tokens.access, tokens.refresh, code, code,
                server.cast.c2.secret!, server.cast.c2.secret!, "nonsense",
                "vdr_key_000000000000000000000000000000000000",
                String(repeating: "x", count: 10_000), " ' OR 1=1 --", "🔑",
            ] { answers.append(try await report(server, token)) }
            #expect(Set(answers).count == 1, "\(Set(answers))")
            #expect(answers[0].hasPrefix("202"))
            #expect(answers[0].contains("no-store"))
        }
    }

    @Test(
        "211: a live API key is dead at once on every node; owners are mailed; one event", arguments: Backend.available)
    func apiKey(on backend: Backend) async throws {
        try await withServer(on: backend, configure: { $0.tokenCacheLimit = 0 }) { one in
            try await one.withSecondNode { two in
                let made = try await KeyDesk(one).make(["name": "Kassa"])
                #expect(try await two.me(made.key).status == .ok)
                _ = try await report(one, made.key)
                for node in [one, two] { #expect(try await node.me(made.key).status == .unauthorized) }
                _ = try await report(two, made.key)
                let events = try await one.events(named: "api_key.leaked")
                #expect(events.count == 1)
                #expect(events[0].object == made.id)
                #expect(events[0].before?.contains("Kassa") == true)
                let mails = try await one.mails(about: "leaked API key")
                #expect(Set(mails.map(\.to)) == [one.cast.u1.email, one.cast.both.email])
                #expect(mails.count == 2)
                for mail in mails {
                    #expect(mail.body.contains("Kassa") && mail.body.contains(made.key.suffix(4)))
                    #expect(!mail.body.contains(made.key))
                }
                #expect(!one.logs.text.contains(made.key))
            }
        }
    }

    @Test("211: an app's token about itself, and what was got with a leaked App Secret", arguments: Backend.available)
    func appTokens(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            try await server.set([.ownTokens], of: app)
            func token() async throws -> String {
                let fields = [
                    (name: "grant_type", value: "client_credentials"), ("client_id", app.id.text),
                    ("client_secret", app.secret!),
                ]
                return try #require(try await server.post("/oauth/token", fields)["access_token"])
            }
            let (first, second) = (try await token(), try await token())
            _ = try await report(server, first)
            #expect(try await server.api("/oauth/app", first).status == .unauthorized)
            #expect(try await server.api("/oauth/app", second).status == .ok)
            #expect(try await server.mails(about: "leaked token of C1").map(\.to) == ["developer@apps.example"])
            _ = try await report(server, app.secret!)
            #expect(try await server.api("/oauth/app", second).status == .unauthorized)
            let events = try await server.auditActions(server.cast.developer.text)
            #expect(events.prefix(2) == ["app_secret.leaked", "app_token.leaked"])
        }
    }

    @Test("211: also where the key is cached, and for many reports at once one event", arguments: Backend.available)
    func race(on backend: Backend) async throws {
        try await withServer(on: backend, configure: { $0.tokenCacheLimit = 3_600_000 }) { server in
            let made = try await KeyDesk(server).make()
            #expect(try await server.me(made.key).status == .ok)
            let answers = try await server.concurrently(16) {
                try await server.post("/oauth/leaks", [("token", made.key)])
            }
            #expect(answers.allSatisfy { $0.status == .accepted })
            #expect(try await server.me(made.key).status == .unauthorized)
            #expect(try await server.events(named: "api_key.leaked").count == 1)
            #expect(try await server.mails(about: "leaked API key").count == 2)
        }
    }

    @Test(
        "211: an access token ends alone; a refresh token and a code take the grant along", arguments: Backend.available
    )
    func tokens(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for app in [server.cast.c1, server.cast.s1, server.cast.p1] {
                let first = try await server.tokens(app)
                _ = try await report(server, first.access)
                #expect(try await server.me(first.access).status == .unauthorized)
                let next = try await server.refresh(app, first.refresh)
                let access = try #require(next["access_token"])
                let refresh = next["refresh_token"] ?? first.refresh
                #expect(try await server.me(access).status == .ok)
                _ = try await report(server, refresh)
                #expect(try await server.me(access).status == .unauthorized)
                #expect(try await server.refresh(app, refresh).error == "invalid_grant")

                let code = try await server.code(app)
                _ = try await report(server, code)
                #expect(try await server.exchange(app, code).error == "invalid_grant")
            }
            #expect(try await server.events(named: "access_token.leaked").count == 3)
            #expect(try await server.events(named: "grant.leaked").count == 6)
            #expect(try await server.mails(about: "leaked token of S1").count == 6, "three times, two owners")
        }
    }

    @Test("211: a replaced refresh token counts while it still works, and no longer", arguments: Backend.available)
    func predecessor(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.s1
            let first = try await server.tokens(app)
            let second = try #require(try await server.refresh(app, first.refresh)["refresh_token"])
            server.clock.advance(seconds: 11)
            _ = try await report(server, first.refresh)
            let third = try await server.refresh(app, second)
            #expect(third.status == .ok, "what is dead ends nothing")
            let fourth = try #require(third["refresh_token"])
            _ = try await server.post("/oauth/leaks", [("token", second)])
            #expect(try await server.refresh(app, fourth).error == "invalid_grant", "within the grace it lives")
        }
    }

    @Test(
        "211: an App Secret is revoked at once, the other one works on, the developer hears",
        arguments: Backend.available)
    func appSecret(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (c1, c2) = (server.cast.c1, server.cast.c2)
            let tokens = try await server.tokens(c1)
            _ = try await report(server, c1.secret!)
            #expect(try await server.refresh(c1, tokens.refresh).error == "invalid_client")
            #expect(try await server.me(tokens.access).status == .ok, "tokens are not what leaked")
            #expect(try await server.refresh(c2, server.tokens(c2).refresh).status == .ok)
            let events = try await server.events(named: "app_secret.leaked", in: server.cast.developer.text)
            #expect(events.count == 1)
            #expect(events[0].object == c1.id.text)
            let mails = try await server.mails(about: "leaked App Secret")
            #expect(mails.map(\.to) == ["developer@apps.example"])
            #expect(!mails[0].body.contains(c1.secret!))
        }
    }

    @Test("211: form and JSON, several at once, and what secret scanners send", arguments: Backend.available)
    func bodies(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let desk = try await KeyDesk(server)
            func json(_ body: String, type: String = "application/json") async throws -> Answer {
                server.clock.advance(seconds: 60)
                return try await server.send("/oauth/leaks", body, type: type)
            }
            let keys = try await (0..<8).asyncMap { _ in try await desk.make().key }
            #expect(try await json(#"{"token":"\#(keys[0])","url":"https://example.com/x"}"#).status == .accepted)
            #expect(try await json(#"{"token":["nonsense","\#(keys[1])"]}"#).status == .accepted)
            let github = #"[{"token":"\#(keys[2])","type":"t","url":"u","source":"content"},{"token":"\#(keys[3])"}]"#
            #expect(try await json(github, type: "application/json; charset=utf-8").status == .accepted)
            #expect(
                try await server.post("/oauth/leaks", [("token", keys[4]), ("token", keys[5])]).status == .accepted)
            #expect(try await server.post("/oauth/leaks", [("token", " \(keys[6])\n")]).status == .accepted)
            for key in keys[..<7] { #expect(try await server.me(key).status == .unauthorized) }
            #expect(try await server.me(keys[7]).status == .ok)
            #expect(try await server.events(named: "api_key.leaked").count == 7)

            for body in [
                "", "{}", "[]", "{", "null", #"{"token":1}"#, #"{"token":""}"#, #"{"token":[]}"#, #"{"t":"x"}"#,
            ] {
                let answer = try await json(body)
                #expect(answer.status == .badRequest, "\(body)")
                #expect(answer.error == "invalid_request")
                #expect(answer.headers[.cacheControl] == "no-store")
            }
            let many = (0..<21).map { _ in ("token", keys[7]) }
            server.clock.advance(seconds: 60)
            #expect(try await server.post("/oauth/leaks", many).status == .badRequest)
            let address = try await server.post("/oauth/leaks?token=\(keys[7])", [("token", keys[7])])
            #expect(address.status == .badRequest, "an address ends up in logs")
            #expect(try await server.me(keys[7]).status == .ok)
            #expect(try await server.send("/oauth/leaks", "", type: nil, method: .get).status == .methodNotAllowed)
            let large = try await json(#"{"token":"\#(String(repeating: "x", count: 20_000))"}"#)
            #expect(large.status == .badRequest)
        }
    }

    @Test("211: limited per address, also when the server has no rate limit", arguments: Backend.available)
    func limited(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let made = try await KeyDesk(server).make()
            for _ in 0..<30 {
                #expect(try await server.post("/oauth/leaks", [("token", "nonsense")]).status == .accepted)
            }
            let refused = try await server.post("/oauth/leaks", [("token", made.key)])
            #expect(refused.status == .tooManyRequests)
            #expect(refused.headers[.retryAfter] == "60")
            #expect(try await server.me(made.key).status == .ok)
            server.clock.advance(seconds: 60)
            // Several in one report count each by itself.
            let several = (0..<20).map { ("token", "nonsense \($0)") }
            #expect(try await server.post("/oauth/leaks", several).status == .accepted)
            #expect(try await server.post("/oauth/leaks", several).status == .tooManyRequests)
        }
    }

    @Test("211: trouble of the store is a 503, so that the reporter comes back", arguments: Backend.available)
    func trouble(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            server.watch.excuse(.serverErrors, .branches)
            await server.database.close()
            let answer = try await server.post(
                "/oauth/leaks", [("token", "vdr_key_000000000000000000000000000000000000")])
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.error == "temporarily_unavailable")
            #expect(answer.headers[.retryAfter] != nil)
        }
    }
}
