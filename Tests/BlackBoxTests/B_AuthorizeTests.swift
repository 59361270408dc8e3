import HTTPTypes
import Kernel
import TestSupport
import Testing
import Web

@Suite("B. Authorize endpoint: redirect trusted", .timeLimit(.minutes(3)))
struct AuthorizeTests {
    @Test(
        "21–24, 28, 30–32, 35, 37, 41, 62–66: refusals travel by redirect with state and iss",
        arguments: Backend.available)
    func refusals(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (c1, s1, p1, p1s, p2) = (
                server.cast.c1, server.cast.s1, server.cast.p1, server.cast.p1s, server.cast.p2
            )
            let s256 = ServerUnderTest.pkce()
            let plain = ServerUnderTest.pkce(method: "plain")
            let cases: [(Comment, Cast.TestApp, ServerUnderTest.Pair?, [String: String?], String)] = [
                ("21", c1, nil, ["response_type": nil], "invalid_request"),
                ("22 token", c1, nil, ["response_type": "token"], "unsupported_response_type"),
                ("22 id_token token", c1, nil, ["response_type": "id_token token"], "unsupported_response_type"),
                ("22 code token", c1, nil, ["response_type": "code token"], "unsupported_response_type"),
                ("22 foo", c1, nil, ["response_type": "foo"], "unsupported_response_type"),
                ("24 empty scope", c1, nil, ["scope": ""], "invalid_scope"),
                ("30 unknown", c1, nil, ["scope": "nonsense"], "invalid_scope"),
                ("30 beside a known one", c1, nil, ["scope": "customers.read nonsense"], "invalid_scope"),
                ("31 above the ceiling", c1, nil, ["scope": "customers.write"], "invalid_scope"),
                ("32 quote", c1, nil, ["scope": "customers.read\""], "invalid_scope"),
                ("32 case", c1, nil, ["scope": "Customers.read"], "invalid_scope"),
                ("32 double space", c1, nil, ["scope": "customers.read  invoices.read"], "invalid_scope"),
                ("32 leading space", c1, nil, ["scope": " customers.read"], "invalid_scope"),
                ("32 trailing space", c1, nil, ["scope": "customers.read "], "invalid_scope"),
                ("32 backslash", c1, nil, ["scope": "customers.read\\"], "invalid_scope"),
                ("32 control character", c1, nil, ["scope": "customers.read\u{1}"], "invalid_scope"),
                ("32 tab between", c1, nil, ["scope": "customers.read\tinvoices.read"], "invalid_scope"),
                ("32 many", c1, nil, ["scope": String(repeating: "x ", count: 5000)], "invalid_scope"),
                ("35 request", c1, nil, ["request": "x"], "request_not_supported"),
                ("35 request_uri", c1, nil, ["request_uri": "https://x"], "request_uri_not_supported"),
                ("41 two prompts", c1, nil, ["prompt": "none login"], "invalid_request"),
                ("41 unknown prompt", c1, nil, ["prompt": "create"], "invalid_request"),
                ("62 S1", s1, nil, [:], "invalid_request"), ("62 P1", p1, nil, [:], "invalid_request"),
                ("62 P1s", p1s, nil, [:], "invalid_request"), ("62 P2", p2, nil, [:], "invalid_request"),
                ("63 strict", s1, ServerUnderTest.pkce(method: "plain"), [:], "invalid_request"),
                ("63 strict, left out", s1, s256, ["code_challenge_method": nil], "invalid_request"),
                ("64", c1, s256, ["code_challenge_method": "S512"], "invalid_request"),
                ("64", c1, s256, ["code_challenge_method": "s256"], "invalid_request"),
                ("64 Plain", c1, plain, ["code_challenge_method": "Plain"], "invalid_request"),
                ("64 empty is left out, which is plain", s1, s256, ["code_challenge_method": ""], "invalid_request"),
                ("65 plain 42", c1, plain, ["code_challenge": String(repeating: "a", count: 42)], "invalid_request"),
                ("65 plain 129", c1, plain, ["code_challenge": String(repeating: "a", count: 129)], "invalid_request"),
                (
                    "65 plain illegal", c1, plain, ["code_challenge": String(repeating: "é", count: 43)],
                    "invalid_request"
                ),
                ("65 128", c1, s256, ["code_challenge": String(repeating: "a", count: 128)], "invalid_request"),
                ("65 129", c1, s256, ["code_challenge": String(repeating: "a", count: 129)], "invalid_request"),
                ("65 plus", c1, s256, ["code_challenge": String(repeating: "a", count: 42) + "+"], "invalid_request"),
                ("65", c1, s256, ["code_challenge": String(repeating: "a", count: 42)], "invalid_request"),
                ("65", c1, s256, ["code_challenge": String(repeating: "a", count: 44)], "invalid_request"),
                ("65", c1, s256, ["code_challenge": String(repeating: "a", count: 42) + "="], "invalid_request"),
                ("66", c1, nil, ["code_challenge_method": "S256"], "invalid_request"),
                ("66 strict", s1, nil, ["code_challenge_method": "S256"], "invalid_request"),
                ("26 state too long", c1, nil, ["state": String(repeating: "s", count: 4097)], "invalid_request"),
            ]
            let browser = server.browser()
            for (comment, app, pair, overrides, error) in cases {
                let answer = try await browser.get(server.authorizeURL(app, pkce: pair, overrides))
                #expect(answer.status == .seeOther, comment)
                #expect(answer.location?.hasPrefix(app.redirectURI) == true, comment)
                let fields = answer.redirectFields
                #expect(fields["error"] == error, comment)
                #expect(fields["error_description"] != nil, comment)
                #expect(answer.location?.contains("#") == false, comment)
                #expect(fields["iss"] == ServerUnderTest.issuer, comment)
                #expect(fields["code"] == nil, comment)
                // One that is too long is not sent back either.
                #expect(fields["state"] == (overrides["state"] == nil ? "state-1" : nil), comment)
            }
        }
    }

    @Test("23: a repeated parameter is refused, and a repeated state is not echoed", arguments: Backend.available)
    func repeated(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for name in ["state", "scope", "code_challenge", "nonce"] {
                let url = server.authorizeURL(server.cast.c1) + "&\(name)=one&\(name)=two"
                let fields = try await server.browser().get(url).redirectFields
                #expect(fields["error"] == "invalid_request", "\(name)")
                if name == "state" { #expect(!fields.contains("state")) }
            }
        }
    }

    @Test("28: no state is fine with PKCE only, and then none comes back", arguments: Backend.available)
    func noState(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let without: [String: String?] = ["state": nil]
            let refused = try await server.browser().get(server.authorizeURL(server.cast.c1, without))
            #expect(refused.redirectFields["error"] == "invalid_request")
            #expect(!refused.redirectFields.contains("state"))
            for app in [server.cast.c1, server.cast.s1] {
                let answer = try await server.consent(
                    server.authorizeURL(app, pkce: ServerUnderTest.pkce(), without), as: server.cast.u1)
                #expect(answer.redirectFields["code"] != nil)
                #expect(!answer.redirectFields.contains("state"))
            }
        }
    }

    @Test("25, 26, 29, 36, 38: success returns code, state and iss in the query", arguments: Backend.available)
    func success(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for state in [
                "a b&c=d%25#é", String(repeating: "s", count: 64), String(repeating: "s", count: 1000),
                String(repeating: "s", count: 4096),
            ] {
                let answer = try await server.consent(
                    server.authorizeURL(server.cast.c1, ["state": state, "foo": "bar"]), as: server.cast.u1)
                #expect(answer.status == .seeOther)
                #expect(answer.redirectFields["state"] == state)
                #expect(answer.redirectFields["iss"] == ServerUnderTest.issuer)
                #expect(answer.redirectFields["code"]?.hasPrefix("vdr_code_") == true)
                #expect(answer.redirectFields.fields.count == 3)
            }
            let kept = try await server.consent(
                server.authorizeURL(server.cast.c1, ["redirect_uri": "https://app1.example/cb2?x=1"]),
                as: server.cast.u1)
            #expect(kept.location?.hasPrefix("https://app1.example/cb2?x=1&code=") == true)
        }
    }

    @Test("24, 32: an empty state is none, and a scope that is named twice counts once", arguments: Backend.available)
    func emptyAndRepeated(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let c1 = server.cast.c1
            let refused = try await server.browser().get(server.authorizeURL(c1, ["state": ""])).redirectFields
            #expect(refused["error"] == "invalid_request")
            #expect(!refused.contains("state"))
            let pair = ServerUnderTest.pkce()
            let answer = try await server.consent(
                server.authorizeURL(c1, pkce: pair, ["state": "", "scope": "customers.read customers.read"]),
                as: server.cast.u1)
            #expect(!answer.redirectFields.contains("state"))
            let code = try #require(answer.redirectFields["code"])
            #expect(try await server.exchange(c1, code, pkce: pair)["scope"] == "customers.read")
        }
    }

    @Test("38: sign-in and decision are answered with 303", arguments: Backend.available)
    func seeOther(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            let page = try await browser.follow(try await browser.get(server.authorizeURL(server.cast.c1)))
            var signIn = try #require(page.form("/manage/sign-in"))
            signIn.set("email", server.cast.u1.email)
            signIn.set("password", Cast.password)
            let signedIn = try await browser.submit(signIn)
            #expect(signedIn.status == .seeOther)
            let consent = try await browser.follow(signedIn)
            let decided = try await browser.submit(try #require(consent.form(with: "decision")), press: "approve")
            #expect(decided.status == .seeOther)
            #expect(decided.redirectFields["code"] != nil)
        }
    }

    @Test("43: acr_values is not offered, and changes nothing", arguments: Backend.available)
    func classReference(on backend: Backend) async throws {
        try await withServer(on: backend) { server async throws in
            let url = server.authorizeURL(server.cast.c1, ["acr_values": "urn:nothing", "max_age": "100000"])
            #expect(try await server.consent(url, as: server.cast.u1).redirectFields["code"] != nil)
        }
    }

    @Test("44: an app that was deleted, or whose developer is banned, gets a page", arguments: Backend.available)
    func ended(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            try await server.signIn(browser, as: server.cast.u1)
            func expectPage(_ app: Cast.TestApp, _ overrides: [String: String?], _ text: String) async throws {
                let answer = try await browser.get(server.authorizeURL(app, overrides))
                #expect((400..<500).contains(answer.status.code))
                #expect(answer.location == nil)
                #expect(answer.body.contains(text))
            }
            try await server.delete(server.cast.c1)
            for prompt in ["consent", "none", "login"] {
                try await expectPage(server.cast.c1, ["prompt": prompt], "no longer exists")
            }
            try await server.banDeveloper()
            try await expectPage(server.cast.c2, [:], "has been blocked")
        }
    }

    @Test("33: the authorize endpoint takes no POST", arguments: Backend.available)
    func post(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let answer = try await server.post("/oauth/authorize", server.parameters(server.cast.c1))
            #expect(answer.status == .methodNotAllowed)
            #expect(answer.headers[.allow] == "GET, HEAD")
        }
    }

    @Test("39, 57: headers of the pages and of the redirect", arguments: Backend.available)
    func headers(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            let signIn = try await browser.follow(try await browser.get(server.authorizeURL(server.cast.c1)))
            let consent = try await server.open(server.authorizeURL(server.cast.c1), browser, as: server.cast.u1)
            let form = try #require(consent.form(with: "decision"))
            let redirect = try await browser.submit(form, press: "approve")
            for page in [signIn, consent] {
                let policy = page.headers[.contentSecurityPolicy] ?? ""
                #expect(policy.contains("frame-ancestors 'none'"))
                #expect(!policy.contains("unsafe-inline"))
                #expect(page.headers[.init("X-Frame-Options")!] == "DENY")
                #expect(
                    !page.body.contains("<style") && !page.body.contains(" style=") && !page.body.contains(" onclick="))
            }
            for answer in [signIn, consent, redirect] {
                #expect(answer.headers[.init("Referrer-Policy")!] == "no-referrer")
                #expect(answer.headers[.cacheControl] == "no-store")
            }
        }
    }

    @Test("40, 46: prompt=none never shows a page, and never skips for a public app", arguments: Backend.available)
    func promptNone(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            let none: [String: String?] = ["prompt": "none"]
            let c1 = server.authorizeURL(server.cast.c1, none)
            #expect(try await browser.get(c1).redirectFields["error"] == "login_required")
            try await server.signIn(browser, as: server.cast.u1)
            #expect(try await browser.get(c1).redirectFields["error"] == "consent_required")
            _ = try await server.consent(server.authorizeURL(server.cast.c1), browser, as: server.cast.u1)
            #expect(try await browser.get(c1).redirectFields["code"] != nil)
            let p1 = server.authorizeURL(server.cast.p1, pkce: ServerUnderTest.pkce())
            _ = try await server.consent(p1, browser, as: server.cast.u1)
            #expect(try await browser.get("\(p1)&prompt=none").redirectFields["error"] == "consent_required")
        }
    }

    @Test("42: prompt=login signs in once more, and asks only for what is new", arguments: Backend.available)
    func promptLogin(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            let (app, u1) = (server.cast.c1, server.cast.u1)
            _ = try await server.consent(server.authorizeURL(app, ["scope": "customers.read"]), browser, as: u1)
            let covered = server.authorizeURL(app, ["prompt": "login", "scope": "customers.read"])
            let signIn = try await browser.follow(try await browser.get(covered))
            #expect(signIn.form("/manage/sign-in") != nil, "a live session is not enough")
            let answer = try await server.open(covered, browser, as: u1)
            #expect(answer.redirectFields["code"] != nil, "covered: no consent")
            let more = try await server.open(server.authorizeURL(app, ["prompt": "login"]), browser, as: u1)
            #expect(more.form(with: "decision") != nil, "47: one scope more is asked")
        }
    }

    @Test("44, 217: an app that the portal suspended gets a page", arguments: Backend.available)
    func suspended(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            try await server.suspend(server.cast.c1)
            let answer = try await server.open(
                server.authorizeURL(server.cast.c1), server.browser(), as: server.cast.u1)
            #expect(answer.status == .forbidden)
            #expect(answer.location == nil)
        }
    }

    @Test("requests of strangers are bounded, and people who are signed in do not notice", arguments: Backend.available)
    func strangers(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let c1 = server.cast.c1
            let (stranger, owner) = (server.browser(), server.browser())
            try await server.signIn(owner, as: server.cast.u1)
            for _ in 0..<120 {
                let answer = try await stranger.get(server.authorizeURL(c1))
                #expect(answer.location?.hasPrefix("/manage/sign-in") == true)
            }
            let refused = try await stranger.get(server.authorizeURL(c1))
            #expect(refused.location?.hasPrefix(c1.redirectURI) == true)
            #expect(refused.redirectFields["error"] == "temporarily_unavailable")
            #expect(try await owner.get(server.authorizeURL(c1)).status == .ok)
            server.clock.advance(seconds: 61)
            #expect(try await stranger.get(server.authorizeURL(c1)).location?.hasPrefix("/manage/sign-in") == true)
        }
    }

    @Test("A /64 of IPv6 is one stranger, whatever address of it asks", arguments: Backend.available)
    func networks(on backend: Backend) async throws {
        try await withServer(on: backend, configure: { $0.trustedProxies = [AddressRange("127.0.0.0/8")!] }) {
            fixtures in
            try await fixtures.withListeningNode { server in
                let url = server.authorizeURL(server.cast.c1)
                func ask(_ address: String) async throws -> Answer {
                    let headers: HTTPFields = [HTTPField.Name("X-Forwarded-For")!: address]
                    return try await server.send(url, "", type: nil, headers: headers, method: .get)
                }
                for number in 1...120 {
                    let answer = try await ask("2001:db8:7:7::\(String(number, radix: 16))")
                    #expect(answer.redirectFields["error"] == nil, "\(number)")
                }
                #expect(try await ask("2001:db8:7:7:ffff::1").redirectFields["error"] == "temporarily_unavailable")
                #expect(try await ask("2001:db8:7:8::1").redirectFields["error"] == nil)
            }
        }
    }
}
