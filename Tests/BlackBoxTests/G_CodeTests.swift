import HTTPTypes
import Kernel
import OAuth
import Persistence
import TestSupport
import Testing
import Web

@Suite("G. Authorization code", .timeLimit(.minutes(5)))
struct CodeTests {
    @Test(
        "106, 107: a replay is refused and ends the tokens of the first exchange, however late",
        arguments: Backend.available)
    func replay(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for app in [server.cast.c1, server.cast.s1] {
                for wait in [1, 61] {
                    let code = try await server.code(app)
                    let first = try await server.exchange(app, code)
                    let access = try #require(first["access_token"])
                    #expect(try await server.me(access).status == .ok)
                    server.clock.advance(seconds: wait)
                    let second = try await server.exchange(app, code)
                    #expect(second.status == .badRequest)
                    #expect(second.error == "invalid_grant")
                    #expect(try await server.me(access).status == .unauthorized)
                    #expect(
                        try await server.refresh(app, try #require(first["refresh_token"])).error == "invalid_grant")
                    #expect(try await server.introspect(app, access).body == #"{"active":false}"#)
                }
            }
            #expect(
                try await server.auditActions(server.cast.a.id.text).filter { $0 == "grant.revoked" }.count == 4, "W7")
        }
    }

    @Test("109, 110: of many exchanges at once exactly one succeeds, over both endpoints", arguments: Backend.available)
    func race(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for app in [server.cast.c1, server.cast.s1] {
                let code = try await server.code(app)
                let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                    for index in 0..<50 {
                        group.addTask {
                            try await server.exchange(app, code, at: index % 2 == 0 ? "/oauth/token" : "/oauth/tokens")
                        }
                    }
                    return try await group.reduce(into: [Answer]()) { $0.append($1) }
                }
                #expect(answers.count { $0.status == .ok } == 1)
                #expect(answers.count { $0.error == "invalid_grant" } == 49)
                let winner = try #require(answers.first { $0.status == .ok })
                #expect(try await server.me(try #require(winner["access_token"])).status == .unauthorized, "111")
            }
        }
    }

    @Test("113: a code lives 60 seconds", arguments: Backend.available)
    func lifetime(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let (early, late) = (try await server.code(app), try await server.code(app))
            server.clock.advance(seconds: 59)
            #expect(try await server.exchange(app, early).status == .ok)
            server.clock.advance(seconds: 2)
            #expect(try await server.exchange(app, late).error == "invalid_grant")
        }
    }

    @Test("114–117: a code is bound to its app and redirect URI", arguments: Backend.available)
    func bound(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (c1, c2, p1, s1) = (server.cast.c1, server.cast.c2, server.cast.p1, server.cast.s1)
            let code = try await server.code(c1)
            let redirect = ["redirect_uri": Optional(c1.redirectURI)]
            #expect(try await server.exchange(c2, code, redirect).error == "invalid_grant", "114")
            let named = try await server.exchange(p1, code, ["redirect_uri": c1.redirectURI, "code_verifier": nil])
            #expect(named.error == "invalid_grant", "115")
            #expect(
                try await server.exchange(c1, String(code.dropLast()) + "x").error == "invalid_grant", "115 tampered")
            for uri in ["https://app1.example/cb2?x=1", "https://app1.example/c", "https://app1.example/cb/"] {
                #expect(try await server.exchange(c1, code, ["redirect_uri": uri]).error == "invalid_grant", "116")
            }
            #expect(try await server.exchange(c1, code).status == .ok, "nothing was burned")

            let port: [String: String?] = ["redirect_uri": "http://127.0.0.1:5000/cb"]
            let native = try await server.code(p1, port)
            #expect(
                try await server.exchange(p1, native, ["redirect_uri": "http://127.0.0.1:5001/cb"]).error
                    == "invalid_grant")
            #expect(try await server.exchange(p1, native, port).status == .ok)
            let strict = try await server.code(s1)
            #expect(try await server.exchange(s1, strict, ["redirect_uri": nil]).error == "invalid_request", "117")
        }
    }

    @Test("120: what changed between authorize and token counts", arguments: Backend.available)
    func between(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let suspended = try await server.code(app)
            try await server.suspend(app)
            #expect(try await server.exchange(app, suspended).error == "unauthorized_client")
            try await server.reinstate(app)
            #expect(try await server.exchange(app, suspended).status == .ok, "suspension burned nothing")

            let revoked = try await server.code(app)
            try await server.disconnect(app)
            #expect(try await server.exchange(app, revoked).error == "invalid_grant")

            let demoted = try await server.code(app, as: server.cast.both)
            try await server.changeRole(server.cast.both, to: .employee, in: server.cast.a)
            try await server.changeRole(server.cast.both, to: .employee, in: server.cast.b)
            #expect(try await server.exchange(app, demoted).error == "invalid_grant")
        }
    }

    @Test("119, 121: the form of a code, and that it is no bearer token", arguments: Backend.available)
    func form(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let code = try await server.code(server.cast.c1)
            #expect(code.utf8.count == "vdr_code_".utf8.count + 36)
            #expect(try await server.me(code).status == .unauthorized)
        }
    }

    @Test("111: after the race, what came out of it can be revoked to the last token", arguments: Backend.available)
    func revokedAfterRace(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for app in [server.cast.c1, server.cast.s1] {
                let refresh = try await server.tokens(app).refresh
                let answers = try await server.concurrently(20) { try await server.refresh(app, refresh) }
                let tokens = answers.compactMap { $0["access_token"] }
                #expect(tokens.count == 20)
                #expect(try await server.revoke(app, refresh).status == .ok)
                for token in tokens { #expect(try await server.me(token).status == .unauthorized) }
            }
        }
    }

    @Test("119: codes are all different, and well formed", arguments: Backend.available)
    func different(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            let app = server.cast.c1
            _ = try await server.consent(server.authorizeURL(app), browser, as: server.cast.u1)
            let url = server.authorizeURL(app, ["prompt": "none"])
            var codes: Set<String> = []
            for _ in 0..<500 {
                let code = try #require(try await browser.get(url).redirectFields["code"])
                #expect(Credential(code, .code) != nil)
                codes.insert(code)
            }
            #expect(codes.count == 500)
        }
    }

    @Test(
        "120: a disabled user's code is worth nothing; a new secret redeems an old code", arguments: Backend.available)
    func betweenPeople(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let code = try await server.code(app)
            let secret = try #require(try await server.addSecret(to: app, overlap: 0))
            #expect(try await server.exchange(app, code).error == "invalid_client", "the old secret is over")
            #expect(try await server.exchange(app, code, ["client_secret": secret]).status == .ok)
            let disabled = try await server.code(app, as: server.cast.both)
            try await server.disable(server.cast.both)
            let refused = try await server.exchange(app, disabled, ["client_secret": secret])
            #expect(refused.error == "invalid_grant")
        }
    }
}
