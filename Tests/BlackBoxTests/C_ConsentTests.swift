import HTTPTypes
import Kernel
import TestSupport
import Testing
import Web

@Suite("C. Sign-in and consent", .timeLimit(.minutes(3)))
struct ConsentTests {
    @Test(
        "45, 48: consent shows app, developer, host, portal and every scope; what is shown is granted",
        arguments: Backend.available)
    func shown(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            let app = server.cast.c1
            for _ in 1...2 {
                let page = try await server.open(server.authorizeURL(app), browser, as: server.cast.u1)
                #expect(page.status == .ok)
                for landmark in [
                    "C1", "Apps &amp; Co", "app1.example", "Alpha B.V.", "customers.read", "invoices.read",
                ] {
                    #expect(page.body.contains(landmark), "\(landmark)")
                }
                let form = try #require(page.form(with: "decision"))
                #expect(
                    form.fields.filter { $0.name == "scope" }.map(\.value).sorted() == [
                        "customers.read", "invoices.read",
                    ])
            }
            let tokens = try await server.exchange(app, server.code(app))
            #expect(tokens["scope"] == "customers.read invoices.read")
        }
    }

    @Test("45: scopes that change are set apart, and a verified developer is marked", arguments: Backend.available)
    func apart(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let url = server.authorizeURL(server.cast.c2)
            let before = try await server.open(url, server.browser(), as: server.cast.u1)
            #expect(before.body.contains("not verified"))
            let parts = before.body.split(separator: "scope-list-change", maxSplits: 1)
            #expect(parts.count == 2)
            #expect(parts.first?.contains("value=\"customers.read\"") == true)
            #expect(parts.first?.contains("value=\"customers.write\"") == false)
            #expect(parts.last?.contains("value=\"customers.write\"") == true)
            try await server.verifyDeveloper()
            let after = try await server.open(url, server.browser(), as: server.cast.u1)
            #expect(after.body.contains("✓ verified"))
        }
    }

    @Test("45: an employee may not consent", arguments: Backend.available)
    func employee(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let answer = try await server.open(
                server.authorizeURL(server.cast.c1), server.browser(), as: server.cast.e1)
            #expect(answer.status == .forbidden)
            #expect(answer.form(with: "decision") == nil)
        }
    }

    @Test("46: a public app is asked about every time", arguments: Backend.available)
    func publicApps(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for app in [server.cast.p1, server.cast.p1s, server.cast.p2] {
                let browser = server.browser()
                let url = server.authorizeURL(app, pkce: ServerUnderTest.pkce())
                _ = try await server.consent(url, browser, as: server.cast.u1)
                for prompt in ["", "&prompt=login"] {
                    let page = try await server.open(url + prompt, browser, as: server.cast.u1)
                    #expect(page.form(with: "decision") != nil)
                }
            }
        }
    }

    @Test("46: prompt=none is refused for a public app that was consented to", arguments: Backend.available)
    func publicSilent(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for app in [server.cast.p1, server.cast.p1s, server.cast.p2] {
                let browser = server.browser()
                let url = server.authorizeURL(app, pkce: ServerUnderTest.pkce())
                _ = try await server.consent(url, browser, as: server.cast.u1)
                let silent = try await browser.get("\(url)&prompt=none").redirectFields
                #expect(silent["error"] == "consent_required")
                #expect(silent["iss"] == ServerUnderTest.issuer)
            }
        }
    }

    @Test("47: one scope more is asked for, and marked as new", arguments: Backend.available)
    func more(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (app, browser) = (server.cast.c1, server.browser())
            let narrow = server.authorizeURL(app, ["scope": "customers.read"])
            let first = try await server.open(narrow, browser, as: server.cast.u1)
            #expect(!first.body.contains(">new</span>"), "all is new: nothing is marked")
            _ = try await browser.submit(try #require(first.form(with: "decision")), press: "approve")
            let page = try await server.open(
                server.authorizeURL(app, ["prompt": "login"]), browser, as: server.cast.u1)
            let lines = page.body.split(separator: "<label class=\"check\">").dropFirst()
            #expect(lines.first { $0.contains("customers.read") }?.contains(">new</span>") == false)
            #expect(lines.first { $0.contains("invoices.read") }?.contains(">new</span>") == true)
        }
    }

    @Test("49: what the app requires cannot be left out", arguments: Backend.available)
    func required(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = try await server.register(
                "R", .web, .standard, ["https://required.example/cb"], "customers.read invoices.read",
                required: "customers.read")
            let refused = try await server.consent(server.authorizeURL(app), as: server.cast.u1) {
                $0.set("scope", ["invoices.read"])
            }
            #expect(refused.status == .badRequest)
            #expect(refused.location == nil)
            let narrowed = try await server.consent(server.authorizeURL(app), as: server.cast.u1) {
                $0.set("scope", ["customers.read"])
            }
            let code = try #require(narrowed.redirectFields["code"])
            #expect(try await server.exchange(app, code)["scope"] == "customers.read")
        }
    }

    @Test("49: a deselected scope is not granted", arguments: Backend.available)
    func deselect(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let answer = try await server.consent(server.authorizeURL(app), as: server.cast.u1) {
                $0.set("scope", ["customers.read"])
            }
            let tokens = try await server.exchange(app, try #require(answer.redirectFields["code"]))
            #expect(tokens["scope"] == "customers.read")
        }
    }

    @Test("50–54: a decision is bound to form, user, browser and request, and made once", arguments: Backend.available)
    func bound(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let url = server.authorizeURL(server.cast.c1)
            let browser = server.browser()
            let form = try #require(try await server.open(url, browser, as: server.cast.u1).form(with: "decision"))

            var added = form
            added.set("scope", ["customers.read", "customers.write"])
            #expect(try await browser.submit(added, press: "approve").location == nil, "50: a scope more")
            for (name, value) in [("redirect_uri", "https://evil.example/"), ("client_id", server.cast.c2.id.text)] {
                var changed = form
                changed.set(name, value)
                #expect(try await browser.submit(changed, press: "approve").location == nil, "50: \(name)")
            }
            var portal = form
            portal.set("portal", "beta")
            #expect(try await browser.submit(portal, press: "approve").location == nil, "50: portal")

            var forged = form
            forged.set("csrf", "")
            #expect(try await browser.submit(forged, press: "approve").status == .forbidden, "51: without")
            forged.set("csrf", String(repeating: "0", count: 64))
            #expect(try await browser.submit(forged, press: "approve").status == .forbidden, "51: wrong")

            let other = server.browser()
            try await server.signIn(other, as: server.cast.u2)
            #expect(try await other.submit(form, press: "approve").status == .forbidden, "52: transplanted")

            let query = PercentEncoding.query(form.fields.map { ($0.name, $0.value) } + [("decision", "approve")])
            #expect(try await browser.get("\(form.action)?\(query)").status == .methodNotAllowed, "53: by GET")

            let first = try await browser.submit(form, press: "approve")
            #expect(first.redirectFields["code"] != nil)
            #expect(try await browser.submit(form, press: "approve").location == nil, "54: twice")
        }
    }

    @Test("56: a refusal is access_denied, and two tabs do not disturb each other", arguments: Backend.available)
    func deny(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            try await server.signIn(browser, as: server.cast.u1)
            let one = try #require(try await browser.get(server.authorizeURL(server.cast.c1)).form(with: "decision"))
            let two = try #require(try await browser.get(server.authorizeURL(server.cast.c2)).form(with: "decision"))
            let denied = try await browser.submit(one, press: "deny")
            #expect(denied.status == .seeOther)
            #expect(denied.redirectFields["error"] == "access_denied")
            #expect(denied.redirectFields["state"] == "state-1")
            #expect(denied.redirectFields["iss"] == ServerUnderTest.issuer)
            #expect(try await browser.submit(two, press: "approve").redirectFields["code"] != nil)
        }
    }

    @Test(
        "O12, 121: a user with two portals chooses, and the token opens the chosen one only",
        arguments: Backend.available)
    func choice(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            for slug in ["alpha", "beta"] {
                let answer = try await server.consent(server.authorizeURL(app), as: server.cast.both) {
                    $0.set("portal", slug)
                }
                let tokens = try await server.exchange(app, try #require(answer.redirectFields["code"]))
                #expect(tokens["portal"] == slug)
                let me = try await server.me(try #require(tokens["access_token"]))
                #expect(me.json?["portal"]?["slug"] == .string(slug))
            }
        }
    }

    @Test("58, 59: a new session id at sign-in, and no way off our origin", arguments: Backend.available)
    func session(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for target in ["https://evil", "//evil", "/\\evil", "javascript:alert(1)"] {
                let browser = server.browser()
                let page = try await browser.get("/manage/sign-in?return=\(PercentEncoding.encode(target))")
                var form = try #require(page.form("/manage/sign-in"))
                let before = browser.allCookies
                form.set("email", server.cast.u1.email)
                form.set("password", Cast.password)
                form.set("return", target)
                let answer = try await browser.submit(form)
                #expect(answer.status == .seeOther)
                #expect(answer.location == "/manage", "\(target)")
                #expect(browser.allCookies != before)
            }
        }
    }

    @Test("58: on https the session cookie is out of everybody else's reach", arguments: Backend.available)
    func cookies(on backend: Backend) async throws {
        try await withServer(
            on: backend, configure: { $0.origins = Origins(publicURL: "https://portal.example") }
        ) { server in
            let browser = server.browser()
            let page = try await browser.get("/manage/sign-in")
            let before = browser.allCookies
            var form = try #require(page.form("/manage/sign-in"))
            form.set("email", server.cast.u1.email)
            form.set("password", Cast.password)
            browser.set(cookie: "__Host-voordeur_manage", "vdr_tk_000000000000000000000000000000abcdef")
            let answer = try await browser.submit(form)
            #expect(answer.status == .seeOther)
            for line in page.headers[values: .setCookie] + answer.headers[values: .setCookie] {
                #expect(line.hasPrefix("__Host-"), "\(line.prefix(30))")
                for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
                    #expect(line.contains("; \(attribute)"), "\(attribute)")
                }
                #expect(!line.contains("Domain="))
            }
            let first = try #require(browser.cookie("__Host-voordeur_manage"))
            #expect(before["__Host-voordeur_manage"] == nil)
            #expect(first != "vdr_tk_000000000000000000000000000000abcdef", "never an id that was planted")
            try await server.signIn(browser, as: server.cast.u1)
            #expect(browser.cookie("__Host-voordeur_manage") != first, "another at each sign-in")
        }
    }

    @Test("60: names are inert on the consent page, and cannot hide or turn around", arguments: Backend.available)
    func names(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let name = "<b onmouseover=\"x\">'&amp;</b>"
            let app = try await server.register(
                name, .web, .standard, ["https://names.example/cb"], "customers.read")
            let page = try await server.open(server.authorizeURL(app), server.browser(), as: server.cast.u1)
            #expect(page.status == .ok)
            #expect(!page.body.contains("<b "))
            #expect(!page.body.contains("\"x\""))
            #expect(page.body.contains("&lt;b onmouseover="))
            for spoof in ["Pay\u{202E}lap", "App\u{200B}", "A\u{2066}B", "A\u{FEFF}", "A\u{0}", " \u{3164} "] {
                await #expect(throws: (any Error).self, "\(spoof.unicodeScalars.map(\.value))") {
                    try await server.register(spoof, .web, .standard, ["https://names.example/cb"], "customers.read")
                }
            }
        }
    }

    @Test("61: an unknown user and a wrong password look the same, and are slowed down", arguments: Backend.available)
    func signIn(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            func attempt(_ email: String, _ password: String) async throws -> Answer {
                let browser = server.browser()
                var form = try #require(try await browser.get("/manage/sign-in").form("/manage/sign-in"))
                form.set("email", email)
                form.set("password", password)
                return try await browser.submit(form)
            }
            func visible(_ answer: Answer, _ email: String) -> String {
                // The address that was typed, and what is random in every form.
                let tokens = answer.forms.flatMap(\.fields).filter { $0.name == "csrf" }.map(\.value)
                return tokens.reduce(answer.body.replacing(email, with: "somebody")) { $0.replacing($1, with: "") }
            }
            let (known, unknown) = (server.cast.u1.email, "nobody@nowhere.example")
            let wrong = try await attempt(known, "not the password of anybody")
            let nobody = try await attempt(unknown, "not the password of anybody")
            #expect(wrong.status == nobody.status)
            #expect((400..<500).contains(wrong.status.code))
            #expect(visible(wrong, known) == visible(nobody, unknown))
            for email in [known, unknown] {
                var last: Answer?
                for _ in 0..<30 { last = try await attempt(email, "not the password of anybody") }
                #expect(last?.status == .tooManyRequests, "\(email)")
            }
            #expect(
                try await attempt(known, Cast.password).status == .tooManyRequests, "the right one does not tell either"
            )
            server.clock.advance(seconds: 3600)
            #expect(try await attempt(known, Cast.password).status == .seeOther)
        }
    }

    @Test("40, 200: what is granted silently does not change what is remembered", arguments: Backend.available)
    func memory(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            let app = server.cast.c1
            _ = try await server.consent(server.authorizeURL(app), browser, as: server.cast.u1)
            for scope in ["customers.read", app.scopes] {
                let silent = try await browser.get(server.authorizeURL(app, ["prompt": "none", "scope": scope]))
                #expect(silent.redirectFields["code"] != nil, "\(scope)")
            }
            let elsewhere = ["prompt": Optional("none"), "redirect_uri": "https://app1.example/cb2?x=1"]
            #expect(
                try await browser.get(server.authorizeURL(app, elsewhere)).redirectFields["error"]
                    == "consent_required",
                "another redirect URI")
        }
    }

    @Test("ui_locales and login_hint reach the sign-in page", arguments: Backend.available)
    func hints(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let url = server.authorizeURL(server.cast.c1, ["ui_locales": "nl", "login_hint": server.cast.u1.email])
            let browser = server.browser()
            let page = try await browser.follow(try await browser.get(url))
            #expect(page.body.contains("<html lang=\"nl\""))
            #expect(page.form("/manage/sign-in")?.value("email") == server.cast.u1.email)
            let consent = try await server.open(url, browser, as: server.cast.u1)
            #expect(consent.body.contains("<html lang=\"nl\""))
        }
    }
}
