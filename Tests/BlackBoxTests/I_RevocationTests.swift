import HTTPTypes
import Kernel
import OAuth
import Persistence
import TestSupport
import Testing
import Web

@Suite("I. Revocation and introspection", .timeLimit(.minutes(3)))
struct RevocationTests {
    @Test("142–145: revoking an access token, and a refresh token with its whole grant", arguments: Backend.available)
    func revoke(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for app in [server.cast.c1, server.cast.s1] {
                let tokens = try await server.tokens(app)
                #expect(try await server.me(tokens.access).status == .ok)
                let answer = try await server.revoke(app, tokens.access, ["token_type_hint": "refresh_token"])
                #expect(answer.status == .ok)
                #expect(answer.headers[.cacheControl] == "no-store")
                #expect(try await server.me(tokens.access).status == .unauthorized, "142")
                let next = try await server.refresh(app, tokens.refresh)
                let (access, refresh) = (try #require(next["access_token"]), next["refresh_token"] ?? tokens.refresh)
                #expect(try await server.me(access).status == .ok)
                #expect(try await server.revoke(app, refresh, ["token_type_hint": "nonsense"]).status == .ok)
                #expect(try await server.me(access).status == .unauthorized, "143")
                #expect(try await server.refresh(app, refresh).error == "invalid_grant")
                for token in [refresh, access, "nonsense", "vdr_at_000000000000000000000000000000000000"] {
                    #expect(try await server.revoke(app, token).status == .ok, "144")
                }
            }
        }
    }

    @Test("147–149: who may revoke, and how", arguments: Backend.available)
    func authentication(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (c1, c2, p1) = (server.cast.c1, server.cast.c2, server.cast.p1)
            let tokens = try await server.tokens(c1)
            #expect(try await server.revoke(c1, tokens.access, ["client_secret": nil]).status == .unauthorized)
            #expect(try await server.revoke(c1, tokens.access, ["client_secret": c2.secret!]).status == .unauthorized)
            #expect(try await server.revoke(c2, tokens.access).status == .ok)
            #expect(try await server.revoke(c2, tokens.refresh).status == .ok)
            #expect(try await server.me(tokens.access).status == .ok, "another app's token lives on")
            let native = try await server.tokens(p1)
            #expect(try await server.revoke(p1, native.access).status == .ok)
            #expect(try await server.me(native.access).status == .unauthorized, "148")
            #expect(try await server.revoke(c1, "").error == "invalid_request")
            let get = try await server.send("/oauth/revoke", "", type: nil, method: .get)
            #expect(get.status == .methodNotAllowed)
        }
    }

    @Test("150–153: introspection is for confidential apps about their own tokens", arguments: Backend.available)
    func introspect(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (c1, c2, p1) = (server.cast.c1, server.cast.c2, server.cast.p1)
            let tokens = try await server.tokens(c1)
            let answer = try await server.introspect(c1, tokens.access)
            #expect(answer.json?["active"] == .bool(true))
            #expect(answer["scope"] == c1.scopes)
            #expect(answer["client_id"] == c1.id.text)
            #expect(answer["sub"] == server.cast.u1.id.text)
            #expect(answer["iss"] == ServerUnderTest.issuer)
            #expect(answer["aud"] == "\(ServerUnderTest.issuer)/v1")
            #expect(answer.json?["exp"] == .number("\(server.clock.now.seconds + 120)"))
            #expect(answer.json?["iat"] == .number("\(server.clock.now.seconds)"))
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(try await server.introspect(c1, tokens.refresh).json?["active"] == .bool(true))

            let inactive = #"{"active":false}"#
            #expect(try await server.introspect(c2, tokens.access).body == inactive)
            #expect(try await server.introspect(c1, "garbage").body == inactive)
            #expect(try await server.introspect(p1, tokens.access).error == "invalid_client")
            let bearer = try await server.post(
                "/oauth/introspect", [("token", tokens.access)], headers: [.authorization: "Bearer \(tokens.access)"])
            #expect(bearer.status == .unauthorized, "150")
            _ = try await server.revoke(c1, tokens.access)
            #expect(try await server.introspect(c1, tokens.access).body == inactive, "153")
            let second = try await server.tokens(c1)
            server.clock.advance(seconds: 121)
            #expect(try await server.introspect(c1, second.access).body == inactive, "expired")
        }
    }

    @Test(
        "144, 149: an expired token is revoked without a word; no token, or two, are a mistake",
        arguments: Backend.available)
    func odd(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.s1
            let tokens = try await server.tokens(app)
            server.clock.advance(seconds: 121)
            #expect(try await server.revoke(app, tokens.access).status == .ok)
            #expect(try await server.revoke(app, tokens.access).status == .ok, "again")
            for path in ["/oauth/revoke", "/oauth/introspect"] {
                let credentials = [("client_id", app.id.text), ("client_secret", app.secret!)].map {
                    (name: $0.0, value: $0.1)
                }
                #expect(try await server.post(path, credentials).error == "invalid_request")
                let twice = credentials + [("token", tokens.refresh), ("token", tokens.refresh)]
                #expect(try await server.post(path, twice).error == "invalid_request")
                let get = try await server.send("\(path)?token=\(tokens.refresh)", "", type: nil, method: .get)
                #expect(get.status == .methodNotAllowed)
                #expect(get.headers[.allow] == "POST")
            }
            #expect(try await server.refresh(app, tokens.refresh).status == .ok, "none of it did anything")
        }
    }

    @Test("150, 152: introspection without credentials, and of tokens that are dead", arguments: Backend.available)
    func dead(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.s1
            let tokens = try await server.tokens(app)
            let anonymous = try await server.post("/oauth/introspect", [("token", tokens.access)])
            #expect(anonymous.status == .unauthorized)
            #expect(anonymous.error == "invalid_client")
            let next = try #require(try await server.refresh(app, tokens.refresh)["refresh_token"])
            let inactive = #"{"active":false}"#
            #expect(try await server.introspect(app, tokens.refresh).body == inactive, "replaced")
            #expect(try await server.introspect(app, next).json?["active"] == .bool(true))
            try await server.disconnect(app)
            for token in [tokens.access, next, String(next.dropLast()) + "0", ""] where !token.isEmpty {
                let answer = try await server.introspect(app, token)
                #expect(answer.status == .ok)
                #expect(answer.body == inactive)
            }
        }
    }
}
