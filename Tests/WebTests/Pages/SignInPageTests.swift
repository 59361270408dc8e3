import Crypto
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Sign-in pages (contract O70, checklist 58–61)", .timeLimit(.minutes(2)))
struct SignInPageTests {
    @Test("58: a sign-in gives a new session id, and the one before is dead", arguments: Backend.available)
    func newID(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.manage()
            let first = try #require(browser.cookie("voordeur_manage"))
            #expect(try await browser.get("/manage").status == .ok)
            try await server.signIn(browser, as: server.cast.u1)
            let second = try #require(browser.cookie("voordeur_manage"))
            #expect(first != second)
            browser.set(cookie: "voordeur_manage", first)
            #expect(try await browser.get("/manage").location == "/manage/sign-in")
            browser.set(cookie: "voordeur_manage", second)
            #expect(try await browser.get("/manage").status == .ok)
            #expect(Credential(second, .ticket) != nil)
            #expect(!server.logs.text.contains(second))
        }
    }

    @Test("58: a planted session id is not taken over", arguments: Backend.available)
    func fixation(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let planted = Credential(minting: .ticket, from: server.clock.ambient).secret.expose()
            let browser = server.browser()
            browser.set(cookie: "voordeur_manage", planted)
            try await server.signIn(browser, as: server.cast.u1)
            #expect(browser.cookie("voordeur_manage") != planted)
            let other = server.browser()
            other.set(cookie: "voordeur_manage", planted)
            #expect(try await other.get("/manage").location == "/manage/sign-in")
        }
    }

    @Test("61: unknown user and wrong password get one answer, and are throttled alike", arguments: Backend.available)
    func sameAnswer(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            func attempt(_ email: String, _ password: String = "not the password") async throws -> Answer {
                try await server.fill(browser, "/manage/sign-in", ["email": email, "password": password])
            }
            _ = try await browser.get("/manage/sign-in")
            var answers: [[String]] = []
            for email in [server.cast.u1.email, "nobody@alpha.example"] {
                var seen: [String] = []
                for _ in 0..<12 {
                    let answer = try await attempt(email)
                    let body = answer.body.split(separator: email).joined(separator: "EMAIL")
                    seen.append("\(answer.status.code) \(answer.headers[.retryAfter] ?? "") \(body)")
                }
                answers.append(seen)
            }
            #expect(answers[0] == answers[1])
            #expect(answers[0][0].hasPrefix("422"))
            #expect(answers[0][9].hasPrefix("422"))
            #expect(answers[0][10].hasPrefix("429 300"))
            #expect(answers[0][0].contains("E-mail address or password is wrong."))

            let right = try await attempt(server.cast.u1.email, Cast.password)
            #expect(right.status == .tooManyRequests)
            #expect(right.headers[.retryAfter] == "300")
            #expect(try await attempt(server.cast.u2.email, Cast.password).status == .seeOther)
            server.clock.advance(seconds: 301)
            #expect(try await attempt(server.cast.u1.email, Cast.password).status == .seeOther)
        }
    }

    @Test(
        "a sign-in without or with malformed fields is refused like a wrong one",
        arguments: ["", "x", "a@b@c", "@", "é@ü.example"])
    func malformed(email: String) async throws {
        try await withServer(on: .sqlite) { server in
            for password in ["", "x", String(repeating: "x", count: 5000)] {
                let answer = try await server.fill(
                    server.browser(), "/manage/sign-in", ["email": email, "password": password])
                #expect(answer.status == .unprocessableContent)
                #expect(answer.contains("E-mail address or password is wrong."))
            }
        }
    }

    @Test(
        "59: nothing that the client sends is redirected to",
        arguments: [
            "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/manage/../x",
            "%0d%0aX: y",
        ])
    func openRedirects(target: String) async throws {
        try await withServer(on: .sqlite) { server in
            let browser = server.browser()
            let page = try await browser.get("/manage/sign-in?\(PercentEncoding.query([("return", target)]))")
            #expect(page.status == .ok)
            var form = try #require(page.form("/manage/sign-in"))
            #expect(form.value("return") == nil)
            form.set("email", server.cast.u1.email)
            form.set("password", Cast.password)
            form.set("return", target)
            form.set("return_to", target)
            #expect(try await browser.submit(form).location == "/manage")

            let path = "/language?\(PercentEncoding.query([("to", "nl"), ("back", target)]))"
            let location = try await browser.get(path).location
            #expect(location == (target == "/manage/../x" ? target : "/"))
        }
    }

    @Test("a sign-in that may end at an app says so to the browser, and goes on where the ticket says")
    func destinations() async throws {
        try await withServer(on: .sqlite) { server in
            let origins = Origins(publicURL: ServerUnderTest.issuer)
            let ambient = server.clock.ambient
            let sessions = PageSessions(
                sessions: server.useCases.sessions, cookies: PageCookies(isSecure: false), ambient: ambient)
            let tokens = FormTokens(key: SymmetricKey(size: .bits256))
            let pages = PageResponder(
                renderer: try .embedded(), sessions: sessions, csrf: CSRF(tokens: tokens, sessions: sessions),
                origins: origins,
                ambient: ambient)
            let good = Credential(minting: .ticket, from: ambient).secret.expose()
            let router = Router(context: AppContext.self)
            PageRoutes(
                pages: pages, useCases: server.useCases,
                continuation: { ticket, user, _ in
                    ticket == good && user == server.cast.u1.id ? "/go/on" : "https://evil.example"
                },
                destinations: { ticket, _ in ticket == good ? ["https://app.example"] : [] }
            ).add(to: router)
            try await Application(responder: router.buildResponder()).test(.router) { client in
                for (person, location) in [(server.cast.u1, "/go/on"), (server.cast.u2, "/manage")] {
                    let browser = Browser(client)
                    let page = try await browser.get("/manage/sign-in?return=\(good)")
                    #expect(
                        page.headers[.contentSecurityPolicy]?.contains("form-action 'self' https://app.example;")
                            == true)
                    var form = try #require(page.form("/manage/sign-in"))
                    form.set("email", person.email)
                    form.set("password", Cast.password)
                    #expect(try await browser.submit(form).location == location)
                    let plain = try await browser.get("/manage/sign-in")
                    #expect(plain.headers[.contentSecurityPolicy]?.contains("form-action 'self';") == true)
                }
            }
        }
    }

    @Test("a ticket that is not this browser's leads to the first page", arguments: Backend.available)
    func foreignTicket(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let ticket = Credential(minting: .ticket, from: server.clock.ambient).secret.expose()
            let browser = server.browser()
            let page = try await browser.get("/manage/sign-in?return=\(ticket)")
            var form = try #require(page.form("/manage/sign-in"))
            #expect(form.value("return") == ticket)
            form.set("email", server.cast.u1.email)
            form.set("password", Cast.password)
            #expect(try await browser.submit(form).location == "/manage")
        }
    }

    @Test("cookies: HttpOnly, SameSite=Lax, whole site; on https Secure and __Host-")
    func cookies() async throws {
        for (origin, prefix, isSecure) in [
            ("http://localhost:8080", "", false), ("https://voordeur.example", "__Host-", true),
        ] {
            try await withServer(on: .sqlite) {
                $0.origins = Origins(publicURL: origin)
            } _: { server in
                let browser = server.browser()
                let page = try await browser.get("/manage/sign-in")
                let id = try #require(page.setCookie("\(prefix)voordeur_browser"))
                var form = try #require(page.form("/manage/sign-in"))
                form.set("email", server.cast.u1.email)
                form.set("password", Cast.password)
                let answer = try await browser.submit(form)
                let session = try #require(answer.setCookie("\(prefix)voordeur_manage"))
                let language = try #require(
                    try await browser.get("/language?to=nl").setCookie("\(prefix)voordeur_language"))
                for cookie in [id, session, language] {
                    #expect(cookie.contains("; HttpOnly"))
                    #expect(cookie.contains("; SameSite=Lax"))
                    #expect(cookie.contains("; Path=/"))
                    #expect(!cookie.contains("Domain"))
                    #expect(cookie.contains("; Secure") == isSecure)
                }
                #expect(try await browser.get("/manage").status == .ok)
                #expect((page.headers[.strictTransportSecurity] != nil) == isSecure)
                // Known browsers are not named anew.
                #expect(try await browser.get("/manage/sign-in").setCookie("\(prefix)voordeur_browser") == nil)
            }
        }
    }

    @Test("signing out ends the session at once", arguments: Backend.available)
    func signOut(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.manage()
            let id = try #require(browser.cookie("voordeur_manage"))
            let form = try #require(try await browser.get("/manage").form("/manage/sign-out"))
            let answer = try await browser.submit(form)
            #expect(answer.location == "/manage/sign-in?done=signed-out")
            #expect(browser.cookie("voordeur_manage") == nil)
            #expect(try await browser.follow(answer).contains("You are signed out."))
            browser.set(cookie: "voordeur_manage", id)
            #expect(try await browser.get("/manage").location == "/manage/sign-in")
        }
    }

    @Test("a session ends after 12 idle hours, and after 30 days in all", arguments: Backend.available)
    func lifetime(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let idle = try await server.manage()
            server.clock.advance(seconds: 12 * 3600 - 1)
            #expect(try await idle.get("/manage").status == .ok)
            server.clock.advance(seconds: 12 * 3600 - 1)
            #expect(try await idle.get("/manage").status == .ok)
            server.clock.advance(seconds: 12 * 3600)
            #expect(try await idle.get("/manage").location == "/manage/sign-in")

            let busy = try await server.manage()
            for _ in 0..<65 {
                server.clock.advance(seconds: 11 * 3600)
                #expect(try await busy.get("/manage").status == .ok)
            }
            server.clock.advance(seconds: 5 * 3600)
            #expect(try await busy.get("/manage").location == "/manage/sign-in")
        }
    }

    @Test("users and developers are different accounts with different sessions", arguments: Backend.available)
    func separate(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let owner = try await server.manage()
            #expect(try await owner.get("/developers/apps").location == "/developers/sign-in")
            let developer = try await server.developer()
            #expect(try await developer.get("/manage").location == "/manage/sign-in")
            developer.set(cookie: "voordeur_manage", developer.cookie("voordeur_developers"))
            #expect(try await developer.get("/manage").location == "/manage/sign-in")
            let crossed = try await server.fill(
                server.browser(), "/manage/sign-in", ["email": "developer@apps.example", "password": Cast.password])
            #expect(crossed.status == .unprocessableContent)
        }
    }

    @Test("an invitation works once, sets a proper password, and signs in", arguments: Backend.available)
    func invitation(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let owner = NewMember(email: AccountEmail("New@Gamma.example")!, role: .owner)
            guard
                case .created(let portal, _, let link?) = try await server.useCases.portals.create(
                    NewPortal(slug: "gamma", name: "Gamma & Zn."), owner: owner, by: .commandLine)
            else { return #expect(Bool(false), "no link") }
            #expect(link.url.hasPrefix("http://localhost:8080/manage/invitation?token=vdr_tk_"))
            let mail = try #require(try await server.useCases.outbox.list().first)
            #expect(mail.mail.recipient == "New@Gamma.example")
            #expect(mail.mail.body.contains(link.url))

            let path = String(link.url.dropFirst("http://localhost:8080".count))
            let browser = server.browser()
            let page = try await browser.get(path)
            #expect(page.contains("Gamma &amp; Zn."))
            #expect(page.contains("owner"))
            for (password, text) in [
                ("short", "Use at least 10"), ("Password123", "Many people use this"), ("", "Use at least 10"),
            ] {
                let answer = try await server.fill(browser, path, to: "/manage/invitation", ["password": password])
                #expect(answer.status == .unprocessableContent)
                #expect(answer.contains(text))
            }
            let answer = try await server.fill(
                browser, path, to: "/manage/invitation", ["password": "quiet river stone"])
            #expect(answer.location == "/manage")
            #expect(try await browser.get("/manage").contains("Gamma &amp; Zn."))
            #expect(try await browser.get(path).status == .gone)
            #expect(try await server.browser().get("/manage/invitation?token=nonsense").status == .gone)
            #expect(try await server.auditActions(portal.id.text) == ["user.joined", "portal.created"])

            let again = try await server.fill(
                server.browser(), "/manage/sign-in", ["email": "NEW@gamma.EXAMPLE", "password": "quiet river stone"])
            #expect(again.location == "/manage")
        }
    }

    @Test("an invitation is dead after 7 days", arguments: Backend.available)
    func oldInvitation(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let new = NewMember(email: AccountEmail("late@alpha.example")!, role: .employee)
            guard
                case .added(_, let link?) = try await server.useCases.memberships.add(
                    new, to: server.cast.a, by: .commandLine)
            else { return #expect(Bool(false), "no link") }
            let path = String(link.url.dropFirst("http://localhost:8080".count))
            #expect(try await server.browser().get(path).status == .ok)
            server.clock.advance(seconds: 7 * 86_400)
            #expect(try await server.browser().get(path).status == .gone)
        }
    }

    @Test("whoever has several portals chooses one, and cannot choose another's", arguments: Backend.available)
    func portals(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.manage(as: server.cast.both)
            #expect(try await browser.get("/manage").location == "/manage/portal")
            let page = try await browser.get("/manage/portal")
            #expect(page.contains("Alpha B.V."))
            #expect(page.contains("Beta B.V."))
            #expect(try await server.fill(browser, "/manage/portal", ["portal": "nothing"]).status == .notFound)
            for (slug, name) in [("alpha", "Alpha B.V."), ("beta", "Beta B.V.")] {
                #expect(try await server.fill(browser, "/manage/portal", ["portal": slug]).location == "/manage")
                #expect(try await browser.get("/manage").contains("<h1>\(name)</h1>"))
            }
            let owner = try await server.manage()
            #expect(try await server.fill(owner, "/manage/portal", ["portal": "beta"]).status == .notFound)
        }
    }

    @Test("a removed member and a disabled user are out at once", arguments: Backend.available)
    func removed(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.manage(as: server.cast.e1)
            #expect(try await browser.get("/manage").status == .ok)
            let change = try await server.useCases.memberships.remove(
                server.cast.e1.id, from: server.cast.a.id, by: .commandLine)
            #expect(change == .changed)
            #expect(try await browser.get("/manage").status == .forbidden)
            let owner = try await server.manage(as: server.cast.both)
            #expect(
                try await server.useCases.users.disable(server.cast.both.id, in: server.cast.a.id, by: .commandLine))
            #expect(try await owner.get("/manage").location == "/manage/sign-in")
            let again = try await server.fill(
                server.browser(), "/manage/sign-in", ["email": server.cast.both.email, "password": Cast.password])
            #expect(again.status == .unprocessableContent)
        }
    }

    @Test("employees see customers, and a 403 page on keys, apps and the audit log", arguments: Backend.available)
    func employee(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.manage(as: server.cast.e1)
            for path in ["/manage", "/manage/customers"] { #expect(try await browser.get(path).status == .ok) }
            let closed = [
                "api-keys", "api-keys/new", "api-keys/\(APIKeyID(stored: "key_1"))/revoke", "apps", "audit",
                "audit.csv", "audit.jsonl",
            ]
            for path in closed {
                let answer = try await browser.get("/manage/settings/\(path)")
                #expect(answer.status == .forbidden, "\(path)")
                #expect(answer.contains("You cannot open this"))
                #expect(answer.contains("/manage/customers"), "the navigation stays")
                #expect(!answer.contains("href=\"/manage/settings/api-keys\""))
            }
            let csrf = try await server.csrf(browser, "/manage")
            let key = try await browser.post(
                ServerUnderTest.keysPath, [("csrf", csrf), ("name", "x"), ("scope", "customers.read")])
            #expect(key.status == .forbidden)
            #expect(try await server.useCases.apiKeys.list(in: server.cast.a.id).isEmpty)
        }
    }
}
