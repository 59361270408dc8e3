import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Two-step sign-in (contract O70, RFC 6238)", .timeLimit(.minutes(2)))
struct SecondFactorTests {
    /// What somebody has after setting it up.
    struct Phone {
        let area: String
        let totp: TOTP
        let recoveryCodes: [String]

        func code(_ server: ServerUnderTest) -> String { totp.code(at: server.clock.now) }
    }

    /// Switches it on through the pages.
    static func setUp(_ server: ServerUnderTest, _ browser: Browser, at area: String) async throws -> Phone {
        let path = "\(area)/account/second-factor"
        let begun = try await server.fill(browser, path, ["current_password": Cast.password])
        #expect(begun.location == "\(path)/set-up")
        let page = try await browser.get("\(path)/set-up")
        #expect(page.contains("<svg class=\"qr-code\""))
        let totp = TOTP(secret: Authenticator.bytes(base32: try #require(page.body.secret("totp-secret"))))
        // A code that is wrong: nothing counts yet.
        let wrong = try await server.fill(browser, "\(path)/set-up", ["code": "000000"])
        #expect(wrong.status == .unprocessableContent)
        #expect(try await browser.get(path).contains("Set it up"))

        let done = try await server.fill(browser, "\(path)/set-up", ["code": totp.code(at: server.clock.now)])
        #expect(done.status == .ok)
        let codes = try #require(done.body.secret("recovery-codes")).split(separator: "<span>").map {
            String($0.prefix { $0 != "<" })
        }.filter { $0.contains("-") }
        #expect(Set(codes).count == 10)
        server.clock.advance(seconds: 30)
        return Phone(area: area, totp: totp, recoveryCodes: codes)
    }

    /// The first step; answers the page that asks for the code.
    static func password(_ server: ServerUnderTest, _ browser: Browser, at area: String) async throws -> Answer {
        let email = PasswordResetTests.email(server, at: area)
        return try await server.fill(browser, "\(area)/sign-in", ["email": email, "password": Cast.password])
    }

    static func send(_ code: String, _ question: Answer, _ browser: Browser, at area: String) async throws -> Answer {
        var form = try #require(question.form("\(area)/sign-in"))
        form.set("code", code)
        return try await browser.submit(form)
    }

    @Test("with a second factor a password alone signs nobody in; each code works once", arguments: Backend.available)
    func signIn(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for area in AccountPageTests.areas {
                let phone = try await Self.setUp(server, try await AccountPageTests.signIn(server, at: area), at: area)
                let browser = server.browser()
                let question = try await Self.password(server, browser, at: area)
                #expect(question.status == .ok)
                #expect(question.contains("One more step"))
                #expect(try await browser.get("\(area)/account").location == "\(area)/sign-in", "no session yet")

                for code in ["", "000000", "12345"] {
                    let answer = try await Self.send(code, question, browser, at: area)
                    #expect(answer.status == .unprocessableContent)
                    #expect(answer.contains("This code does not match."))
                }
                let code = phone.code(server)
                #expect(try await Self.send(code, question, browser, at: area).status == .seeOther)
                #expect(try await browser.get("\(area)/account").contains("badge good\">on"))

                // The same code again, in its own half minute.
                let other = server.browser()
                let again = try await Self.password(server, other, at: area)
                #expect(try await Self.send(code, again, other, at: area).status == .unprocessableContent)
                server.clock.advance(seconds: 30)
                #expect(try await Self.send(phone.code(server), again, other, at: area).status == .seeOther)
                // The step is over, also with a good code.
                server.clock.advance(seconds: 30)
                var late = try #require(again.form("\(area)/sign-in"))
                late.set("code", phone.code(server))
                late.set("csrf", try await server.csrf(other, "\(area)/account/password"))
                #expect(try await other.submit(late).location == "\(area)/sign-in?done=expired")
            }
        }
    }

    @Test("of many who send one code at once, one gets in", arguments: Backend.available)
    func race(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let phone = try await Self.setUp(server, try await server.manage(), at: "/manage")
            for code in [phone.code(server), phone.recoveryCodes[0]] {
                var questions: [(Browser, Answer)] = []
                for _ in 0..<6 {
                    let browser = server.browser()
                    questions.append((browser, try await Self.password(server, browser, at: "/manage")))
                }
                let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                    for (browser, question) in questions {
                        group.addTask { try await Self.send(code, question, browser, at: "/manage") }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(answers.count { $0.status == .seeOther } == 1)
                #expect(answers.count { $0.status == .unprocessableContent } == 5)
                server.clock.advance(seconds: 3600)
            }
            #expect(try await server.events("user.recovery_code_used", in: server.cast.u1.id.text) == 1)
        }
    }

    @Test("the step belongs to its browser and lasts ten minutes", arguments: Backend.available)
    func bound(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let phone = try await Self.setUp(server, try await server.manage(), at: "/manage")
            let browser = server.browser()
            let question = try await Self.password(server, browser, at: "/manage")
            let ticket = try #require(question.form("/manage/sign-in")?.value("ticket"))
            let thief = server.browser()
            let csrf = try await server.csrf(thief, "/manage/sign-in")
            let stolen = try await thief.post(
                "/manage/sign-in", [("csrf", csrf), ("ticket", ticket), ("code", phone.code(server))])
            #expect(stolen.location == "/manage/sign-in?done=expired")
            let elsewhere = try await browser.post(
                "/developers/sign-in",
                [
                    ("csrf", try await server.csrf(browser, "/developers/sign-in")), ("ticket", ticket),
                    ("code", phone.code(server)),
                ])
            #expect(elsewhere.location == "/developers/sign-in?done=expired")
            server.clock.advance(seconds: 600)
            #expect(
                try await Self.send(phone.code(server), question, browser, at: "/manage").location
                    == "/manage/sign-in?done=expired")
            #expect(try await browser.get("/manage/sign-in?done=expired").contains("That took too long."))
        }
    }

    @Test("wrong codes are counted per account, wherever they come from", arguments: Backend.available)
    func throttled(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let phone = try await Self.setUp(server, try await server.manage(), at: "/manage")
            for _ in 0..<9 {
                let browser = server.browser()
                let question = try await Self.password(server, browser, at: "/manage")
                #expect(try await Self.send("000000", question, browser, at: "/manage").status == .unprocessableContent)
            }
            let browser = server.browser()
            let question = try await Self.password(server, browser, at: "/manage")
            #expect(try await Self.send("000000", question, browser, at: "/manage").status == .unprocessableContent)
            let answer = try await Self.send(phone.code(server), question, browser, at: "/manage")
            #expect(answer.status == .tooManyRequests)
            #expect(answer.headers[.retryAfter] == "3600")
            #expect(answer.contains("Too many wrong codes."))
            server.clock.advance(seconds: 3600)
            let later = try await Self.password(server, browser, at: "/manage")
            #expect(try await Self.send(phone.code(server), later, browser, at: "/manage").status == .seeOther)
        }
    }

    @Test("wrong codes that come at once are counted before they are looked at", arguments: Backend.available)
    func throttledAtOnce(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let phone = try await Self.setUp(server, try await server.manage(), at: "/manage")
            let browser = server.browser()
            let question = try await Self.password(server, browser, at: "/manage")
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<40 {
                    // Half of them in the form of a recovery code, which is compared by the database.
                    let code = number % 2 == 0 ? "000000" : phone.recoveryCodes[0].replacing(/[a-z0-9]/, with: "2")
                    group.addTask { try await Self.send(code, question, browser, at: "/manage").status.code }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 422 } == 10)
            #expect(statuses.count { $0 == 429 } == 30)
            let right = try await Self.send(phone.code(server), question, browser, at: "/manage")
            #expect(right.status == .tooManyRequests)
        }
    }

    @Test(
        "an API key is made stronger with password and code, not with the password alone (O42)",
        arguments: Backend.available)
    func widening(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let desk = try await KeyDesk(server)
            let made = try await desk.make()
            let phone = try await Self.setUp(server, desk.browser, at: "/manage")
            let asked = try await desk.edit(made.id, scopes: ["customers.read", "customers.write"])
            #expect(asked.status == .unprocessableContent)
            var form = try #require(asked.form("\(KeyDesk.path)/\(made.id)/edit"))
            #expect(form.fields.contains { $0.name == "code" })
            form.set("current_password", Cast.password)
            for code in ["", "000000"] {
                form.set("code", code)
                let refused = try await desk.browser.submit(form)
                #expect(refused.status == .unprocessableContent)
                #expect(refused.contains("This code does not match."))
                #expect(
                    refused.form("\(KeyDesk.path)/\(made.id)/edit")?.fields.contains { $0.value == "customers.write" }
                        == true)
            }
            #expect(try await server.events(named: "api_key.changed").isEmpty)
            form.set("code", phone.code(server))
            #expect(try await desk.browser.submit(form).location == "\(KeyDesk.path)?done=changed")
            #expect(try await server.events(named: "api_key.changed").count == 1)
        }
    }

    @Test("a recovery code lets in once and is told by mail; new ones replace the old", arguments: Backend.available)
    func recovery(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for area in AccountPageTests.areas {
                let phone = try await Self.setUp(server, try await AccountPageTests.signIn(server, at: area), at: area)
                let browser = server.browser()
                let question = try await Self.password(server, browser, at: area)
                let code = phone.recoveryCodes[3].uppercased()
                #expect(try await Self.send(code, question, browser, at: area).status == .seeOther)
                let subjects = try await server.useCases.outbox.list().map(\.mail.subject)
                #expect(subjects.contains("A recovery code was used"))
                let path = "\(area)/account/second-factor"
                #expect(try await browser.get(path).contains("9 left"))

                let again = server.browser()
                let second = try await Self.password(server, again, at: area)
                #expect(try await Self.send(code, second, again, at: area).status == .unprocessableContent)

                let made = try await server.fill(
                    browser, path, ["current_password": Cast.password, "code": phone.code(server), "do": "codes"])
                #expect(made.status == .ok)
                #expect(made.body.secret("recovery-codes") != nil)
                #expect(try await browser.get(path).contains("10 left"))
                #expect(
                    try await Self.send(phone.recoveryCodes[4], second, again, at: area).status == .unprocessableContent
                )
            }
        }
    }

    @Test(
        "switching it off asks for password and code; afterwards the password is enough", arguments: Backend.available)
    func end(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for area in AccountPageTests.areas {
                let browser = try await AccountPageTests.signIn(server, at: area)
                let path = "\(area)/account/second-factor"
                let refused = try await server.fill(browser, path, ["current_password": "wrong password"])
                #expect(refused.status == .unprocessableContent, "nor is it begun without the password")
                #expect(try await browser.get("\(path)/set-up").location == path)

                let phone = try await Self.setUp(server, browser, at: area)
                for (password, code) in [
                    ("wrong password", phone.code(server)), (Cast.password, "000000"), (Cast.password, ""),
                ] {
                    let answer = try await server.fill(
                        browser, path, ["current_password": password, "code": code, "do": "end"])
                    #expect(answer.status == .unprocessableContent)
                }
                #expect(try await Self.password(server, server.browser(), at: area).status == .ok)
                let done = try await server.fill(
                    browser, path, ["current_password": Cast.password, "code": phone.code(server), "do": "end"])
                #expect(done.location == "\(area)/account?done=second-factor-off")
                #expect(try await Self.password(server, server.browser(), at: area).status == .seeOther)
                let subjects = try await server.useCases.outbox.list().map(\.mail.subject)
                #expect(subjects.contains("Two-step sign-in is on"))
                #expect(subjects.contains("Two-step sign-in is off"))
            }
            let events = try await server.auditActions(server.cast.u1.id.text)
            #expect(events == ["user.second_factor_disabled", "user.second_factor_enabled"])
        }
    }

    @Test(
        "the secret is shown until it is confirmed, stored encrypted, and only digests of the codes",
        arguments: Backend.available)
    func stored(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.manage()
            let phone = try await Self.setUp(server, browser, at: "/manage")
            #expect(try await browser.get("/manage/account/second-factor/set-up").status == .seeOther)
            let row = try #require(try await server.database.first("SELECT sealed_secret FROM second_factors"))
            #expect(!(try row.text("sealed_secret")).contains(phone.totp.secretText))
            for row in try await server.database.rows("SELECT digest FROM recovery_codes") {
                #expect(try row.text("digest").utf8.count == 64)
            }
            #expect(!server.logs.text.contains(phone.totp.secretText))
            for code in phone.recoveryCodes { #expect(!server.logs.text.contains(code)) }

            // Copied to somebody else's row it opens nothing.
            try await server.database.write { connection throws(StorageError) in
                try connection.execute("UPDATE second_factors SET account_id = \(server.cast.u2.id)")
            }
            let thief = server.browser()
            let question = try await server.fill(
                thief, "/manage/sign-in", ["email": server.cast.u2.email, "password": Cast.password])
            #expect(
                try await Self.send(phone.code(server), question, thief, at: "/manage").status == .unprocessableContent)
        }
    }

    @Test(
        "a reset password still asks for the code; a change of password asks for it too, and ends waiting steps",
        arguments: Backend.available)
    func withPasswords(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let owner = try await server.manage()
            let phone = try await Self.setUp(server, owner, at: "/manage")
            let waiting = server.browser()
            let question = try await Self.password(server, waiting, at: "/manage")
            let fields = ["current_password": Cast.password, "password": PasswordResetTests.new]
            let without = try await server.fill(owner, "/manage/account/password", fields)
            #expect(without.status == .unprocessableContent)
            let code = phone.code(server)
            let with = try await server.fill(
                owner, "/manage/account/password", fields.merging(["code": code]) { $1 })
            #expect(with.status == .seeOther)
            server.clock.advance(seconds: 30)
            #expect(
                try await Self.send(phone.code(server), question, waiting, at: "/manage").location
                    == "/manage/sign-in?done=expired")

            let path = try await PasswordResetTests.link(server, at: "/manage")
            #expect(try await server.fill(server.browser(), path, ["password": Cast.password]).status == .seeOther)
            let browser = server.browser()
            let next = try await Self.password(server, browser, at: "/manage")
            #expect(next.contains("One more step"))
            #expect(try await Self.send(phone.code(server), next, browser, at: "/manage").status == .seeOther)
        }
    }

    @Test(
        "an authorization request waits through both steps, and prompt=login asks for both",
        arguments: Backend.available)
    func authorize(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let phone = try await Self.setUp(server, try await server.manage(), at: "/manage")
            let app = server.cast.c1
            let query = PercentEncoding.query([
                ("response_type", "code"), ("client_id", app.id.text), ("redirect_uri", app.redirectURI),
                ("scope", "customers.read"), ("state", "s"), ("prompt", "login"),
            ])
            let browser = server.browser()
            for _ in 0..<2 {
                server.clock.advance(seconds: 30)
                let page = try await browser.follow(try await browser.get("/oauth/authorize?\(query)"))
                var form = try #require(page.form("/manage/sign-in"))
                form.set("email", server.cast.u1.email)
                form.set("password", Cast.password)
                let question = try await browser.submit(form)
                #expect(question.contains("One more step"))
                #expect(question.headers[.contentSecurityPolicy]?.contains("https://app1.example") == true)
                let consent = try await browser.follow(
                    try await Self.send(phone.code(server), question, browser, at: "/manage"))
                #expect(consent.contains("C1"))
                #expect(consent.form(with: "decision") != nil)
            }
        }
    }
}
