import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("What an app did (contract O62)", .timeLimit(.minutes(2)))
struct AppActivityPageTests {
    private static func flush(_ server: ServerUnderTest, of node: ServerUnderTest? = nil) async throws {
        try await (node ?? server).server.recordActivity()
    }

    @Test(
        "token requests, refusals and their request ids; no secret, and nothing of other apps",
        arguments: Backend.available)
    func page(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let path = "\(ServerUnderTest.appsPath)/\(app.id)"
            let developer = try await server.developer()
            #expect(try await developer.get(path).contains("Nothing was refused lately."))

            let tokens = try await server.tokens(app)
            _ = try await server.refresh(app, tokens.refresh)
            let wrong = try await server.refresh(app, tokens.refresh, ["client_secret": "vdr_secret_wrong"])
            let spent = try await server.exchange(app, "nonsense")
            let unregistered = try await server.browser().get(
                server.authorizeURL(app, ["redirect_uri": "https://evil.example/cb"]))
            let beyond = try await server.browser().get(server.authorizeURL(app, ["scope": "tickets.write"]))
            _ = try await server.exchange(server.cast.c2, "nonsense")
            try await Self.flush(server)

            let report = try await server.useCases.appUsage.report(of: app.id, at: server.clock.now)
            #expect(report.days.count == 30)
            #expect(report.days.last?.requests == 4)
            #expect(report.days.last?.errors == 2)
            #expect(report.days.dropLast().allSatisfy { $0.requests == 0 && $0.errors == 0 })
            #expect(
                report.errors.map(\.code) == [
                    "invalid_scope", "invalid_redirect_uri", "invalid_grant", "invalid_client",
                ])
            let shown = try await developer.get(path)
            for answer in [wrong, spent, unregistered, beyond] {
                let id = try #require(answer.headers[HTTPField.Name("X-Request-Id")!])
                #expect(shown.contains(id), "\(answer.status)")
            }
            for text in [
                "Token requests", "Refused token requests", "<svg", "secret missing or malformed", "/oauth/token",
            ] {
                #expect(shown.contains(text), "\(text)")
            }
            for secret in ["vdr_secret_wrong", "nonsense", "evil.example", tokens.refresh, tokens.access] {
                #expect(!shown.contains(secret), "\(secret)")
            }
            #expect(shown.contains("1 portal"))
        }
    }

    @Test("nodes add up; thirty days; fifty refusals", arguments: Backend.available)
    func nodes(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            try await server.withSecondNode { node in
                for one in [server, node] { _ = try await one.exchange(app, "nonsense") }
                try await Self.flush(server)
                try await Self.flush(server, of: node)
            }
            try await Self.flush(server)
            let usage = server.useCases.appUsage
            #expect(try await usage.report(of: app.id, at: server.clock.now).days.last?.errors == 2)
            #expect(try await usage.report(of: app.id, at: server.clock.now + 29 * 86_400).days.first?.errors == 2)
            let later = try await usage.report(of: app.id, at: server.clock.now + 30 * 86_400)
            #expect(later.days.allSatisfy { $0.requests == 0 })

            server.clock.advance(seconds: 40 * 86_400)
            for _ in 0..<4 {
                for _ in 0..<20 { _ = try await server.exchange(app, "nonsense") }
                try await Self.flush(server)
            }
            let kept = try await server.database.rows("SELECT id FROM app_errors WHERE app_id = \(app.id)")
            #expect(kept.count == 50)
            let days = try await server.database.rows("SELECT day FROM app_days WHERE app_id = \(app.id)")
            #expect(days.count == 1, "old days are forgotten")
        }
    }

    @Test("an id that is no app writes nothing", arguments: Backend.available)
    func unknown(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let fields = [
                ("grant_type", "refresh_token"), ("client_id", "app_00000000000000000000"), ("refresh_token", "x"),
            ]
            #expect(try await server.post("/oauth/token", fields).status == .unauthorized)
            try await Self.flush(server)
            #expect(try await server.database.rows("SELECT day FROM app_days").isEmpty)
            #expect(try await server.database.rows("SELECT id FROM app_errors").isEmpty)
        }
    }
}
