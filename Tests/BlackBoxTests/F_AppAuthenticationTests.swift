import HTTPTypes
import Kernel
import OAuth
import Persistence
import TestSupport
import Testing
import Web

@Suite("F. App authentication", .timeLimit(.minutes(3)))
struct AppAuthenticationTests {
    private func basic(_ id: String, _ secret: String) -> HTTPFields {
        [.authorization: "Basic \(Base64Text.encode("\(id):\(secret)"))"]
    }

    private let anonymous: [String: String?] = ["client_id": nil, "client_secret": nil]

    @Test("91–97: one method, the right one, and the right secret", arguments: Backend.available)
    func methods(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (c1, c2, p1) = (server.cast.c1, server.cast.c2, server.cast.p1)
            let code = try await server.code(c1)
            func call(_ overrides: [String: String?], _ headers: HTTPFields = [:]) async throws -> Answer {
                try await server.post("/oauth/token", server.exchangeFields(c1, code, overrides), headers: headers)
            }
            let wrong = try await call(anonymous, basic(c1.id.text, c2.secret!))
            #expect(wrong.status == .unauthorized, "91")
            #expect(wrong.error == "invalid_client")
            #expect(wrong.headers[.wwwAuthenticate]?.hasPrefix("Basic ") == true)
            #expect(try await call(["client_secret": c2.secret!]).error == "invalid_client", "92")
            #expect(try await call([:], basic(c1.id.text, c1.secret!)).error == "invalid_request", "93")
            let other = try await call(["client_id": c2.id.text, "client_secret": nil], basic(c1.id.text, c1.secret!))
            #expect(other.error == "invalid_client", "94")
            #expect(try await call(["client_secret": nil]).error == "invalid_client", "95")
            #expect(try await call(["client_secret": ""]).error == "invalid_client", "95 empty")
            #expect(try await call(anonymous).error == "invalid_client")
            #expect(try await call(anonymous, [.authorization: "Bearer x"]).error == "invalid_client")

            let publicCode = try await server.code(p1)
            let secret = try await server.exchange(p1, publicCode, ["client_secret": c1.secret!])
            #expect(secret.error == "invalid_client", "96")
            #expect(try await server.exchange(p1, publicCode).status == .ok)
            #expect(
                try await call(anonymous, basic(c1.id.text, c1.secret!)).status == .ok,
                "Basic works, nothing was burned")
        }
    }

    @Test("99: malformed Basic", arguments: Backend.available)
    func malformed(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let code = try await server.code(server.cast.c1)
            for value in [
                "Basic", "Basic ", "Basic !!!", "Basic \(Base64Text.encode("nocolon"))", "Basic //8=", "Basic /////w==",
                "Basic \(String(repeating: "QUFB", count: 16_000))",
            ] {
                let fields = server.exchangeFields(server.cast.c1, code, anonymous)
                let answer = try await server.post("/oauth/token", fields, headers: [.authorization: value])
                #expect([400, 401].contains(answer.status.code), "\(value.prefix(30))")
            }
        }
    }

    @Test("100: wrong secrets are throttled per app and address", arguments: Backend.available)
    func throttled(on backend: Backend) async throws {
        try await withServer(
            on: backend, configure: { $0.trustedProxies = [AddressRange("0.0.0.0/0")!, AddressRange("::/0")!] }
        ) { server in
            let app = server.cast.c1
            let code = try await server.code(app)
            var last: Answer?
            for _ in 0..<30 { last = try await server.exchange(app, code, ["client_secret": server.cast.c2.secret!]) }
            #expect(last?.status == .tooManyRequests)
            #expect(Int(last?.headers[.retryAfter] ?? "") ?? 0 > 0)
            // Another app at the same address is not held back.
            #expect(try await server.exchange(server.cast.c2, server.code(server.cast.c2)).status == .ok)
            server.clock.advance(seconds: 301)
            #expect(try await server.exchange(app, server.code(app)).status == .ok, "after the window")
        }
    }

    @Test(
        "100: a hundred wrong secrets are throttled, and the right one from elsewhere is not",
        arguments: Backend.available)
    func elsewhere(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let code = try await server.code(app)
            func exchange(_ overrides: [String: String?], from peer: String) async throws -> Answer {
                try await server.post(
                    "/oauth/token", server.exchangeFields(app, code, overrides), headers: [.testPeer: peer])
            }
            var throttled = 0
            for _ in 0..<100 {
                let answer = try await exchange(["client_secret": server.cast.c2.secret!], from: "192.0.2.1")
                #expect(answer.error == "invalid_client")
                if answer.status == .tooManyRequests { throttled += 1 }
            }
            #expect(throttled >= 80)
            let held = try await exchange([:], from: "192.0.2.1")
            #expect(held.status == .tooManyRequests)
            #expect(Int(held.headers[.retryAfter] ?? "") ?? 0 > 0)
            #expect(try await exchange([:], from: "198.51.100.7").status == .ok)
        }
    }

    @Test("101: a secret is replaced with an overlap, and revoked at once", arguments: Backend.available)
    func rotated(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let refresh = try await server.tokens(app).refresh
            func status(_ secret: String) async throws -> UInt {
                UInt(try await server.refresh(app, refresh, ["client_secret": secret]).status.code)
            }
            let old = try #require(app.secret)
            let new = try #require(try await server.addSecret(to: app, overlap: 3600))
            #expect(try await status(old) == 200)
            #expect(try await status(new) == 200)
            #expect(try await server.addSecret(to: app, overlap: 3600) == nil, "never more than two")
            server.clock.advance(seconds: 3600)
            #expect(try await status(old) == 401)
            #expect(try await status(new) == 200)
            let third = try #require(try await server.addSecret(to: app, overlap: 3600))
            try await server.revokeOldestSecret(of: app)
            #expect(try await status(new) == 401, "revoked")
            #expect(try await status(third) == 200)
            let fourth = try #require(try await server.addSecret(to: app, overlap: 0))
            #expect(try await status(third) == 401, "no overlap")
            #expect(try await status(fourth) == 200)
        }
    }
}

enum Base64Text {
    static func encode(_ text: String) -> String {
        var encoded = Base64.encodeURL(text.utf8).replacing("-", with: "+").replacing("_", with: "/")
        while encoded.utf8.count % 4 != 0 { encoded += "=" }
        return encoded
    }
}
