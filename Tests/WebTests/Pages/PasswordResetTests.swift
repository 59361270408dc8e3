import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("A forgotten password (contract O71)", .timeLimit(.minutes(2)))
struct PasswordResetTests {
    static let new = "quiet river stone"

    static func email(_ server: ServerUnderTest, at area: String) -> String {
        area == "/manage" ? server.cast.u1.email : "developer@apps.example"
    }

    /// Asks for a link through the page; answers its path from the mail.
    static func link(_ server: ServerUnderTest, at area: String, language: String = "en") async throws -> String {
        let answer = try await server.fill(
            server.browser(language: language), "\(area)/forgot-password", ["email": email(server, at: area)])
        #expect(answer.status == .ok)
        let mail = try #require(try await server.useCases.outbox.list().first).mail
        #expect(mail.recipient == email(server, at: area))
        return try #require(mail.path("\(area)/reset-password?token=vdr_tk_"))
    }

    @Test("a mailed link sets another password, once, and ends every session", arguments: Backend.available)
    func reset(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for area in AccountPageTests.areas {
                let signedIn = try await AccountPageTests.signIn(server, at: area)
                let (older, path) = (
                    try await Self.link(server, at: area), try await Self.link(server, at: area)
                )
                let phone = server.browser()
                #expect(try await server.head(path).status == .ok, "HEAD and GET spend nothing")
                for (password, text) in [("short", "Use at least 10"), ("Password123", "Many people use this")] {
                    let answer = try await server.fill(phone, path, ["password": password])
                    #expect(answer.status == .unprocessableContent)
                    #expect(answer.contains(text))
                }
                #expect(try await signedIn.get("\(area)/account").status == .ok)

                var form = try #require(try await phone.get(path).form("\(area)/reset-password"))
                form.set("password", Self.new)
                let answer = try await phone.submit(form)
                #expect(answer.location == "\(area)/sign-in?done=reset")
                #expect(try await phone.follow(answer).contains("Your new password is saved."))
                #expect(phone.cookie("voordeur_manage") == nil && phone.cookie("voordeur_developers") == nil)

                #expect(try await signedIn.get("\(area)/account").location == "\(area)/sign-in")
                #expect(try await phone.submit(form).status == .gone, "once")
                #expect(try await phone.get(path).status == .gone)
                #expect(try await phone.get(older).status == .gone, "the older link ended with it")
                let notice = try #require(try await server.useCases.outbox.list().first).mail
                #expect(notice.subject == "Your password was reset")
                #expect(notice.recipient == Self.email(server, at: area))

                let old = try await server.fill(
                    server.browser(), "\(area)/sign-in",
                    ["email": Self.email(server, at: area), "password": Cast.password])
                #expect(old.status == .unprocessableContent)
                _ = try await AccountPageTests.signIn(server, at: area, password: Self.new)
            }
            #expect(try await server.auditActions(server.cast.u1.id.text) == ["user.password_reset"])
        }
    }

    @Test("of many who use one link at once, one succeeds", arguments: Backend.available)
    func race(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let path = try await Self.link(server, at: "/manage")
            let token = try #require(Credential(String(path.split(separator: "=")[1]), .ticket))
            let hash = try await server.useCases.hasher.hash(Password(Self.new))
            let visit = Visit(
                address: "192.0.2.1", browser: TokenDigest(of: "b"), device: Device(userAgent: ""), language: .en)
            let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await server.useCases.passwordResets.reset(token, .user, to: hash, visit) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 1)
            #expect(try await server.events("user.password_reset", in: server.cast.u1.id.text) == 1)
        }
    }

    @Test("a link is dead after 30 minutes, and opens nothing in the other portal", arguments: Backend.available)
    func lifetime(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let path = try await Self.link(server, at: "/manage")
            let query = path.split(separator: "?")[1]
            server.clock.advance(seconds: 1799)
            #expect(try await server.browser().get(path).status == .ok)
            #expect(try await server.browser().get("/developers/reset-password?\(query)").status == .gone)
            #expect(try await server.browser().get("/manage/invitation?\(query)").status == .gone)
            #expect(try await server.browser().get("/developers/confirm?\(query)").status == .gone)
            server.clock.advance(seconds: 1)
            #expect(try await server.browser().get(path).status == .gone)
        }
    }

    @Test(
        "61: known, unknown and blocked addresses get one answer, and are throttled alike", arguments: Backend.available
    )
    func sameAnswer(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            _ = try await server.useCases.users.disable(server.cast.e1.id, in: server.cast.a.id, by: .commandLine)
            let browser = server.browser()
            _ = try await browser.get("/manage/forgot-password")
            var answers: [[String]] = []
            for email in [server.cast.u2.email, "nobody@alpha.example", server.cast.e1.email, "developer@apps.example"]
            {
                var seen: [String] = []
                for _ in 0..<7 {
                    let answer = try await server.fill(browser, "/manage/forgot-password", ["email": email])
                    let body = answer.status == .ok ? answer.body : ""
                    seen.append("\(answer.status.code) \(answer.headers[.retryAfter] ?? "") \(body)")
                }
                answers.append(seen)
            }
            #expect(Set(answers).count == 1)
            #expect(answers[0][0].hasPrefix("200"))
            #expect(answers[0][4].hasPrefix("200"))
            #expect(answers[0][5].hasPrefix("429 3600"))
            let mails = try await server.useCases.outbox.list().map(\.mail)
                .filter { $0.body.contains("/reset-password?token=") }.map(\.recipient)
            #expect(mails.count { $0 == server.cast.u2.email } == 5)
            for email in ["nobody@alpha.example", server.cast.e1.email] { #expect(!mails.contains(email)) }
        }
    }

    @Test(
        "who asks for somebody's links on purpose locks nobody out, and fills no mailbox", arguments: Backend.available)
    func onPurpose(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            let csrf = try await server.csrf(browser, "/manage/forgot-password")
            func ask(_ email: String, from client: Int) async throws -> Answer {
                try await browser.post(
                    "/manage/forgot-password", [("csrf", csrf), ("email", email)],
                    headers: [.testPeer: "192.0.2.\(client)"])
            }
            func mails() async throws -> Int {
                try await server.mails(about: "Choose a new password").count { $0.to == server.cast.u1.email }
            }
            for email in [server.cast.u1.email, "nobody@alpha.example"] {
                for number in 0..<6 {
                    #expect(try await ask(email, from: 1).status == (number < 5 ? .ok : .tooManyRequests))
                }
                #expect(try await ask(email, from: 2).status == .ok, "it is the other one who waits")
            }
            #expect(try await mails() == 6)

            // However many clients: no more mails, and nobody sees it.
            var answers: Set<String> = []
            for email in [server.cast.u1.email, "nobody@alpha.example"] {
                for client in 3...7 {
                    for _ in 0..<5 {
                        let answer = try await ask(email, from: client)
                        answers.insert("\(answer.status.code) \(answer.body)")
                    }
                }
            }
            #expect(answers.count == 1)
            #expect(answers.first?.hasPrefix("200") == true)
            #expect(try await mails() == 20)
            server.clock.advance(seconds: 3600)
            #expect(try await ask(server.cast.u1.email, from: 1).status == .ok)
            #expect(try await mails() == 21)
        }
    }

    @Test("one client cannot ask for ever more addresses")
    func flood() async throws {
        try await withServer(on: .sqlite) { server in
            let browser = server.browser()
            for number in 0..<30 {
                let answer = try await server.fill(
                    browser, "/developers/forgot-password", ["email": "x\(number)@apps.example"])
                #expect(answer.status == .ok)
            }
            let answer = try await server.fill(browser, "/developers/forgot-password", ["email": "y@apps.example"])
            #expect(answer.status == .tooManyRequests)
        }
    }

    @Test("a malformed address is told, in the field")
    func malformed() async throws {
        try await withServer(on: .sqlite) { server in
            for (email, text) in [("", "Fill in your e-mail address."), ("a@b@c", "This is not an e-mail address.")] {
                let answer = try await server.fill(server.browser(), "/manage/forgot-password", ["email": email])
                #expect(answer.status == .unprocessableContent)
                #expect(answer.contains(text))
            }
            let page = try await server.browser().get("/manage/sign-in")
            #expect(page.contains("href=\"/manage/forgot-password\""))
        }
    }

    @Test("the mail is in the language of its reader where that is known", arguments: ["en", "nl"])
    func language(of reader: String) async throws {
        try await withServer(on: .sqlite) { server in
            let other = reader == "en" ? "nl" : "en"
            // Nobody has signed in yet: the language of the page counts.
            _ = try await Self.link(server, at: "/manage", language: reader)
            let subjects = ["en": "Choose a new password", "nl": "Kies een nieuw wachtwoord"]
            #expect(try await server.useCases.outbox.list().first?.mail.subject == subjects[reader])
            _ = try await server.manage(language: reader)
            _ = try await Self.link(server, at: "/manage", language: other)
            #expect(try await server.useCases.outbox.list().first?.mail.subject == subjects[reader])
        }
    }
}
