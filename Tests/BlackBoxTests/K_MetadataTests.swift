import HTTPTypes
import Kernel
import OAuth
import Persistence
import TestSupport
import Testing
import Web

@Suite("K. Metadata and operations", .timeLimit(.minutes(2)))
struct MetadataTests {
    @Test("166–168, 172: the documents are true to the letter", arguments: Backend.available)
    func documents(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            let metadata = try await browser.get("/.well-known/oauth-authorization-server")
            #expect(metadata["issuer"] == ServerUnderTest.issuer)
            #expect(metadata.json?["code_challenge_methods_supported"] == .array([.string("S256"), .string("plain")]))
            #expect(metadata.json?["authorization_response_iss_parameter_supported"] == .bool(true))
            #expect(
                metadata.json?["grant_types_supported"]
                    == .array([
                        .string("authorization_code"), .string("client_credentials"), .string("refresh_token"),
                        .string("urn:ietf:params:oauth:grant-type:device_code"),
                    ]))
            #expect(metadata.json?["response_types_supported"] == .array([.string("code")]))
            for name in [
                "authorization", "token", "revocation", "introspection", "pushed_authorization_request",
                "device_authorization",
            ] {
                let endpoint = try #require(metadata["\(name)_endpoint"])
                let path = String(endpoint.dropFirst(ServerUnderTest.issuer.count))
                #expect(try await browser.get(path).status != .notFound, "\(path)")
            }
            let resource = try await browser.get("/.well-known/oauth-protected-resource")
            #expect(resource["resource"] == "\(ServerUnderTest.issuer)/v1")
            #expect(resource.json?["authorization_servers"] == .array([.string(ServerUnderTest.issuer)]))
            for path in ["/oauth/register", "/oauth/nowhere"] {
                let answer = try await server.post(path, [])
                #expect(answer.status == .notFound)
                #expect(answer.error != nil)
            }
        }
    }

    @Test(
        "The document of the API stands where RFC 9728 §3.1 puts it, whatever path the API has",
        arguments: Backend.available)
    func resourcePath(on backend: Backend) async throws {
        for (api, path) in [
            ("https://portal.example/v1", "/v1"), ("https://api.example/klant/v1", "/klant/v1"),
            ("https://api.example", ""),
        ] {
            try await withServer(
                on: backend, configure: { $0.origins = Origins(publicURL: "http://localhost:8080", api: api) }
            ) { server in
                let answer = try await server.browser().get("/.well-known/oauth-protected-resource\(path)")
                #expect(answer["resource"] == api)
                let other = try await server.browser().get("/.well-known/oauth-protected-resource/other")
                #expect(other.status == .notFound)
            }
        }
    }

    @Test("166: the issuer is the address that the document came from", arguments: Backend.available)
    func issuer(on backend: Backend) async throws {
        try await withServer(
            on: backend, configure: { $0.origins = Origins(publicURL: "https://portal.example") }
        ) { server in
            let path = "/.well-known/oauth-authorization-server"
            let document = try await server.browser().get(path)
            #expect(document.headers[.contentType] == "application/json")
            #expect(document["issuer"] == "https://portal.example")
            for name in ["authorization", "token", "revocation", "introspection"] {
                #expect(document["\(name)_endpoint"]?.hasPrefix("https://portal.example/oauth/") == true)
            }
            #expect(try await server.browser().get("\(path)/elsewhere").status == .notFound, "no issuer has that path")
        }
    }

    /// Whoever signs something one day has to come by here (checklist, rows 169 and 170).
    @Test("169, 170: we sign nothing, so no key set is named, and none is there", arguments: Backend.available)
    func keySet(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            for document in ["oauth-authorization-server", "oauth-protected-resource"] {
                let metadata = try await browser.get("/.well-known/\(document)")
                #expect(metadata.status == .ok)
                #expect(metadata.json?["jwks_uri"] == nil && metadata.json?["jwks"] == nil)
            }
            for path in ["/.well-known/jwks.json", "/.well-known/openid-configuration", "/oauth/jwks"] {
                #expect(try await browser.get(path).status == .notFound, "\(path)")
            }
            let tokens = try await server.tokens(server.cast.c1)
            for token in [tokens.access, tokens.refresh] { #expect(!token.contains("."), "no JWT") }
        }
    }

    @Test(
        "173: plain http is refused, pages lead to https, and every answer says to stay there",
        arguments: Backend.available)
    func transport(on backend: Backend) async throws {
        try await withServer(
            on: backend,
            configure: {
                $0.origins = Origins(publicURL: "https://portal.example")
                $0.trustedProxies = [AddressRange("10.0.0.0/8")!]
            }
        ) { server in
            let strict = HTTPField.Name("Strict-Transport-Security")!
            let proto = HTTPField.Name("X-Forwarded-Proto")!
            let plain: HTTPFields = [.testPeer: "10.0.0.1", proto: "http"]
            let page = try await server.browser().get("/manage/sign-in?x=%20y", headers: plain)
            #expect(page.status == .permanentRedirect)
            #expect(page.location == "https://portal.example/manage/sign-in?x=%20y")
            let forwarded: HTTPFields = [
                .testPeer: "10.0.0.1", .init("Forwarded")!: "for=192.0.2.1;proto=\"http\";host=portal.example",
            ]
            for headers in [plain, forwarded] {
                let fields = [(name: "grant_type", value: "refresh_token")]
                let refused = try await server.post("/oauth/token", fields, headers: headers)
                #expect(refused.status == .badRequest)
                #expect(refused.location == nil)
                #expect(refused["error_description"] == "Use https.")
                let form = try await server.post("/manage/sign-in", [("email", "x")], headers: headers)
                #expect(form.status == .badRequest)
                let api = try await server.send("/v1/me", "", type: nil, headers: headers, method: .get)
                #expect(api.status == .badRequest)
                #expect(api.location == nil)
            }
            let secure: [HTTPFields] = [
                [.testPeer: "10.0.0.1", proto: "https"], [.testPeer: "10.0.0.1"],
                // Nobody else is believed.
                [.testPeer: "192.0.2.1", proto: "http"],
            ]
            for headers in secure {
                #expect(try await server.browser().get("/manage/sign-in", headers: headers).status == .ok)
            }
            for path in ["/", "/v1/me", "/oauth/token", "/nowhere", "/openapi.json", "/health/live"] {
                let answer = try await server.browser().get(path, headers: [.testPeer: "10.0.0.1", proto: "https"])
                #expect(answer.headers[strict]?.hasPrefix("max-age=31536000") == true, "\(path)")
            }
        }
        try await withServer(on: backend) { server in
            let answer = try await server.browser().get("/manage/sign-in")
            #expect(answer.headers[.init("Strict-Transport-Security")!] == nil, "not in development")
        }
    }

    @Test("health and metrics tell what is", arguments: Backend.available)
    func operations(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            #expect(try await browser.get("/health/live").status == .ok)
            #expect(try await browser.get("/health/ready").status == .ok)
            _ = try await server.me("garbage")
            let metrics = try await browser.get("/metrics").body
            #expect(
                metrics.contains("voordeur_http_requests_total{method=\"GET\",route=\"/health/live\",status=\"200\"} 1")
            )
            #expect(metrics.contains("voordeur_token_cache_entries"))
            server.watch.excuse(.serverErrors, .branches)
            await server.database.close()
            #expect(try await browser.get("/health/ready").status == .serviceUnavailable)
            let refused = try await server.refresh(server.cast.c1, "vdr_rt_000000000000000000000000000000000000")
            #expect(refused.status == .serviceUnavailable, "trouble of the store is never invalid_grant (O24)")
            #expect(refused.error == "temporarily_unavailable")
        }
    }
}
