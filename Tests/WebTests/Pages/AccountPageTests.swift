import HTTPTypes
import HummingbirdTesting
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("The account's own pages (contract O70)", .timeLimit(.minutes(2)))
struct AccountPageTests {
    /// Where the two kinds of account have the same pages.
    static let areas = ["/manage", "/developers"]

    static func signIn(
        _ server: ServerUnderTest, at area: String, password: String = Cast.password
    ) async throws -> Browser {
        let browser = server.browser()
        let email = area == "/manage" ? server.cast.u1.email : "developer@apps.example"
        let answer = try await server.fill(browser, "\(area)/sign-in", ["email": email, "password": password])
        guard answer.status == .seeOther else { throw Unexpected("sign-in failed", answer) }
        return browser
    }

    @Test(
        "sessions are listed with device and address, and end one by one or all others at once",
        arguments: Backend.available)
    func sessions(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for area in Self.areas {
                let first = try await Self.signIn(server, at: area)
                server.clock.advance(seconds: 60)
                let second = try await Self.signIn(server, at: area)
                let third = try await Self.signIn(server, at: area)
                let path = "\(area)/account/sessions"

                let page = try await first.get(path)
                #expect(page.contains("An unknown browser"))
                #expect(page.body.split(separator: "this one").count == 2, "one is marked")
                let ends = page.forms.filter { $0.action.hasSuffix("/end") }
                #expect(ends.count == 2, "the present one ends by signing out")

                let answer = try await first.submit(ends[0])
                #expect(answer.location == "\(path)?done=session")
                #expect(try await first.follow(answer).contains("The session is ended."))
                let home = area == "/manage" ? "/manage" : "/developers/apps"
                var alive = 0
                for browser in [first, second, third] where try await browser.get(home).status == .ok { alive += 1 }
                #expect(alive == 2)
                #expect(try await first.submit(ends[0]).status == .notFound, "it is gone already")

                let others = try #require(try await first.get(path).form("\(path)/end-others"))
                #expect(try await first.submit(others).location == "\(path)?done=sessions")
                #expect(try await first.get(home).status == .ok)
                #expect(try await second.get(home).location == "\(area)/sign-in")
                #expect(try await third.get(home).location == "\(area)/sign-in")
                #expect(try await first.get(path).form("\(path)/end-others") == nil)
            }
        }
    }

    @Test("nobody ends somebody else's session, not even with its id", arguments: Backend.available)
    func foreignSession(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let victim = try await server.manage(as: server.cast.u2)
            let session = try #require(
                try await server.useCases.sessions.list(of: .user(server.cast.u2.id), seenFrom: TokenDigest(of: ""))
                    .first)
            let browser = try await server.manage()
            let csrf = try await server.csrf(browser, "/manage/account")
            let answer = try await browser.post("/manage/account/sessions/\(session.id)/end", [("csrf", csrf)])
            #expect(answer.status == .notFound)
            #expect(try await victim.get("/manage").status == .ok)
        }
    }

    @Test(
        "another password asks for the present one, ends the other sessions, and is told by mail",
        arguments: Backend.available)
    func changePassword(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for area in Self.areas {
                let browser = try await Self.signIn(server, at: area)
                let other = try await Self.signIn(server, at: area)
                let path = "\(area)/account/password"
                for (current, new, text) in [
                    ("wrong password", "quiet river stone", "This is not your current password."),
                    (Cast.password, "short", "Use at least 10"), (Cast.password, "Password123", "Many people use this"),
                    ("", "quiet river stone", "This is not your current password."),
                ] {
                    let answer = try await server.fill(browser, path, ["current_password": current, "password": new])
                    #expect(answer.status == .unprocessableContent)
                    #expect(answer.contains(text))
                    #expect(!answer.contains(new))
                }
                #expect(try await other.get("\(area)/account").status == .ok)

                let answer = try await server.fill(
                    browser, path, ["current_password": Cast.password, "password": "quiet river stone"])
                #expect(answer.location == "\(area)/account?done=password")
                let account = try await browser.follow(answer)
                #expect(account.contains("Your password is changed."))
                #expect(account.contains("changed"), "the event is listed")
                #expect(try await other.get("\(area)/account").location == "\(area)/sign-in")
                let mail = try #require(try await server.useCases.outbox.list().first).mail
                #expect(mail.recipient == (area == "/manage" ? server.cast.u1.email : "developer@apps.example"))
                #expect(mail.subject == "Your password was changed", "in English alone: that is what the page was in")
                #expect(!mail.body.contains("quiet river stone"))

                let old = try await server.fill(
                    server.browser(), "\(area)/sign-in", ["email": mail.recipient, "password": Cast.password])
                #expect(old.status == .unprocessableContent)
                _ = try await Self.signIn(server, at: area, password: "quiet river stone")
            }
            #expect(try await server.auditActions(server.cast.u1.id.text) == ["user.password_changed"])
            #expect(try await server.events("developer.password_changed", in: server.cast.developer.text) == 1)
        }
    }

    @Test("guessing the present password is slowed down", arguments: Backend.available)
    func guessing(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.manage()
            let path = "/manage/account/password"
            for _ in 0..<10 {
                let answer = try await server.fill(
                    browser, path, ["current_password": "guess", "password": "quiet river stone"])
                #expect(answer.status == .unprocessableContent)
            }
            let answer = try await server.fill(
                browser, path, ["current_password": Cast.password, "password": "quiet river stone"])
            #expect(answer.status == .tooManyRequests)
            #expect(answer.headers[.retryAfter] == "300")
        }
    }

    @Test("a user without a portal keeps the account page, and the way out", arguments: Backend.available)
    func withoutPortal(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.manage(as: server.cast.e1)
            _ = try await server.useCases.memberships.remove(
                server.cast.e1.id, from: server.cast.a.id, by: .commandLine)
            for path in ["/manage", "/manage/portal"] {
                let answer = try await browser.get(path)
                #expect(answer.status == .forbidden)
                #expect(answer.form("/manage/sign-out") != nil)
                #expect(answer.contains("href=\"/manage/account\""))
            }
            let account = try await browser.get("/manage/account")
            #expect(account.status == .ok)
            #expect(account.contains(server.cast.e1.email))
            #expect(try await browser.submit(#require(account.form("/manage/sign-out"))).status == .seeOther)
        }
    }

    @Test("a sign-in with a browser that was not used before is told by mail", arguments: Backend.available)
    func newBrowser(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            func mails() async throws -> [Mail] { try await server.useCases.outbox.list().map(\.mail) }
            let before = try await mails().count
            let browser = try await server.manage()
            #expect(try await mails().count == before, "the first browser of all is no news")
            try await server.signIn(browser, as: server.cast.u1)
            #expect(try await mails().count == before)
            _ = try await server.manage(language: "nl")
            let mail = try #require(try await mails().first)
            #expect(try await mails().count == before + 1)
            #expect(mail.recipient == server.cast.u1.email)
            #expect(mail.subject == "Er is ingelogd op je account")
            #expect(mail.body.contains("2026-03-02 09:00 UTC"))
        }
    }

    @Test(
        "browsers have names",
        arguments: [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0",
                "Edge on Windows"
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari on iPhone"
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
                "Chrome on Android"
            ),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "A browser on macOS"), ("curl/8.0", "curl"),
            ("<script>", "An unknown browser"), ("", "An unknown browser"),
        ])
    func devices(userAgent: String, words: String) {
        #expect(Device(userAgent: userAgent).words(in: .en) == words)
        #expect(Device(userAgent: String(repeating: "x", count: 9000) + "\u{0}é").userAgent.utf8.count == 255)
    }

    @Test("a mailed link is not spent by looking: HEAD and GET change nothing", arguments: Backend.available)
    func confirmation(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let developer = server.browser()
            _ = try await server.fill(
                developer, "/developers/register",
                ["name": "New", "email": "new@apps.example", "password": "a long enough one"])
            let mail = try #require(try await server.useCases.outbox.list().first)
            let path = try #require(mail.mail.path("/developers/confirm?token="))
            for _ in 0..<2 {
                let head = try await server.head(path)
                #expect(head.status == .ok)
                #expect(try await developer.get(path).contains("Confirm your address"))
            }
            // Nobody has to be signed in: the mail may be opened on another device.
            let phone = server.browser()
            var form = try #require(try await phone.get(path).form("/developers/confirm"))
            form.set("password", "a long enough one")
            #expect(try await phone.submit(form).location == "/developers/apps")
            form.set("csrf", try await server.csrf(phone, "/developers/account/password"))
            #expect(try await phone.submit(form).status == .gone)
            #expect(try await phone.get(path).status == .gone)
            #expect(try await phone.get("/developers/confirm").status == .gone)
        }
    }
}

extension Mail {
    /// The first link in the text that begins like this, without our origin.
    func path(_ start: String) -> String? {
        let link = "\(ServerUnderTest.issuer)\(start)"
        guard let found = body.firstRange(of: link) else { return nil }
        return String(body[found.lowerBound...].prefix { !$0.isWhitespace }.dropFirst(ServerUnderTest.issuer.count))
    }
}

extension ServerUnderTest {
    func head(_ path: String) async throws -> Answer {
        Answer(try await http.executeRequest(uri: path, method: .head, headers: [:], body: nil))
    }
}
