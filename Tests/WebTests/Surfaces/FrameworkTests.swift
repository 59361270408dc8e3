import HTTPTypes
import Kernel
import TestSupport
import Testing
import Web

/// What Hummingbird does by itself and we do differently (`docs/style.md`, pitfalls): each line was seen to fail without our part.
@Suite("What the framework would do otherwise", .timeLimit(.minutes(2)))
struct FrameworkTests {
    @Test("an unknown path is answered in the words of its surface", arguments: Backend.available)
    func unknownPaths(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            let page = try await browser.get("/nowhere")
            #expect(page.status == .notFound)
            #expect(page.headers[.contentType] == "text/html; charset=utf-8")
            #expect(page.headers[.contentSecurityPolicy] != nil)
            #expect(page.body.contains("req_"), "the page names the request")

            let oauth = try await browser.get("/oauth/nowhere")
            #expect(oauth.status == .notFound)
            #expect(oauth.error == "invalid_request", "a string, as RFC 6749 §5.2 says, not Hummingbird's object")
            #expect(oauth.headers[.cacheControl] == "no-store")

            let api = try await browser.get("/v1/nowhere")
            #expect(api.status == .unauthorized)
            #expect(api.json?["code"] == .number("401"))
            for answer in [page, oauth, api] {
                #expect(answer.headers[.init("X-Request-Id")!]?.hasPrefix("req_") == true)
            }
        }
    }

    @Test(
        "a wrong method is 405 with Allow, on every surface; HEAD is served where GET is", arguments: Backend.available)
    func methods(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for (path, allow) in [
                ("/oauth/token", "POST"), ("/oauth/introspect", "POST"), ("/health/live", "GET, HEAD"),
                ("/", "GET, HEAD"),
                ("/manage/sign-in", "GET, HEAD, POST"), ("/.well-known/oauth-authorization-server", "GET, HEAD"),
            ] {
                let answer = try await server.send(path, "", type: nil, method: .delete)
                #expect(answer.status == .methodNotAllowed, "\(path)")
                #expect(answer.headers[.allow] == allow, "\(path)")
            }
            let head = try await server.send("/health/live", "", type: nil, method: .head)
            #expect(head.status == .ok)
            #expect(head.body.isEmpty)
        }
    }

    @Test(
        "names with brackets are names, a plus is a space, and a repeated field is refused",
        arguments: Backend.available)
    func forms(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let code = try await server.code(app, ["scope": "customers.read invoices.read"])
            let body =
                PercentEncoding.query(server.exchangeFields(app, code)).replacing("%20", with: "+")
                + "&a[b]=1&a[]=2&a%5Bb%5D=3"
            let refused = try await server.send("/oauth/token", body, type: "application/x-www-form-urlencoded")
            #expect(refused.error == "invalid_request", "a[b] twice, in two spellings, is one name twice")
            let good = try await server.send(
                "/oauth/token", PercentEncoding.query(server.exchangeFields(app, code)) + "&a[b]=1&a[]=2",
                type: "application/x-www-form-urlencoded")
            #expect(good.status == .ok)
            let query = server.authorizeURL(app).replacing("%20", with: "+")
            #expect(try await server.consent(query, as: server.cast.u1).redirectFields["code"] != nil)
        }
    }

    @Test("on https cookies are Secure under a __Host- name", arguments: Backend.available)
    func cookies(on backend: Backend) async throws {
        try await withServer(on: backend, configure: { $0.origins = Origins(publicURL: "https://portal.example") }) {
            server in
            let answer = try await server.browser().get("/manage/sign-in")
            let cookie = try #require(answer.headers[values: .setCookie].first)
            #expect(cookie.hasPrefix("__Host-"))
            for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] { #expect(cookie.contains(attribute)) }
            #expect(answer.headers[.strictTransportSecurity] != nil)
        }
    }
}
