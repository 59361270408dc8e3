import HTTPTypes
import Kernel
import OAuth
import Persistence
import TestSupport
import Testing
import Web

@Suite("H. Refresh", .timeLimit(.minutes(5)))
struct RefreshTests {
    @Test("122: a rotating app gets a new refresh token each time", arguments: Backend.available)
    func rotates(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for app in [server.cast.p1, server.cast.p1s, server.cast.p2, server.cast.s1] {
                var token = try await server.tokens(app).refresh
                for _ in 1...3 {
                    server.clock.advance(seconds: 20)
                    let answer = try await server.refresh(app, token)
                    let next = try #require(answer["refresh_token"])
                    #expect(next != token)
                    token = next
                }
            }
        }
    }

    @Test("123: a fixed app keeps its refresh token", arguments: Backend.available)
    func fixed(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let tokens = try await server.tokens(server.cast.c1)
            for _ in 1...3 {
                let answer = try await server.refresh(server.cast.c1, tokens.refresh)
                #expect(answer.status == .ok)
                #expect(answer["refresh_token"] == nil)
                #expect(try await server.me(try #require(answer["access_token"])).status == .ok)
            }
        }
    }

    @Test(
        "124, O22: reuse after the grace ends the family, with an audit event and a mail", arguments: Backend.available)
    func reuse(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.s1
            let first = try await server.tokens(app)
            let second = try await server.refresh(app, first.refresh)
            let mails = try await server.database.rows("SELECT id FROM mails").count
            server.clock.advance(seconds: 11)
            #expect(try await server.refresh(app, first.refresh).error == "invalid_grant")
            #expect(try await server.refresh(app, try #require(second["refresh_token"])).error == "invalid_grant")
            for access in [first.access, try #require(second["access_token"])] {
                #expect(try await server.me(access).status == .unauthorized)
            }
            #expect(try await server.auditActions(server.cast.a.id.text).first == "grant.revoked")
            #expect(try await server.database.rows("SELECT id FROM mails").count == mails + 2, "two owners of A")
        }
    }

    @Test("124: reuse counts whatever scope it asks for", arguments: Backend.available)
    func reuseWithScope(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.s1
            let first = try await server.tokens(app).refresh
            let next = try #require(try await server.refresh(app, first)["refresh_token"])
            server.clock.advance(seconds: 11)
            #expect(try await server.refresh(app, first, ["scope": "invoices.read"]).error == "invalid_grant")
            #expect(try await server.refresh(app, next).error == "invalid_grant")
        }
    }

    @Test("125: a thief without the app's secret ends nothing", arguments: Backend.available)
    func wrongApp(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.s1
            let first = try await server.tokens(app).refresh
            let next = try #require(try await server.refresh(app, first)["refresh_token"])
            server.clock.advance(seconds: 20)
            let answer = try await server.refresh(app, first, ["client_secret": server.cast.c1.secret!])
            #expect(answer.error == "invalid_client")
            #expect(try await server.refresh(app, next).status == .ok)
        }
    }

    @Test(
        "126, 127: inside the grace the predecessor gets the same successor; the grace does not slide",
        arguments: Backend.available)
    func grace(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.s1
            let first = try await server.tokens(app).refresh
            let successor = try await server.refresh(app, first)["refresh_token"]
            for _ in 1...3 {
                server.clock.advance(seconds: 3)
                let again = try await server.refresh(app, first)
                #expect(again.status == .ok)
                #expect(again["refresh_token"] == successor)
            }
            server.clock.advance(seconds: 3)
            #expect(try await server.refresh(app, first).error == "invalid_grant", "12 s after the first rotation")
        }
    }

    @Test("128, 129: once the successor was used, its predecessors are reuse", arguments: Backend.available)
    func usedSuccessor(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.s1
            for depth in 1...2 {
                var tokens = [try await server.tokens(app).refresh]
                for _ in 0...depth {
                    tokens.append(try #require(try await server.refresh(app, tokens.last!)["refresh_token"]))
                }
                #expect(try await server.refresh(app, tokens[0]).error == "invalid_grant")
                #expect(try await server.refresh(app, tokens.last!).error == "invalid_grant", "the family is over")
            }
        }
    }

    @Test("130, 132: with grace 0 of many refreshes at once exactly one succeeds", arguments: Backend.available)
    func noGrace(on backend: Backend) async throws {
        try await withServer(on: backend, configure: { $0.lifetimes.refreshGrace = 0 }) { server in
            let app = server.cast.s1
            let token = try await server.tokens(app).refresh
            let answers = try await server.concurrently(50) { try await server.refresh(app, token) }
            #expect(answers.count { $0.status == .ok } == 1)
            #expect(answers.count { $0.error == "invalid_grant" } == 49)
        }
    }

    @Test("132: many refreshes at once share one successor; a fixed token stays alive", arguments: Backend.available)
    func race(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for app in [server.cast.s1, server.cast.p1] {
                let token = try await server.tokens(app).refresh
                let answers = try await server.concurrently(50) { try await server.refresh(app, token) }
                #expect(answers.allSatisfy { $0.status == .ok })
                #expect(Set(answers.compactMap { $0["refresh_token"] }).count == 1)
            }
            let fixed = try await server.tokens(server.cast.c1).refresh
            let answers = try await server.concurrently(50) { try await server.refresh(server.cast.c1, fixed) }
            #expect(answers.allSatisfy { $0.status == .ok && $0["refresh_token"] == nil })
            #expect(try await server.refresh(server.cast.c1, fixed).status == .ok)
        }
    }

    @Test("134, 135, 140: a refresh token is bound to its app, and is no bearer token", arguments: Backend.available)
    func bound(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (c1, c2, s1) = (server.cast.c1, server.cast.c2, server.cast.s1)
            for app in [c1, s1] {
                let tokens = try await server.tokens(app)
                #expect(try await server.refresh(c2, tokens.refresh).error == "invalid_grant", "134")
                #expect(try await server.refresh(app, tokens.refresh, ["client_secret": nil]).error == "invalid_client")
                #expect(try await server.me(tokens.refresh).status == .unauthorized)
                #expect(try await server.refresh(app, tokens.access).error == "invalid_grant")
                #expect(try await server.refresh(app, tokens.refresh).status == .ok)
            }
        }
    }

    @Test("136, 137: narrower for once, never wider", arguments: Backend.available)
    func scopes(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let token = try await server.tokens(app).refresh
            #expect(try await server.refresh(app, token, ["scope": "invoices.read"])["scope"] == "invoices.read")
            #expect(try await server.refresh(app, token)["scope"] == app.scopes)
            for scope in ["customers.write", "nonsense", "customers.read  invoices.read"] {
                #expect(try await server.refresh(app, token, ["scope": scope]).error == "invalid_scope")
            }
            let strict = server.cast.s1
            let rotating = try await server.tokens(strict).refresh
            #expect(try await server.refresh(strict, rotating, ["scope": "invoices.read"]).error == "invalid_scope")
            #expect(try await server.refresh(strict, rotating).status == .ok, "not spent")
        }
    }

    @Test("138: idle and absolute limits hold for fixed and rotating apps", arguments: Backend.available)
    func limits(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let day = 86_400
            for app in [server.cast.c1, server.cast.s1] {
                let idle = try await server.tokens(app).refresh
                server.clock.advance(seconds: 60 * day + 1)
                #expect(try await server.refresh(app, idle).error == "invalid_grant")
                var used = try await server.tokens(app).refresh
                for _ in 0..<6 {
                    server.clock.advance(seconds: 59 * day)
                    let answer = try await server.refresh(app, used)
                    #expect(answer.status == .ok)
                    used = answer["refresh_token"] ?? used
                }
                server.clock.advance(seconds: 12 * day)
                #expect(try await server.refresh(app, used).error == "invalid_grant", "366 days")
            }
        }
    }

    @Test("139: a lost role narrows the token; suspension is unauthorized_client", arguments: Backend.available)
    func rights(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c2
            let token = try await server.tokens(app).refresh
            try await server.changeRole(server.cast.u1, to: .employee, in: server.cast.a)
            #expect(try await server.refresh(app, token)["scope"] == "customers.read")
            try await server.changeRole(server.cast.u1, to: .owner, in: server.cast.a)
            try await server.suspend(app)
            #expect(try await server.refresh(app, token).error == "unauthorized_client")
            try await server.reinstate(app)
            #expect(try await server.refresh(app, token)["scope"] == app.scopes, "217: all is as before")
        }
    }

    @Test("122: after the grace the replaced token is dead", arguments: Backend.available)
    func replaced(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for app in [server.cast.p1, server.cast.p1s, server.cast.p2, server.cast.s1] {
                let old = try await server.tokens(app).refresh
                #expect(try await server.refresh(app, old).status == .ok)
                server.clock.advance(seconds: 10)
                #expect(
                    try await server.refresh(app, old).error == "invalid_grant", "the grace is over at its tenth second"
                )
            }
        }
    }

    @Test("130: without a grace, a repetition within the same second is reuse", arguments: Backend.available)
    func noGraceAtOnce(on backend: Backend) async throws {
        try await withServer(on: backend, configure: { $0.lifetimes.refreshGrace = 0 }) { server in
            let app = server.cast.p1
            let old = try await server.tokens(app).refresh
            let new = try #require(try await server.refresh(app, old)["refresh_token"])
            #expect(try await server.refresh(app, old).error == "invalid_grant")
            #expect(try await server.refresh(app, new).error == "invalid_grant", "the family is over")
        }
    }

    @Test(
        "139: a disabled user's grant issues nothing; a narrowed ceiling narrows the token",
        arguments: Backend.available)
    func present(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let tokens = try await server.tokens(app, as: server.cast.both)
            try await server.narrow(app, to: "invoices.read")
            #expect(try await server.refresh(app, tokens.refresh)["scope"] == "invoices.read")
            #expect(
                try await server.api("/v1/customers", tokens.access).status == .forbidden, "also what was issued before"
            )
            try await server.disable(server.cast.both)
            #expect(try await server.refresh(app, tokens.refresh).error == "invalid_grant")
            #expect(try await server.me(tokens.access).status == .unauthorized)
        }
    }

    @Test("141: an app that lost the answer asks again, and nobody is signed out", arguments: Backend.available)
    func lost(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for app in [server.cast.s1, server.cast.p1, server.cast.c1] {
                let token = try await server.tokens(app).refresh
                let lost = try await server.refresh(app, token)
                server.clock.advance(seconds: 5)
                let again = try await server.refresh(app, token)
                #expect(again.status == .ok)
                #expect(again["refresh_token"] == lost["refresh_token"])
                server.clock.advance(seconds: 60)
                let next = try await server.refresh(app, again["refresh_token"] ?? token)
                #expect(next.status == .ok)
                for answer in [lost, again, next] {
                    #expect(try await server.me(try #require(answer["access_token"])).status == .ok)
                }
            }
        }
    }
}
