import HTTPTypes
import Kernel
import TestSupport
import Testing

@Suite("A. Authorize endpoint: before the redirect is trusted", .timeLimit(.minutes(3)))
struct BeforeTrustTests {
    /// A page: 4xx HTML, no `Location`, no code.
    private func expectPage(_ answer: Answer, _ comment: Comment) {
        #expect((400..<500).contains(answer.status.code), comment)
        #expect(answer.location == nil, comment)
        #expect(answer.headers[.contentType]?.hasPrefix("text/html") == true, comment)
        #expect(!answer.body.contains("vdr_code_"), comment)
    }

    @Test("1–6, 11–13: unproven app or redirect is a page", arguments: Backend.available)
    func untrusted(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let c1 = server.cast.c1
            let browser = server.browser()
            try await server.signIn(browser, as: server.cast.u1)
            let cases: [(Comment, [String: String?])] = [
                ("1 unknown client", ["client_id": "app_00000000000000000000"]),
                ("1 malformed client", ["client_id": "nobody"]),
                ("2 no client", ["client_id": nil]),
                ("4 unregistered", ["redirect_uri": "https://evil.example/cb"]),
                ("5", ["redirect_uri": "https://evil.example/cb", "response_type": nil]),
                ("6 token", ["redirect_uri": "https://evil.example/cb", "response_type": "token"]),
                ("6 none", ["redirect_uri": "https://evil.example/cb", "prompt": "none"]),
                ("6 scope", ["redirect_uri": "https://evil.example/cb", "scope": "nonsense"]),
                ("6 state", ["redirect_uri": "https://evil.example/cb", "state": nil]),
                ("12 none sent", ["redirect_uri": nil]),
            ]
            for (comment, overrides) in cases {
                expectPage(try await browser.get(server.authorizeURL(c1, overrides)), comment)
            }
            for (comment, overrides) in [
                ("6 no PKCE", [:]), ("6 token", ["response_type": "token"]),
                ("6 plain", ["code_challenge_method": "plain"]),
            ] as [(Comment, [String: String?])] {
                let evil = overrides.merging(["redirect_uri": "https://evil.example/cb"]) { $1 }
                expectPage(try await browser.get(server.authorizeURL(server.cast.s1, evil)), comment)
            }
            let url = server.authorizeURL(c1)
            for id in [c1.id, server.cast.c2.id] {
                expectPage(try await browser.get("\(url)&client_id=\(id)"), "3 client_id twice")
            }
            expectPage(
                try await browser.get("\(url)&redirect_uri=\(PercentEncoding.encode(c1.redirectURI))"),
                "11 redirect_uri twice")
            let p2 = server.cast.p2
            expectPage(
                try await browser.get(server.authorizeURL(p2, pkce: ServerUnderTest.pkce(), ["redirect_uri": nil])),
                "13 one registered, none sent")
        }
    }

    @Test("7, 9, 10: a redirect URI is its bytes", arguments: Backend.available)
    func exactRedirect(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            for uri in [
                "https://app1.example/cb/", "https://app1.example/CB", "https://APP1.example/cb",
                "https://app1.example/cb?a=b",
                "https://app1.example/cb2", "https://app1.example/cb2?y=1", "https://app1.example/cb#",
                "https://app1.example/cb#f",
                "https://app1.example:8443/cb", "https://app1.example:443/cb", "http://app1.example/cb",
                "https://app1.example@evil.example/cb", "https://a@b@evil.example/cb",
                "https://app1.example%40evil.example/cb",
                "https://app1.example%25@evil.example/cb", "https://app1.example\\@evil.example",
                "https://app1.example.evil.example/cb", "https://evilapp1.example/cb", "javascript:alert(1)",
                "data:text/html,x", "https://app1.example/cb\r\nX: y", "https://app1.example/cb%0d%0aX: y",
                "https://app1.example/cb\t",
            ] {
                let answer = try await browser.get(server.authorizeURL(server.cast.c1, ["redirect_uri": uri]))
                expectPage(answer, "\(uri)")
                let strict = try await browser.get(
                    server.authorizeURL(server.cast.s1, pkce: ServerUnderTest.pkce(), ["redirect_uri": uri]))
                expectPage(strict, "\(uri) (strict)")
            }
            let query = try await server.register(
                "Q", .web, .standard, ["https://query.example/cb?a=1&b=2"], "customers.read")
            for uri in [
                "https://query.example/cb?b=2&a=1", "https://query.example/cb", "https://query.example/cb?a=1",
                "https://query.example/cb?a=1&b=2&c=3", "https://query.example/cb?a=1&b=%32",
            ] { expectPage(try await browser.get(server.authorizeURL(query, ["redirect_uri": uri])), "\(uri)") }
            for raw in ["https://app1.example/cb%00", "https://app1.example/cb%FF%FE"] {
                let url = server.authorizeURL(server.cast.c1, ["redirect_uri": nil]) + "&redirect_uri=" + raw
                expectPage(try await browser.get(url), "\(raw)")
            }
        }
    }

    @Test("15–19: only the port of a loopback literal may vary", arguments: Backend.available)
    func loopback(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let pair = ServerUnderTest.pkce()
            for uri in [
                "http://127.0.0.1:49152/cb", "http://127.0.0.1:61000/cb", "http://[::1]:50000/cb",
                "com.example.app:/cb",
            ] {
                let answer = try await server.consent(
                    server.authorizeURL(server.cast.p1, pkce: pair, ["redirect_uri": uri]), as: server.cast.u1)
                #expect(answer.status == .seeOther, "\(uri)")
                #expect(answer.location?.hasPrefix("\(uri)?code=vdr_code_") == true, "\(uri)")
            }
            let browser = server.browser()
            for uri in [
                "http://127.0.0.1:50000/other", "http://127.0.0.2/cb", "http://127.0.0.1.evil.example/cb",
                "http://127.0.0.1:80@evil.example/cb", "http://localhost:1/cb", "com.example.app://cb",
            ] {
                expectPage(
                    try await browser.get(server.authorizeURL(server.cast.p1, pkce: pair, ["redirect_uri": uri])),
                    "\(uri)")
            }
            let https = server.authorizeURL(server.cast.c1, ["redirect_uri": "https://app1.example:8000/cb"])
            expectPage(try await browser.get(https), "18")
        }
    }

    @Test("20: no cross-origin access to the authorize endpoint", arguments: Backend.available)
    func noCORS(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let url = server.authorizeURL(server.cast.c1)
            let get = try await server.send(url, "", type: nil, headers: [.origin: "https://x"], method: .get)
            let preflight = try await server.send(url, "", type: nil, headers: [.origin: "https://x"], method: .options)
            #expect(get.headers[.accessControlAllowOrigin] == nil)
            #expect(preflight.headers[.accessControlAllowOrigin] == nil)
        }
    }
}
