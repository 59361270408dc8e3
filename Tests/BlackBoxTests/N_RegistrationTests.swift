import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("N. Dynamic registration (RFC 7591)", .timeLimit(.minutes(5)))
struct RegistrationTests {
    private static let web = #"{"redirect_uris":["https://new.example/cb"],"client_name":"New"}"#

    @Test("167: not offered unless the operator says so; then it is in the metadata", arguments: Backend.available)
    func isASwitch(on backend: Backend) async throws {
        let document = "/.well-known/oauth-authorization-server"
        try await withServer(on: backend) { server in
            let metadata = try await server.browser().get(document)
            #expect(metadata.json?["registration_endpoint"] == nil)
            let answer = try await server.selfRegister(Self.web)
            #expect(answer.status == .notFound)
            let managed = try await server.manage(server.cast.c1.id, "vdr_reg_0")
            #expect(managed.status == .notFound)
        }
        try await withServer(on: backend, configure: ServerUnderTest.open) { server in
            let endpoint = try await server.browser().get(document)["registration_endpoint"]
            #expect(endpoint == "\(ServerUnderTest.issuer)/oauth/register")
            let get = try await server.browser().get("/oauth/register")
            #expect(get.status == .methodNotAllowed)
            #expect(get.headers[.allow]?.contains("POST") == true)
        }
    }

    @Test("A confidential app is registered with what it says, and works", arguments: Backend.available)
    func confidential(on backend: Backend) async throws {
        try await withServer(on: backend, configure: ServerUnderTest.open) { server in
            let answer = try await server.selfRegister(
                #"""
                {"redirect_uris":["https://new.example/cb","http://127.0.0.1/cb"],"client_name":" New \u00e9 ",
                 "client_uri":"https://new.example/about","scope":"customers.write customers.read","contacts":["a@b.example"],
                 "logo_uri":"https://new.example/logo.png","software_id":"x","client_name#nl":"Nieuw","jwks":null,
                 "grant_types":["authorization_code","refresh_token"],"response_types":["code"]}
                """#)
            #expect(answer.status == .created)
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(answer.headers[.contentType] == "application/json")
            #expect(answer["client_name"] == "New é")
            #expect(answer["client_uri"] == "https://new.example/about")
            #expect(answer["scope"] == "customers.read customers.write")
            #expect(answer["token_endpoint_auth_method"] == "client_secret_basic", "RFC 7591 §2: the default")
            #expect(answer.json?["client_secret_expires_at"] == .number("0"))
            #expect(answer.json?["client_id_issued_at"] == .number("\(server.clock.now.seconds)"))
            for name in ["contacts", "logo_uri", "software_id", "client_name#nl", "jwks"] {
                #expect(answer.json?[name] == nil, "\(name) is not registered, so it is not in the answer")
            }
            let app = try server.app(answer)
            #expect(
                answer["registration_client_uri"] == "\(ServerUnderTest.issuer)/oauth/register/\(app.id)")
            #expect(answer["registration_access_token"]?.hasPrefix("vdr_reg_") == true)
            let tokens = try await server.tokens(app)
            #expect(try await server.me(tokens.access).status == .ok)
            #expect(try await server.refresh(app, tokens.refresh)["refresh_token"] != nil, "strict: it rotates")
            #expect(try await server.registrationEvents() == ["app.created"])
        }
    }

    @Test(
        "A public app names no secret and gets none; with the least it says, it may read", arguments: Backend.available)
    func leastPublic(on backend: Backend) async throws {
        try await withServer(on: backend, configure: ServerUnderTest.open) { server in
            let native = try await server.selfRegister(
                #"{"redirect_uris":["http://127.0.0.1/cb","com.example.new:/cb"],"token_endpoint_auth_method":"none"}"#)
            #expect(native.status == .created)
            #expect(native.json?["client_secret"] == nil)
            #expect(native.json?["client_secret_expires_at"] == nil)
            #expect(native["application_type"] == "native")
            #expect(native["client_name"] == "127.0.0.1")
            let names = Set((native["scope"] ?? "").split(separator: " ").map(String.init))
            #expect(names.contains("customers.read") && !names.contains { $0.hasSuffix(".write") })
            let app = try server.app(native)
            #expect(try await server.exchange(app, server.code(app)).status == .ok)

            let browser = try await server.selfRegister(
                #"{"redirect_uris":["https://tab.example/cb"],"token_endpoint_auth_method":"none"}"#)
            #expect(browser["application_type"] == "web")
            let tab = try server.app(browser)
            #expect(try await server.exchange(tab, server.code(tab)).status == .ok)
        }
    }

    @Test("An app with a key, and one that asks for more than the minimum", arguments: Backend.available)
    func options(on backend: Backend) async throws {
        try await withServer(on: backend, configure: ServerUnderTest.open) { server in
            let key = SigningKey()
            let answer = try await server.selfRegister(
                #"""
                {"redirect_uris":["https://new.example/cb"],"token_endpoint_auth_method":"private_key_jwt",
                 "jwks":{"keys":[\#(key.json())]},"scope":"customers.read"}
                """#)
            #expect(answer.status == .created)
            #expect(answer.json?["client_secret"] == nil)
            let app = try server.app(answer)
            let proof = ServerUnderTest.proof(try server.assertion(app, key, id: "one"))
            #expect(try await server.exchange(app, server.code(app), proof).status == .ok)

            let device = try await server.selfRegister(
                #"""
                {"redirect_uris":["https://new.example/cb"],"token_endpoint_auth_method":"none","scope":"customers.read",
                 "dpop_bound_access_tokens":true,"require_pushed_authorization_requests":true,
                 "grant_types":["authorization_code","urn:ietf:params:oauth:grant-type:device_code"]}
                """#)
            #expect(device.status == .created)
            #expect(device.json?["dpop_bound_access_tokens"] == .bool(true))
            let bound = try server.app(device)
            let fields = [("client_id", bound.id.text), ("scope", "customers.read")]
            #expect(try await server.post("/oauth/device_authorization", fields).status == .ok)
            let plain = try await server.browser().get(server.authorizeURL(bound, pkce: ServerUnderTest.pkce()))
            #expect(plain.redirectFields["error"] == "invalid_request", "it insists on pushing")
        }
    }

    @Test("193: redirect URIs that are refused", arguments: Backend.available)
    func redirectURIs(on backend: Backend) async throws {
        try await withServer(on: backend, configure: ServerUnderTest.open) { server in
            let uris = [
                "https://new.example/cb#f", "https://*.example/cb", "http://new.example/cb", "javascript:alert(1)",
                "data:text/html,x", "https://u@new.example/cb", "https://new.example\\\\@evil.example/", "myapp:/cb",
                "com.example.app:", "com.example.app", "/cb", "//new.example/cb", "", "https://",
                "HTTPS://new.example/",
                "https://new.example/\\u0000", "https://new.example/\\ncb", "https://new.example/%0d%0aX:y",
                "https://new.example:99999/", "http://127.0.0.1.evil.example/cb", "http://[::2]/cb",
                String(repeating: "a", count: 3000),
            ]
            for uri in uris {
                for method in ["none", "client_secret_post"] {
                    let answer = try await server.selfRegister(
                        #"{"redirect_uris":["https://good.example/","\#(uri)"],"token_endpoint_auth_method":"\#(method)"}"#
                    )
                    #expect(answer.status == .badRequest, "\(uri)")
                    #expect(answer.error == "invalid_redirect_uri", "\(uri)")
                }
            }
            let confidential = #"{"redirect_uris":["com.example.app:/cb"]}"#
            #expect(try await server.selfRegister(confidential).error == "invalid_redirect_uri", "not for a server")
            for none in [
                "{}", #"{"redirect_uris":[]}"#, #"{"redirect_uris":"https://new.example/cb"}"#,
                #"{"redirect_uris":[1]}"#, #"{"redirect_uris":["https://a.example/","https://a.example/"]}"#,
                #"{"redirect_uris":[\#((0..<21).map { "\"https://a.example/\($0)\"" }.joined(separator: ","))]}"#,
            ] {
                #expect(try await server.selfRegister(none).error == "invalid_redirect_uri", "\(none)")
            }
            #expect(try await server.registrationEvents().isEmpty, "nothing was stored")
        }
    }

    @Test("194: what the registrant must not choose is ignored", arguments: Backend.available)
    func ignored(on backend: Backend) async throws {
        try await withServer(on: backend, configure: ServerUnderTest.open) { server in
            let chosen = #"""
                "client_id":"\#(server.cast.c1.id)","id":"app_0","client_secret":"mine","skip_consent":true,"first_party":true,
                "is_verified":true,"verified":true,"developer":"Apps & Co","developer_id":"\#(server.cast.developer)",
                "profile":"standard","security_profile":"standard","require_pkce":false,"code_challenge_method":"plain",
                "refresh_token_rotation":false,"type":"web","required_scopes":["customers.read"],"options":"client_credentials",
                "client_uri":"https://apps.example/"
                """#
            let answer = try await server.selfRegister(
                #"""
                {"redirect_uris":["https://new.example/cb"],"token_endpoint_auth_method":"none","scope":"customers.read",
                \#(chosen)}
                """#)
            #expect(answer.status == .created)
            #expect(answer["client_id"] != server.cast.c1.id.text)
            for name in ["client_secret", "skip_consent", "verified", "profile", "client_uri"] {
                #expect(answer.json?[name] == nil, "\(name)")
            }
            let app = try server.app(answer)
            for challenge in [nil, ServerUnderTest.pkce(method: "plain")] {
                let refused = try await server.browser().get(server.authorizeURL(app, pkce: challenge))
                #expect(refused.redirectFields["error"] == "invalid_request", "PKCE with S256 stays required")
            }
            let browser = server.browser()
            let page = try await server.open(
                server.authorizeURL(app, pkce: ServerUnderTest.pkce()), browser, as: server.cast.u1)
            #expect(page.body.contains("by an unknown developer"))
            #expect(page.body.contains("new.example"), "the host of the redirect URI is shown")
            #expect(!page.body.contains("https://apps.example/"), "not a link to somebody else's site")
            #expect(!page.body.contains("Apps &amp; Co"))
            let tokens = try await server.tokens(app)
            #expect(try await server.refresh(app, tokens.refresh)["refresh_token"] != nil, "rotation stays on")
            let silent = try await browser.get(
                server.authorizeURL(app, pkce: ServerUnderTest.pkce(), ["prompt": "none"]))
            #expect(silent.redirectFields["error"] == "consent_required")
            let own = try await server.post(
                "/oauth/token", [("grant_type", "client_credentials"), ("client_id", app.id.text)])
            #expect(own.error == "unauthorized_client")
        }
    }

    @Test("194: metadata that cannot be honoured is refused", arguments: Backend.available)
    func refused(on backend: Backend) async throws {
        try await withServer(on: backend, configure: ServerUnderTest.open) { server in
            let key = SigningKey()
            let members = [
                #""scope":"customers.read nothing.read""#, #""scope":"Customers.read""#, #""scope":"""#,
                #""scope":["customers.read"]"#, #""scope":"customers.read  invoices.read""#,
                #""grant_types":["password"]"#, #""grant_types":["authorization_code","implicit"]"#,
                #""grant_types":["authorization_code","client_credentials"]"#, #""grant_types":[]"#,
                #""grant_types":["refresh_token"]"#, #""grant_types":"authorization_code""#, #""grant_types":[{}]"#,
                #""response_types":["token"]"#, #""response_types":["code","code token"]"#, #""response_types":[]"#,
                #""token_endpoint_auth_method":"client_secret_jwt""#,
                #""token_endpoint_auth_method":"tls_client_auth""#,
                #""token_endpoint_auth_method":5"#, #""token_endpoint_auth_method":"private_key_jwt""#,
                #""token_endpoint_auth_method":"private_key_jwt","jwks_uri":"https://new.example/jwks""#,
                #""token_endpoint_auth_method":"private_key_jwt","jwks":{"keys":[]}"#,
                #""token_endpoint_auth_method":"private_key_jwt","jwks":{"keys":[{"kty":"oct","k":"AAAA"}]}"#,
                #""jwks":{"keys":[\#(key.json(key.privateMember))]}"#, #""jwks":"x""#,
                #""client_name":"\u200b""#, #""client_name":"pay\u202epal""#, #""client_name":"a\u0000b""#,
                #""client_name":7"#, #""client_name":"""#, "\"client_name\":\"\(String(repeating: "n", count: 101))\"",
                #""client_uri":{}"#, #""application_type":"desktop""#, #""dpop_bound_access_tokens":"yes""#,
                #""require_pushed_authorization_requests":1"#,
            ]
            for member in members {
                let answer = try await server.selfRegister(#"{"redirect_uris":["https://new.example/cb"],\#(member)}"#)
                #expect(answer.status == .badRequest, "\(member)")
                #expect(answer.error == "invalid_client_metadata", "\(member)")
            }
            let statement = try await server.selfRegister(
                #"{"redirect_uris":["https://new.example/cb"],"software_statement":"eyJ.eyJ.x"}"#)
            #expect(statement.error == "unapproved_software_statement")
            #expect(try await server.registrationEvents().isEmpty, "nothing was stored")
        }
    }

    @Test("195, 194: bodies and headers that are none of this", arguments: Backend.available)
    func hostile(on backend: Backend) async throws {
        try await withServer(on: backend, configure: ServerUnderTest.open) { server in
            let path = "/oauth/register"
            let bodies = [
                "", "x", "{", "[]", "null", "1", #""x""#, "{\"a\":1,\"a\":2}", String(repeating: "[", count: 30_000),
                "{\"client_name\":\"\\ud800\"}",
                "{\"redirect_uris\":[\"https://a.example/\"],\"client_name\":\"\u{0}\"}",
                "{\"x\":\"\(String(repeating: "y", count: 40_000))\"}",
            ]
            for body in bodies {
                let answer = try await server.selfRegister(body)
                #expect(answer.status == .badRequest, "\(body.prefix(40))")
            }
            #expect(
                try await server.send(path, bytes: [0x7B, 0xFF, 0x7D], type: "application/json").status == .badRequest)
            for type in [nil, "application/x-www-form-urlencoded", "text/plain"] {
                #expect(try await server.send(path, Self.web, type: type).error == "invalid_request")
            }
            #expect(try await server.send("\(path)?a=b", Self.web, type: "application/json").error == "invalid_request")
            for header in ["Bearer x", "bearer \(try await server.tokens(server.cast.c1).access)", "Bearer "] {
                let answer = try await server.selfRegister(Self.web, headers: [.authorization: header])
                #expect(answer.status == .unauthorized, "no initial access tokens are given out: \(header)")
            }
            for id in ["x", "%00", "%ff", "app_00000000000000000000", "..%2f..", String(repeating: "a", count: 9000)] {
                for method in [HTTPRequest.Method.get, .put, .delete] {
                    let answer = try await server.send(
                        "\(path)/\(id)", "{}", type: "application/json", headers: [.authorization: "Bearer vdr_reg_x"],
                        method: method)
                    #expect((400..<500).contains(answer.status.code), "\(method) \(id)")
                }
            }
        }
    }

    @Test("196: of 1,000 registrations a few succeed; more when an hour has passed", arguments: Backend.available)
    func flood(on backend: Backend) async throws {
        try await withServer(on: backend, configure: ServerUnderTest.open) { server in
            var statuses: [Int: Int] = [:]
            for _ in 0..<1000 {
                let answer = try await server.selfRegister(Self.web)
                statuses[answer.status.code, default: 0] += 1
                if answer.status == .tooManyRequests {
                    #expect(answer.headers[.retryAfter] == "3600")
                    #expect(answer.error == "temporarily_unavailable")
                }
            }
            #expect(statuses == [201: 10, 429: 990])
            server.clock.advance(seconds: 3600)
            #expect(try await server.selfRegister(Self.web).status == .created)
        }
    }

    @Test(
        "196: so many may wait for their first use, and those that nobody used are removed",
        arguments: Backend.available)
    func unused(on backend: Backend) async throws {
        let configure: @Sendable (inout ServerConfiguration) -> Void = {
            $0.registration = .init()
            $0.registration?.hourly = 100
            $0.registration?.waiting = 3
        }
        try await withServer(on: backend, configure: configure) { server in
            var answers: [Answer] = []
            for _ in 0..<3 { answers.append(try await server.selfRegister(Self.web)) }
            #expect(try await server.selfRegister(Self.web).status == .tooManyRequests)
            let used = try server.app(answers[0])
            let access = try await server.exchange(used, server.code(used))["access_token"] ?? ""
            #expect(try await server.selfRegister(Self.web).status == .created, "who is used waits no more")

            server.clock.advance(seconds: 86_399)
            try await server.prune()
            let token = answers[1]["registration_access_token"]
            let unused = try server.app(answers[1])
            #expect(try await server.manage(unused.id, token).status == .ok)
            server.clock.advance(seconds: 1)
            try await server.prune()
            #expect(try await server.manage(unused.id, token).status == .unauthorized)
            let page = try await server.browser().get(server.authorizeURL(unused, pkce: ServerUnderTest.pkce()))
            #expect(page.location == nil)
            #expect(page.status == .badRequest)
            #expect(try await server.post("/oauth/token", server.exchangeFields(unused, "x")).error == "invalid_client")
            #expect(try await server.manage(used.id, answers[0]["registration_access_token"]).status == .ok)
            #expect(try await server.exchange(used, server.code(used)).status == .ok)
            #expect(access.hasPrefix("vdr_at_"))
            let events = try await server.registrationEvents()
            #expect(events.count { $0 == "app.deleted" } == 3)
            #expect(events.count { $0 == "app.created" } == 4)
            let left = try await server.database.rows(
                "SELECT uri FROM app_redirect_uris WHERE app_id = \(unused.id)")
            #expect(left.isEmpty)
        }
    }

    @Test("A browser app may register from its own origin", arguments: Backend.available)
    func crossOrigin(on backend: Backend) async throws {
        try await withServer(on: backend, configure: ServerUnderTest.open) { server in
            let preflight = try await server.send(
                "/oauth/register/app_00000000000000000000", "", type: nil,
                headers: [.origin: "https://tab.example", .accessControlRequestMethod: "PUT"], method: .options)
            #expect(preflight.headers[.accessControlAllowOrigin] == "*")
            #expect(preflight.headers[.accessControlAllowMethods]?.contains("PUT") == true)
            let answer = try await server.selfRegister(Self.web, headers: [.origin: "https://tab.example"])
            #expect(answer.headers[.accessControlAllowOrigin] == "*")
        }
    }
}
