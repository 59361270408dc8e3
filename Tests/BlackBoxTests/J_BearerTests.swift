import HTTPTypes
import Kernel
import OAuth
import Persistence
import TestSupport
import Testing
import Web

@Suite("J. Bearer use at the API", .timeLimit(.minutes(3)))
struct BearerTests {
    private let authentication = HTTPField.Name("Authentication")!

    private func get(_ server: ServerUnderTest, _ path: String, _ headers: HTTPFields) async throws -> Answer {
        try await server.send(path, "", type: nil, headers: headers, method: .get)
    }

    @Test("154, 155, 164: without, and with bad tokens, which all look the same", arguments: Backend.available)
    func refused(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for path in ["/v1/me", "/v1/customers", "/v1/nowhere"] {
                let none = try await get(server, path, [:])
                #expect(none.status == .unauthorized)
                #expect(none.headers[.wwwAuthenticate]?.contains("error=") == false)
                #expect(none.headers[.wwwAuthenticate]?.contains("resource_metadata=") == true, "172")
            }
            let app = server.cast.c1
            let revoked = try await server.tokens(app).access
            _ = try await server.revoke(app, revoked)
            let expired = try await server.tokens(app).access
            server.clock.advance(seconds: 121)
            let bodies = try await [
                "garbage", revoked, expired, "vdr_at_000000000000000000000000000000000000", "eyJhbGciOiJub25lIn0.e30.",
            ].asyncMap { token in
                let answer = try await server.me(token)
                #expect(answer.status == .unauthorized)
                #expect(answer.headers[.wwwAuthenticate]?.contains("error=\"invalid_token\"") == true)
                return answer.body
            }
            #expect(Set(bodies).count == 1)
        }
    }

    @Test("156, 157, 158, 160, 163: where a token may be, and what it may do", arguments: Backend.available)
    func presented(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let tokens = try await server.tokens(server.cast.c2)
            let other = try await server.tokens(server.cast.c1)
            let bearer = "Bearer \(tokens.access)"
            let missing = try await server.api("/v1/customers", other.access, method: .post, json: "{}")
            #expect(missing.status == .forbidden)
            #expect(missing.headers[.wwwAuthenticate]?.contains("scope=\"customers.write\"") == true, "156")
            #expect(try await get(server, "/v1/me?access_token=\(tokens.access)", [:]).status == .unauthorized, "157")
            #expect(try await get(server, "/v1/me", [authentication: bearer]).status == .ok, "160")
            #expect(try await get(server, "/v1/me", [.authorization: bearer, authentication: bearer]).status == .ok)
            #expect(
                try await get(server, "/v1/me", [.authorization: bearer, authentication: "Bearer \(other.access)"])
                    .status
                    == .badRequest)
            var twice = HTTPFields()
            twice.append(HTTPField(name: .authorization, value: bearer))
            twice.append(HTTPField(name: .authorization, value: bearer))
            #expect(try await get(server, "/v1/me", twice).status == .badRequest, "158")
            #expect(
                try await server.api("/v1/customers", tokens.access, method: .post, json: "{}").status
                    == .unprocessableContent)
            try await server.changeRole(server.cast.u1, to: .employee, in: server.cast.a)
            #expect(
                try await server.api("/v1/customers", tokens.access, method: .post, json: "{}").status == .forbidden,
                "163")
        }
    }

    @Test(
        "O50, 216: revoking an app ends its codes and tokens at once, in that portal only", arguments: Backend.available
    )
    func disconnect(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let a = try await server.tokens(app)
            let b = try await server.tokens(app, as: server.cast.u2)
            let other = try await server.tokens(server.cast.c2)
            for token in [a, b, other] { #expect(try await server.me(token.access).status == .ok) }
            try await server.disconnect(app)
            #expect(try await server.me(a.access).status == .unauthorized)
            #expect(try await server.refresh(app, a.refresh).error == "invalid_grant")
            #expect(try await server.me(b.access).status == .ok)
            #expect(try await server.me(other.access).status == .ok)
        }
    }

    @Test("165: other origins may call with a token, never with cookies", arguments: Backend.available)
    func crossOrigin(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.p2
            let token = try await server.tokens(app).access
            let origin: HTTPFields = [.origin: "https://browser.example"]
            let answer = try await get(
                server, "/v1/me", origin + [HTTPField(name: .authorization, value: "Bearer \(token)")])
            #expect(answer.status == .ok)
            #expect(answer.headers[.accessControlAllowOrigin] == "*")
            #expect(answer.headers[.accessControlAllowCredentials] == nil)
            let refused = try await server.post("/oauth/token", [("grant_type", "foo")], headers: origin)
            #expect(refused.status == .badRequest)
            #expect(refused.headers[.accessControlAllowOrigin] == "*", "a script can read why")
            for path in ["/v1/customers", "/oauth/token"] {
                let preflight = try await server.send(
                    path, "", type: nil,
                    headers: origin + [HTTPField(name: .accessControlRequestMethod, value: "POST")],
                    method: .options)
                #expect(preflight.status == .noContent)
                #expect(preflight.headers[.accessControlAllowOrigin] == "*")
                let allowed = preflight.headers[.accessControlAllowHeaders] ?? ""
                #expect(
                    allowed.contains("Authorization") && allowed.contains("Authentication") && !allowed.contains("*"))
            }
        }
    }

    @Test("W5: no code, token, secret or verifier in a log", arguments: Backend.available)
    func logs(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.s1
            let code = try await server.code(app)
            let answer = try await server.exchange(app, code)
            let (access, refresh) = (try #require(answer["access_token"]), try #require(answer["refresh_token"]))
            _ = try await server.me(access)
            _ = try await server.exchange(app, code)
            _ = try await server.refresh(app, refresh)
            let log = server.logs.text
            #expect(log.contains("/oauth/token"))
            for secret in [
                code, access, refresh, app.secret!, ServerUnderTest.pkce().verifier, "state-1", Cast.password,
            ] {
                #expect(!log.contains(secret))
            }
        }
    }
}

private func + (fields: HTTPFields, more: [HTTPField]) -> HTTPFields { more.reduce(into: fields) { $0.append($1) } }

extension Sequence {
    func asyncMap<Value>(_ transform: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
