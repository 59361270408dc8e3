import HTTPTypes
import Kernel
import Persistence
import TestSupport
import Testing

@Suite("E. Tokens of an app about itself (RFC 6749 §4.4)", .timeLimit(.minutes(3)))
struct ClientCredentialsTests {
    private func ask(
        _ server: ServerUnderTest, _ app: Cast.TestApp, _ more: [String: String] = [:], headers: HTTPFields = [:]
    ) async throws -> Answer {
        var fields = [(name: "grant_type", value: "client_credentials"), ("client_id", app.id.text)]
        if let secret = app.secret { fields.append(("client_secret", secret)) }
        return try await server.post("/oauth/token", fields + more.map { ($0.key, $0.value) }, headers: headers)
    }

    private func own(_ server: ServerUnderTest, _ token: String?) async throws -> Answer {
        guard let token else { return try await server.browser().get("/oauth/app") }
        return try await server.api("/oauth/app", token)
    }

    @Test(
        "82, 89: only apps that have the grant; an access token, no refresh token, nobody's user id",
        arguments: Backend.available)
    func grant(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (c1, c2, p1) = (server.cast.c1, server.cast.c2, server.cast.p1)
            #expect(try await ask(server, c1).error == "unauthorized_client", "82: not switched on")
            try await server.set([.ownTokens], of: c1)
            try await server.set([.ownTokens], of: p1)
            #expect(try await ask(server, p1).error == "unauthorized_client", "82: a public app")
            #expect(try await ask(server, c1, ["scope": "customers.read"]).error == "invalid_scope")
            let answer = try await ask(server, c1)
            #expect(answer.status == .ok)
            #expect(answer["token_type"] == "Bearer")
            for name in ["refresh_token", "portal", "scope"] { #expect(answer.json?[name] == nil, "89: no \(name)") }
            let token = try #require(answer["access_token"])

            let refused = try await server.me(token)
            #expect(refused.status == .unauthorized, "no portal's data")
            #expect(refused.headers[.wwwAuthenticate]?.contains(#"error="invalid_token""#) == true)
            let seen = try await server.introspect(c1, token)
            #expect(seen.json?["active"] == .bool(true))
            #expect(seen["sub"] == c1.id.text, "89: an app's id, which no user can have")
            #expect(seen["aud"] == ServerUnderTest.issuer)
            #expect(try await server.introspect(c2, token).body == #"{"active":false}"#)

            let page = try await own(server, token)
            #expect(page.status == .ok)
            #expect(page["client_id"] == c1.id.text)
            #expect(page["scope"] == c1.scopes)
            #expect(page.headers[.cacheControl] == "no-store")
            func grants(_ answer: Answer) -> [JSONValue] {
                if case .array(let list)? = answer.json?["grant_types"] { list } else { [] }
            }
            #expect(grants(page).contains(.string("client_credentials")))
            #expect(!grants(page).contains { $0 == .string("urn:ietf:params:oauth:grant-type:device_code") })
            try await server.set([], of: c1)
            #expect(try await own(server, token).status == .unauthorized, "switched off again")
            #expect(try await server.introspect(c1, token).body == #"{"active":false}"#)
        }
    }

    @Test("150: introspection by the app's own token, and not by an ordinary one", arguments: Backend.available)
    func introspection(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (c1, c2) = (server.cast.c1, server.cast.c2)
            try await server.set([.ownTokens], of: c1)
            let token = try #require(try await ask(server, c1)["access_token"])
            let (mine, others) = (try await server.tokens(c1).access, try await server.tokens(c2).access)
            func introspect(_ about: String, _ bearer: String) async throws -> Answer {
                try await server.post(
                    "/oauth/introspect", [("token", about)], headers: [.authorization: "Bearer \(bearer)"])
            }
            #expect(try await introspect(mine, token).json?["active"] == .bool(true))
            #expect(try await introspect(others, token).body == #"{"active":false}"#)
            for bearer in [mine, "x", others] {
                let refused = try await introspect(mine, bearer)
                #expect(refused.status == .unauthorized, "150")
                #expect(refused.error == "invalid_token")
                #expect(refused.headers[.wwwAuthenticate]?.hasPrefix("Bearer ") == true)
            }
            for bearer in [nil, mine, "x"] { #expect(try await own(server, bearer).status == .unauthorized) }
        }
    }

    @Test("89: it ends by revocation, by time, and with the option or the app", arguments: Backend.available)
    func ends(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (c1, c2) = (server.cast.c1, server.cast.c2)
            for app in [c1, c2] { try await server.set([.ownTokens], of: app) }
            let revoked = try #require(try await ask(server, c1)["access_token"])
            #expect(try await server.revoke(c2, revoked).status == .ok)
            #expect(try await own(server, revoked).status == .ok, "not by another app")
            #expect(try await server.revoke(c1, revoked).status == .ok)
            #expect(try await own(server, revoked).status == .unauthorized)
            #expect(try await server.auditActions(server.cast.developer.text).first == "app_token.revoked")
            let old = try #require(try await ask(server, c1)["access_token"])
            server.clock.advance(seconds: 120)
            #expect(try await own(server, old).status == .unauthorized)
            #expect(try await server.introspect(c1, old).body == #"{"active":false}"#)
            let token = try #require(try await ask(server, c1)["access_token"])
            try await server.set([], of: c1)
            #expect(try await own(server, token).status == .unauthorized)
            let last = try #require(try await ask(server, c2)["access_token"])
            try await server.delete(c2)
            #expect(try await own(server, last).status == .unauthorized)
            server.clock.advance(seconds: 7200)
            try await server.prune()
            #expect(try await server.database.rows("SELECT digest FROM app_tokens").isEmpty)
        }
    }
}
