import HTTPTypes
import Kernel
import OAuth
import Persistence
import TestSupport
import Testing
import Web

@Suite("M. Resource indicators (RFC 8707)", .timeLimit(.minutes(3)))
struct ResourceTests {
    private static let api = "\(ServerUnderTest.issuer)/v1"
    private static let inactive = #"{"active":false}"#

    private typealias Fields = [(name: String, value: String)]

    private static func resources(_ uris: [String]) -> Fields { uris.map { ("resource", $0) } }

    /// A code for `app`, asked for with these resources.
    private func code(_ app: Cast.TestApp, _ server: ServerUnderTest, for uris: [String]) async throws -> String {
        let fields = server.parameters(app, pkce: server.needed(app)) + Self.resources(uris)
        let answer = try await server.consent(
            "/oauth/authorize?\(PercentEncoding.query(fields))", as: server.cast.u1)
        return try #require(answer.redirectFields["code"], "\(answer.location ?? answer.body)")
    }

    private func exchange(
        _ app: Cast.TestApp, _ code: String, _ server: ServerUnderTest, for uris: [String] = [],
        at path: String = "/oauth/token"
    ) async throws -> Answer {
        try await server.post(path, server.exchangeFields(app, code) + Self.resources(uris))
    }

    private func refresh(
        _ app: Cast.TestApp, _ token: String?, _ server: ServerUnderTest, for uris: [String] = []
    ) async throws -> Answer {
        let fields: Fields = [("grant_type", "refresh_token"), ("refresh_token", try #require(token))]
        return try await server.post("/oauth/token", fields + proof(of: app) + Self.resources(uris))
    }

    private func proof(of app: Cast.TestApp) -> Fields {
        [("client_id", app.id.text)] + (app.secret.map { [("client_secret", $0)] } ?? [])
    }

    private func introspect(
        _ token: String?, as resource: ServerUnderTest.TestResource, _ server: ServerUnderTest
    ) async throws -> Answer {
        let basic = Base64Text.encode("\(resource.id):\(resource.secret)")
        return try await server.post(
            "/oauth/introspect", [("token", try #require(token))], headers: [.authorization: "Basic \(basic)"])
    }

    private static let bad = [
        "/v1", "routes.example", "https://routes.example/api#part", "https://routes.example/api/",
        "https://unknown.example", "HTTPS://routes.example/api", "\(ServerUnderTest.issuer)/v2",
    ]

    @Test(
        "191: relative, with a fragment, unknown: invalid_target at every endpoint, and nothing is spent",
        arguments: Backend.available)
    func refused(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            _ = try await server.registerResource("Routes", "https://routes.example/api")
            for app in [server.cast.c1, server.cast.s1] {
                try await server.set([.deviceGrant, .ownTokens], of: app)
                let plain = try await code(app, server, for: [])
                let proof = proof(of: app)
                for uri in Self.bad {
                    let resource = Self.resources([Self.api, uri])
                    let request = server.parameters(app, pkce: server.needed(app)) + resource
                    let answer = try await server.browser().get("/oauth/authorize?\(PercentEncoding.query(request))")
                    #expect(answer.redirectFields["error"] == "invalid_target", "\(uri)")
                    #expect(answer.redirectFields["state"] == "state-1")
                    #expect(answer.redirectFields["iss"] == ServerUnderTest.issuer)
                    let pushed = try await server.post("/oauth/par", request + proof.dropFirst())
                    #expect(pushed.status == .badRequest && pushed.error == "invalid_target", "\(uri)")
                    let device = try await server.post(
                        "/oauth/device_authorization", [("scope", app.scopes)] + proof + resource)
                    #expect(device.status == .badRequest && device.error == "invalid_target", "\(uri)")
                    for path in ["/oauth/token", "/oauth/tokens"] {
                        let exchanged = try await exchange(app, plain, server, for: [uri], at: path)
                        #expect(exchanged.status == .badRequest && exchanged.error == "invalid_target", "\(uri)")
                        let own = try await server.post(
                            path, [("grant_type", "client_credentials")] + proof + Self.resources([uri]))
                        #expect(own.error == "invalid_target", "\(uri)")
                    }
                }
                #expect(try await exchange(app, plain, server).status == .ok, "none of it spent the code")
            }
            #expect(try await server.database.rows("SELECT digest FROM pushed_requests").isEmpty)
            #expect(try await server.database.rows("SELECT digest FROM device_requests").isEmpty)
        }
    }

    @Test(
        "191: a resource that was not authorized is invalid_target, and nothing is spent", arguments: Backend.available)
    func notGranted(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let routes = try await server.registerResource("Routes", "https://routes.example/api")
            let stock = try await server.registerResource("Stock", "https://stock.example")
            for app in [server.cast.c1, server.cast.s1, server.cast.p1] {
                for (granted, others) in [
                    ([], [routes.uri]), ([routes.uri], [Self.api]), ([Self.api, routes.uri], [stock.uri]),
                ] {
                    let code = try await code(app, server, for: granted)
                    #expect(try await exchange(app, code, server, for: others).error == "invalid_target")
                    #expect(try await exchange(app, code, server, for: granted + others).error == "invalid_target")
                    let first = try await exchange(app, code, server, for: granted)
                    #expect(first.status == .ok)
                    let token = first["refresh_token"]
                    #expect(try await refresh(app, token, server, for: others).error == "invalid_target")
                    #expect(try await refresh(app, token, server, for: granted + others).error == "invalid_target")
                    #expect(try await refresh(app, token, server, for: granted).status == .ok)
                }
            }
        }
    }

    @Test(
        "192: two resources authorized, a token for one: aud is that one, and the other API answers 401",
        arguments: Backend.available)
    func narrowed(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let routes = try await server.registerResource("Routes", "https://routes.example/api")
            for app in [server.cast.c1, server.cast.s1] {
                let code = try await code(app, server, for: [Self.api, routes.uri])
                let answer = try await exchange(app, code, server, for: [routes.uri])
                let forRoutes = try #require(answer["access_token"])
                #expect(answer["scope"] == app.scopes)
                let refused = try await server.me(forRoutes)
                #expect(refused.status == .unauthorized)
                #expect(refused.headers[.wwwAuthenticate]?.contains(#"error="invalid_token""#) == true)
                #expect(try await server.introspect(app, forRoutes)["aud"] == routes.uri)
                #expect(try await introspect(forRoutes, as: routes, server)["aud"] == routes.uri)

                // The grant still holds both: a refresh can ask for the other, or for all of it (RFC 8707 §2.2).
                let second = try await refresh(app, answer["refresh_token"], server, for: [Self.api])
                let forAPI = try #require(second["access_token"])
                #expect(try await server.me(forAPI).status == .ok)
                #expect(try await server.introspect(app, forAPI)["aud"] == Self.api)
                #expect(try await introspect(forAPI, as: routes, server).body == Self.inactive)

                let all = try await refresh(
                    app, app.rotates ? second["refresh_token"] : answer["refresh_token"], server)
                let forBoth = try #require(all["access_token"])
                #expect(try await server.me(forBoth).status == .ok)
                let seen = try await introspect(forBoth, as: routes, server)
                #expect(seen.json?["aud"] == .array([.string(Self.api), .string(routes.uri)]))
            }
        }
    }

    @Test("151, 152: a resource server asks about tokens for it, and learns of no other", arguments: Backend.available)
    func introspection(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let routes = try await server.registerResource("Routes", "https://routes.example/api")
            let stock = try await server.registerResource("Stock", "https://stock.example")
            let app = server.cast.c1
            let tokens = try await exchange(app, code(app, server, for: [routes.uri]), server)
            let access = try #require(tokens["access_token"])

            let seen = try await introspect(access, as: routes, server)
            #expect(seen.status == .ok)
            #expect(seen.headers[.cacheControl] == "no-store")
            #expect(seen.json?["active"] == .bool(true))
            for (name, value) in [
                ("scope", app.scopes), ("client_id", app.id.text), ("sub", server.cast.u1.id.text),
                ("iss", ServerUnderTest.issuer), ("aud", routes.uri), ("portal", "alpha"), ("token_type", "Bearer"),
            ] { #expect(seen[name] == value) }
            #expect(seen.json?["exp"] != nil && seen.json?["iat"] != nil)
            #expect(try await server.introspect(app, access).body == seen.body, "as the app itself sees it")
            let inBody = try await server.post(
                "/oauth/introspect", [("token", access), ("client_id", routes.id), ("client_secret", routes.secret)])
            #expect(inBody.body == seen.body)

            #expect(try await introspect(access, as: stock, server).body == Self.inactive, "not for it")
            #expect(try await introspect(tokens["refresh_token"], as: routes, server).body == Self.inactive)
            #expect(try await introspect("vdr_at_nonsense", as: routes, server).body == Self.inactive)
            let plain = try await server.tokens(app)
            #expect(try await introspect(plain.access, as: routes, server).body == Self.inactive)
            try await server.set(.ownTokens, of: app)
            let own = try await server.post(
                "/oauth/token", [("grant_type", "client_credentials")] + proof(of: app))
            #expect(try await introspect(own["access_token"], as: routes, server).body == Self.inactive)

            _ = try await server.revoke(app, access)
            #expect(try await introspect(access, as: routes, server).body == Self.inactive, "revoked")
            let next = try await refresh(app, tokens["refresh_token"], server)["access_token"]
            #expect(try await introspect(next, as: routes, server).json?["active"] == .bool(true))
            server.clock.advance(seconds: 120)
            #expect(try await introspect(next, as: routes, server).body == Self.inactive, "expired")
            let last = try await refresh(app, tokens["refresh_token"], server)["access_token"]
            try await server.delete(app)
            #expect(try await introspect(last, as: routes, server).body == Self.inactive, "the app is gone")
        }
    }

    @Test("150: a resource server proves itself, and can do nothing but ask", arguments: Backend.available)
    func proof(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let routes = try await server.registerResource("Routes", "https://routes.example/api")
            let app = server.cast.c1
            let tokens = try await exchange(app, code(app, server, for: [routes.uri]), server)
            let access = try #require(tokens["access_token"])
            func ask(_ fields: Fields) async throws -> Answer {
                try await server.post("/oauth/introspect", [("token", access)] + fields)
            }
            for fields: Fields in [
                [("client_id", routes.id)], [("client_id", routes.id), ("client_secret", "")],
                [("client_id", routes.id), ("client_secret", try #require(app.secret))],
                [("client_id", app.id.text), ("client_secret", routes.secret)],
                [("client_id", "rsv_00000000000000000000"), ("client_secret", routes.secret)],
            ] {
                let answer = try await ask(fields)
                #expect(answer.status == .unauthorized)
                #expect(answer.error == "invalid_client")
            }
            let itself: Fields = [("client_id", routes.id), ("client_secret", routes.secret)]
            #expect(try await ask(itself).json?["active"] == .bool(true))
            // It is no app.
            for (path, fields) in [
                ("/oauth/token", [("grant_type", "client_credentials")]), ("/oauth/revoke", [("token", access)]),
                ("/oauth/par", []), ("/oauth/device_authorization", [("scope", "customers.read")]),
            ] as [(String, Fields)] {
                let answer = try await server.post(path, fields + itself)
                #expect(answer.error == "invalid_client", "\(path)")
            }
            let page = try await server.browser().get(
                "/oauth/authorize?\(PercentEncoding.query(server.parameters(app, ["client_id": routes.id])))")
            #expect((400..<500).contains(page.status.code))
            #expect(page.location == nil)
            #expect(try await server.api("/v1/me", routes.secret).status == .unauthorized)
            #expect(try await ask(itself).json?["active"] == .bool(true), "none of it did anything")
            let rows = try await server.database.rows("SELECT secret_digest FROM resource_servers")
            #expect(try rows.map { try $0.text("secret_digest") } == [TokenDigest(of: routes.secret).hex])
        }
    }

    @Test("150: a replaced secret is dead at once; a removed server hears no more", arguments: Backend.available)
    func operation(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let routes = try await server.registerResource("Routes", "https://routes.example/api")
            let app = server.cast.s1
            let tokens = try await exchange(app, code(app, server, for: [routes.uri]), server)
            let renewed = try await server.replaceSecret(of: routes)
            #expect(renewed.id == routes.id)
            #expect(try await introspect(tokens["access_token"], as: routes, server).error == "invalid_client")
            #expect(try await introspect(tokens["access_token"], as: renewed, server).json?["active"] == .bool(true))

            try await server.removeResource(renewed)
            #expect(try await introspect(tokens["access_token"], as: renewed, server).error == "invalid_client")
            #expect(try await server.introspect(app, #require(tokens["access_token"])).body == Self.inactive)
            let next = try await refresh(app, tokens["refresh_token"], server)
            #expect(try await server.introspect(app, #require(next["access_token"])).body == Self.inactive)
            #expect(try await server.me(#require(next["access_token"])).status == .unauthorized, "never ours")
            let named = try await refresh(app, next["refresh_token"], server, for: [routes.uri])
            #expect(named.error == "invalid_target")

            // The same URI again is another resource server: what was granted to the first is not granted to it.
            let again = try await server.registerResource("Routes", routes.uri)
            #expect(again.id != routes.id)
            let refused = try await refresh(app, next["refresh_token"], server, for: [routes.uri])
            #expect(refused.error == "invalid_target")
            #expect(try await introspect(next["access_token"], as: again, server).body == Self.inactive)
            #expect(
                try await server.auditActions("server") == [
                    "resource_server.created", "resource_server.removed", "resource_server.secret_replaced",
                    "resource_server.created",
                ])
        }
    }

    @Test("45, 48: the screen names the resource servers; a new one is asked about again", arguments: Backend.available)
    func consent(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let routes = try await server.registerResource("Routes & Co", "https://routes.example/api")
            let (app, browser) = (server.cast.c1, server.browser())
            func url(_ prompt: String, _ uris: [String]) -> String {
                let fields = server.parameters(app, ["prompt": prompt]) + Self.resources(uris)
                return "/oauth/authorize?\(PercentEncoding.query(fields))"
            }
            let plain = try await server.open(url("consent", [Self.api]), browser, as: server.cast.u1)
            #expect(!plain.body.contains("Routes"))
            _ = try await browser.submit(#require(plain.form(with: "decision")), press: "approve")
            #expect(try await browser.get(url("none", [])).redirectFields["code"] != nil)
            #expect(try await browser.get(url("none", [Self.api])).redirectFields["code"] != nil)
            #expect(try await browser.get(url("none", [routes.uri])).redirectFields["error"] == "consent_required")

            let page = try await server.open(url("consent", [Self.api, routes.uri]), browser, as: server.cast.u1)
            #expect(page.body.contains("Routes &amp; Co"))
            #expect(page.body.contains(routes.uri))
            _ = try await browser.submit(#require(page.form(with: "decision")), press: "approve")
            for uris in [[], [Self.api], [routes.uri], [routes.uri, Self.api]] {
                #expect(try await browser.get(url("none", uris)).redirectFields["code"] != nil)
            }
            let events = try await server.auditRecords(server.cast.a.id.text).filter { $0.action == "grant.created" }
            #expect(!events.isEmpty)
        }
    }

    @Test("191, 192: pushed requests and devices ask for resources too", arguments: Backend.available)
    func otherWays(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let routes = try await server.registerResource("Routes", "https://routes.example/api")
            let app = server.cast.s1
            try await server.set(.deviceGrant, of: app)
            let proof = proof(of: app)
            let uris = Self.resources([Self.api, routes.uri])

            let request = server.parameters(app, pkce: server.needed(app)) + uris
            let pushed = try await server.post("/oauth/par", request + proof.dropFirst())
            let link = PercentEncoding.query([
                ("client_id", app.id.text), ("request_uri", try #require(pushed["request_uri"])),
                ("resource", "https://evil.example"),
            ])
            let code = try #require(
                try await server.consent("/oauth/authorize?\(link)", as: server.cast.u1).redirectFields["code"])
            let first = try await exchange(app, code, server)
            #expect(
                try await introspect(first["access_token"], as: routes, server).json?["aud"]
                    == .array([.string(Self.api), .string(routes.uri)]))

            let asked = try await server.post(
                "/oauth/device_authorization", [("scope", app.scopes)] + proof + Self.resources([routes.uri]))
            let browser = server.browser()
            try await server.signIn(browser, as: server.cast.u1)
            var form = try #require(try await browser.get("/oauth/device").form("/oauth/device"))
            form.set("user_code", try #require(asked["user_code"]))
            let page = try await browser.follow(try await browser.submit(form))
            #expect(page.body.contains(routes.uri))
            _ = try await browser.submit(#require(page.form(with: "decision")), press: "approve")
            let poll: Fields = [
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                ("device_code", try #require(asked["device_code"])),
            ]
            let tooMuch = try await server.post("/oauth/token", poll + proof + Self.resources([Self.api]))
            #expect(tooMuch.error == "invalid_target")
            let tokens = try await server.post("/oauth/token", poll + proof)
            #expect(try await server.me(#require(tokens["access_token"])).status == .unauthorized)
            #expect(try await introspect(tokens["access_token"], as: routes, server)["aud"] == routes.uri)
        }
    }

    @Test("a token for our API alone is stored as a plain one, however it was asked for", arguments: Backend.available)
    func plain(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            for uris in [[], [""], [Self.api], [Self.api, Self.api]] {
                let tokens = try await exchange(app, code(app, server, for: uris), server, for: uris)
                #expect(try await server.me(#require(tokens["access_token"])).status == .ok)
                #expect(try await server.introspect(app, #require(tokens["access_token"]))["aud"] == Self.api)
            }
            try await server.set(.ownTokens, of: app)
            let own = try await server.post(
                "/oauth/token",
                [("grant_type", "client_credentials")] + proof(of: app) + Self.resources([ServerUnderTest.issuer]))
            #expect(own.status == .ok)
            for table in ["access_tokens", "grants", "consents"] {
                let rows = try await server.database.rows(
                    SQL(stringLiteral: "SELECT audience FROM \(table) WHERE portal_id IS NOT NULL"))
                #expect(!rows.isEmpty)
                for row in rows { #expect(try row.optionalText("audience") == nil) }
            }
            let metadata = try await server.browser().get("/.well-known/oauth-authorization-server")
            #expect(metadata.json?["protected_resources"] == .array([.string(Self.api)]))
        }
    }
}
