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
                    == .array([.string("authorization_code"), .string("refresh_token")]))
            #expect(metadata.json?["response_types_supported"] == .array([.string("code")]))
            for name in ["authorization", "token", "revocation", "introspection", "pushed_authorization_request"] {
                let endpoint = try #require(metadata["\(name)_endpoint"])
                let path = String(endpoint.dropFirst(ServerUnderTest.issuer.count))
                #expect(try await browser.get(path).status != .notFound, "\(path)")
            }
            let resource = try await browser.get("/.well-known/oauth-protected-resource")
            #expect(resource["resource"] == "\(ServerUnderTest.issuer)/v1")
            #expect(resource.json?["authorization_servers"] == .array([.string(ServerUnderTest.issuer)]))
            for path in ["/oauth/device", "/oauth/register", "/oauth/nowhere"] {
                let answer = try await server.post(path, [])
                #expect(answer.status == .notFound)
                #expect(answer.error != nil)
            }
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
