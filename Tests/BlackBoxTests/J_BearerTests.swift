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

    @Test("158: the body is not looked at; the header alone decides", arguments: Backend.available)
    func bodies(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let token = try await server.tokens(server.cast.c2).access
            for (type, body) in [
                ("application/x-www-form-urlencoded", "access_token=\(token)"),
                ("application/json", #"{"access_token":"\#(token)"}"#),
            ] {
                let without = try await server.send("/v1/customers", body, type: type)
                #expect(without.status == .unauthorized)
                #expect(without.headers[.wwwAuthenticate]?.contains("error=") == false)
            }
            let json = #"{"access_token":"garbage"}"#
            #expect(
                try await server.api("/v1/customers", token, method: .post, json: json).status == .unprocessableContent)
            let garbage = try await server.api(
                "/v1/customers", "garbage", method: .post, json: #"{"access_token":"\#(token)"}"#)
            #expect(garbage.status == .unauthorized)
            var twice = HTTPFields()
            for _ in 1...2 { twice.append(HTTPField(name: authentication, value: "Bearer \(token)")) }
            #expect(try await get(server, "/v1/me", twice).status == .badRequest)
        }
    }

    @Test("160: the header Authentication is for tokens at the API, and nothing else", arguments: Backend.available)
    func otherHeader(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let tokens = try await server.tokens(app)
            let bearer = "Bearer \(tokens.access)"
            let basic = "Basic \(Base64Text.encode("\(app.id):\(app.secret!)"))"
            for headers: HTTPFields in [
                [.authorization: bearer, authentication: "Bearer garbage"],
                [.authorization: "Bearer garbage", authentication: bearer],
                [.authorization: basic, authentication: bearer], [.authorization: bearer, authentication: basic],
            ] {
                let answer = try await get(server, "/v1/me", headers)
                #expect(answer.status == .badRequest)
                #expect(answer.headers[.cacheControl]?.contains("no-store") == true)
            }
            let one = try await get(server, "/v1/me", [.authorization: bearer])
            let other = try await get(server, "/v1/me", [authentication: bearer])
            #expect(one.status == .ok)
            #expect(one.body == other.body)
            for answer in [one, other] { #expect(answer.headers[.cacheControl]?.contains("no-store") == true) }
            #expect(
                try await get(server, "/v1/me", [authentication: "Bearer garbage"]).headers[.wwwAuthenticate]
                    == (try await get(server, "/v1/me", [.authorization: "Bearer garbage"]).headers[.wwwAuthenticate]))
            let fields = [(name: "grant_type", value: "refresh_token"), (name: "refresh_token", value: tokens.refresh)]
            let refused = try await server.post("/oauth/token", fields, headers: [authentication: basic])
            #expect(refused.error == "invalid_client")
            #expect(try await server.post("/oauth/token", fields, headers: [.authorization: basic]).status == .ok)
        }
    }

    @Test("161: the matrix of every operation and every single scope", arguments: Backend.available)
    func matrix(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = try await server.register(
                "All", .web, .standard, ["https://all.example/cb"], Scopes.names.joined(separator: " "))
            let browser = server.browser()
            let operations = try await PublishedOperation.all(server)
            #expect(operations.count > 10)
            #expect(operations.filter { $0.scope == nil }.map(\.path) == ["/v1/me"], "all others name a scope")
            for scope in Scopes.names {
                let answer = try await server.consent(
                    server.authorizeURL(app, ["scope": scope]), browser, as: server.cast.u1)
                let tokens = try await server.exchange(app, try #require(answer.redirectFields["code"]))
                let token = try #require(tokens["access_token"])
                for operation in operations {
                    // With nothing that could do anything: what counts is whether the scope lets it through.
                    let reply = try await server.api(
                        operation.path, token, method: operation.method, json: operation.hasBody ? "{}" : nil)
                    let allowed = operation.scope == nil || operation.scope == scope
                    #expect((reply.status != .forbidden) == allowed, "\(operation) with \(scope): \(reply.status)")
                    if !allowed {
                        let challenge = reply.headers[.wwwAuthenticate] ?? ""
                        #expect(challenge.contains("scope=\"\(operation.scope ?? "")\""))
                    }
                }
            }
        }
    }

    @Test("162: what another portal has is not there", arguments: Backend.available)
    func tenants(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let a = try await server.tokens(server.cast.c2)
            let b = try await server.tokens(server.cast.c2, as: server.cast.u2)
            let body = #"""
                {"companyName":"B","address":"Kade 1","zipCode":"1011 AB","city":"Amsterdam","countryCode":"NL",
                "primaryEmail":"b@b.example","phone":"+31201234567"}
                """#
            let made = try await server.api("/v1/customers", b.access, method: .post, json: body)
            #expect(made.status == .created, "\(made.body)")
            let path = try #require(made.headers[.location]).split(separator: "/v1").last.map { "/v1\($0)" } ?? ""
            #expect(try await server.api(path, b.access).status == .ok)
            for method: HTTPRequest.Method in [.get, .patch, .delete] {
                let json = method == .patch ? #"{"city":"Utrecht"}"# : nil
                let foreign = try await server.api(path, a.access, method: method, json: json)
                let missing = try await server.api("\(path.dropLast(4))0000", a.access, method: method, json: json)
                #expect(foreign.status == missing.status, "\(method)")
                #expect(foreign.body == missing.body)
                #expect([404, 405].contains(foreign.status.code))
            }
            #expect(try await server.api(path, b.access).body.contains("Amsterdam"))
        }
    }

    @Test("164: a JWT is no token of ours, whatever its header says", arguments: Backend.available)
    func jwt(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let unknown = try await server.me("garbage")
            for header in [
                #"{"alg":"none"}"#, #"{"alg":"HS256","typ":"at+jwt"}"#,
                #"{"alg":"RS256","jku":"https://evil.example/k"}"#,
                #"{"alg":"ES256","jwk":{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}}"#,
                #"{"alg":"HS256","kid":"../../x"}"#,
            ] {
                let parts = [
                    header, #"{"iss":"http://localhost:8080","sub":"x","scope":"customers.read"}"#, "signature",
                ]
                let token = parts.map { Base64.encodeURL($0.utf8) }.joined(separator: ".")
                let answer = try await server.me(token)
                #expect(answer.status == .unauthorized)
                #expect(answer.body == unknown.body)
                #expect(answer.headers[.wwwAuthenticate] == unknown.headers[.wwwAuthenticate])
            }
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
                #expect(preflight.headers[.cacheControl] == "no-store")
                #expect(preflight.headers[.xContentTypeOptions] == "nosniff")
                #expect(preflight.headers[HTTPField.Name("X-Request-Id")!]?.hasPrefix("req_") == true)
                let version = preflight.headers[HTTPField.Name("X-Version")!]
                #expect(version == (path.hasPrefix("/v1/") ? "1.1.0" : nil))
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

/// An operation as `/openapi.json` publishes it.
struct PublishedOperation: CustomStringConvertible {
    let method: HTTPRequest.Method
    /// With ids that do not exist.
    let path: String
    /// Nil where any credential will do.
    let scope: String?
    let hasBody: Bool

    var description: String { "\(method) \(path)" }

    static func all(_ server: ServerUnderTest) async throws -> [PublishedOperation] {
        guard case .object(let paths)? = try await server.browser().get("/openapi.json").json?["paths"] else {
            return []
        }
        var operations: [PublishedOperation] = []
        for path in paths {
            guard case .object(let methods) = path.value else { continue }
            for member in methods {
                guard let method = HTTPRequest.Method(rawValue: member.name.uppercased()),
                    case .array(let security)? = member.value["security"],
                    case .array(let scopes)? = security.first?["bearer"]
                else { continue }
                let scope: String? = if case .string(let name)? = scopes.first { name } else { nil }
                let parts = path.name.split(separator: "/").map { $0.hasPrefix("{") ? "nothing" : String($0) }
                let full = "/" + parts.joined(separator: "/")
                operations.append(
                    PublishedOperation(
                        method: method, path: full.hasPrefix("/v1/") ? full : "/v1\(full)", scope: scope,
                        hasBody: member.value["requestBody"] != nil))
            }
        }
        return operations
    }
}
