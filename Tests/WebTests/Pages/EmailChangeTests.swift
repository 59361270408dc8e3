import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Another e-mail address", .timeLimit(.minutes(2)))
struct EmailChangeTests {
    static let new = "another@new.example"

    static func mail(_ server: ServerUnderTest, to email: String) async throws -> Mail {
        try #require(try await server.useCases.outbox.list().first { $0.mail.recipient == email }).mail
    }

    @Test("confirmed at the new address, told to the old one; links to the old one stop", arguments: Backend.available)
    func change(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for area in AccountPageTests.areas {
                let browser = try await AccountPageTests.signIn(server, at: area)
                let old = PasswordResetTests.email(server, at: area)
                let reset = try await PasswordResetTests.link(server, at: area)
                for (email, password, text) in [
                    ("", Cast.password, "Fill in your e-mail address."),
                    ("a@b@c", Cast.password, "This is not an e-mail"),
                    (Self.new, "wrong password", "This is not your current password."),
                ] {
                    let answer = try await server.fill(
                        browser, "\(area)/account/email", ["email": email, "current_password": password])
                    #expect(answer.status == .unprocessableContent)
                    #expect(answer.contains(text))
                }
                let asked = try await server.fill(
                    browser, "\(area)/account/email", ["email": Self.new, "current_password": Cast.password])
                #expect(asked.location == "\(area)/account?done=email")
                #expect(try await browser.get("\(area)/account").contains(old), "nothing has changed yet")
                let path = try #require(
                    try await Self.mail(server, to: Self.new).path("\(area)/confirm-email?token=vdr_tk_"))

                #expect(try await server.head(path).status == .ok)
                let phone = server.browser()
                let page = try await phone.get(path)
                #expect(page.contains(Self.new))
                let form = try #require(page.form("\(area)/confirm-email"))
                let done = try await phone.submit(form)
                #expect(done.contains("Your address is changed"))
                #expect(try await phone.submit(form).status == .gone)
                #expect(try await phone.get(reset).status == .gone, "mailed to the old address")
                #expect(try await browser.get("\(area)/account").contains(Self.new), "the session goes on")
                let notice = try await Self.mail(server, to: old)
                #expect(notice.subject == "The e-mail address of your account was changed")
                #expect(!notice.body.contains(Self.new))

                let fields = ["email": old, "password": Cast.password]
                #expect(
                    try await server.fill(server.browser(), "\(area)/sign-in", fields).status == .unprocessableContent)
                let entered = try await server.fill(
                    server.browser(), "\(area)/sign-in", ["email": Self.new, "password": Cast.password])
                #expect(entered.status == .seeOther)
            }
            #expect(try await server.auditActions(server.cast.u1.id.text) == ["user.email_changed"])
        }
    }

    @Test(
        "a taken address gets the same answer, and no link; a link loses to who was first", arguments: Backend.available
    )
    func taken(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.manage()
            for email in [server.cast.u2.email, Self.new] {
                let answer = try await server.fill(
                    browser, "/manage/account/email", ["email": email, "current_password": Cast.password])
                #expect(answer.location == "/manage/account?done=email")
            }
            let mail = try await Self.mail(server, to: server.cast.u2.email)
            #expect(mail.subject == "This address has an account already")
            #expect(mail.path("/manage/confirm-email") == nil)

            let path = try #require(try await Self.mail(server, to: Self.new).path("/manage/confirm-email?token="))
            let form = try #require(try await browser.get(path).form("/manage/confirm-email"))
            _ = try await server.useCases.memberships.add(
                NewMember(email: AccountEmail("ANOTHER@new.example")!, role: .employee), to: server.cast.b,
                by: .commandLine)
            #expect(try await browser.submit(form).status == .gone)
            #expect(try await browser.get("/manage/account").contains(server.cast.u1.email))
        }
    }

    /// Asks for `email`; answers the path of the link in the mail to it.
    static func ask(
        _ server: ServerUnderTest, _ browser: Browser, at area: String, for email: String = new,
        password: String = Cast.password, code: String? = nil
    ) async throws -> String {
        server.clock.advance(seconds: 1)
        var fields = ["email": email, "current_password": password]
        fields["code"] = code
        let asked = try await server.fill(browser, "\(area)/account/email", fields)
        #expect(asked.location == "\(area)/account?done=email")
        return try #require(try await mail(server, to: email).path("\(area)/confirm-email?token=vdr_tk_"))
    }

    @Test(
        "what a thief asked for ends with the other sessions, with a new password, and with a reset",
        arguments: Backend.available)
    func stopped(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for area in AccountPageTests.areas {
                let old = PasswordResetTests.email(server, at: area)
                let owner = try await AccountPageTests.signIn(server, at: area)
                func isStopped(_ path: String) async throws {
                    #expect(try await server.browser().get(path).status == .gone)
                    #expect(try await owner.get("\(area)/account").contains(old))
                }
                let thief = try await AccountPageTests.signIn(server, at: area)
                let first = try await Self.ask(server, thief, at: area)
                let form = try #require(try await server.browser().get(first).form("\(area)/confirm-email"))
                _ = try await server.fill(
                    owner, "\(area)/account/sessions", to: "\(area)/account/sessions/end-others", [:])
                try await isStopped(first)
                #expect(try await server.browser().submit(form).status != .ok, "nor does a page opened before")

                let again = try await AccountPageTests.signIn(server, at: area)
                let second = try await Self.ask(server, again, at: area)
                let reset = try await PasswordResetTests.link(server, at: area)
                let changed = try await server.fill(
                    owner, "\(area)/account/password",
                    ["current_password": Cast.password, "password": PasswordResetTests.new])
                #expect(changed.location == "\(area)/account?done=password")
                try await isStopped(second)
                #expect(try await server.browser().get(reset).status == .gone)

                let third = try await Self.ask(server, owner, at: area, password: PasswordResetTests.new)
                let link = try await PasswordResetTests.link(server, at: area)
                #expect(try await server.fill(server.browser(), link, ["password": Cast.password]).status == .seeOther)
                #expect(try await server.browser().get(third).status == .gone)
                #expect(try await AccountPageTests.signIn(server, at: area).get("\(area)/account").contains(old))
            }
        }
    }

    @Test("what was asked for ends when two-step sign-in is switched on, and off", arguments: Backend.available)
    func secondFactor(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for area in AccountPageTests.areas {
                let browser = try await AccountPageTests.signIn(server, at: area)
                let first = try await Self.ask(server, browser, at: area)
                let phone = try await SecondFactorTests.setUp(server, browser, at: area)
                #expect(try await browser.get(first).status == .gone)
                let second = try await Self.ask(server, browser, at: area, code: phone.code(server))
                server.clock.advance(seconds: 30)
                _ = try await server.fill(
                    browser, "\(area)/account/second-factor",
                    ["current_password": Cast.password, "code": phone.code(server), "do": "end"])
                #expect(try await browser.get(second).status == .gone)
            }
        }
    }

    @Test("the old address hears of every request, also for a taken one, in its language", arguments: ["en", "nl"])
    func told(in language: String) async throws {
        try await withServer(on: .sqlite) { server in
            let browser = try await server.manage(language: language)
            let subject = [
                "en": "Somebody wants to change your e-mail address", "nl": "Iemand wil je e-mailadres wijzigen",
            ]
            for (number, email) in [Self.new, server.cast.u2.email].enumerated() {
                _ = try await server.fill(
                    browser, "/manage/account/email", ["email": email, "current_password": Cast.password])
                let notices = try await server.useCases.outbox.list().map(\.mail)
                    .filter { $0.recipient == server.cast.u1.email && $0.subject == subject[language] }
                #expect(notices.count == number + 1, "else whoever asks would learn who has an account")
                for notice in notices { #expect(!notice.body.contains("token=") && !notice.body.contains(email)) }
            }
            _ = try await server.fill(
                browser, "/manage/account/email", ["email": Self.new, "current_password": "wrong password"])
            #expect(try await server.mails(about: subject[language] ?? "?").count == 2)
        }
    }

    @Test(
        "an address that somebody registered and never confirmed goes to whoever opens its mail",
        arguments: Backend.available)
    func unconfirmed(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            func register() async throws {
                let fields = ["name": "Eve", "email": Self.new.uppercased(), "password": "the password of Eve"]
                _ = try await server.fill(server.browser(), "/developers/register", fields)
            }
            try await register()
            let squatter = try #require(try await server.useCases.developers.find(AccountEmail(Self.new)!)).id
            let confirmation = try #require(
                try await Self.mail(server, to: Self.new.uppercased()).path("/developers/confirm?token="))
            let browser = try await server.developer()
            let path = try await Self.ask(server, browser, at: "/developers")
            let form = try #require(try await browser.get(path).form("/developers/confirm-email"))
            #expect(try await browser.submit(form).contains("Your address is changed"))
            #expect(try await browser.get("/developers/account").contains(Self.new))
            #expect(try await server.browser().get(confirmation).status == .gone)
            #expect(
                try await server.auditActions(squatter.text) == ["developer.deleted", "developer.registered"])
            try await register()
            #expect(try await server.useCases.developers.find(AccountEmail(Self.new)!)?.id == server.cast.developer)

            // Who confirmed the address keeps it.
            let other = "other@new.example"
            let late = try await Self.ask(server, browser, at: "/developers", for: other)
            let taken = try #require(try await browser.get(late).form("/developers/confirm-email"))
            _ = try await server.fill(
                server.browser(), "/developers/register",
                ["name": "Ada", "email": other, "password": "the password of Ada"])
            try await Cast.confirm(other, server.useCases)
            #expect(try await browser.submit(taken).status == .gone)
            #expect(try await browser.get("/developers/account").contains(Self.new))
            let sign = ["email": other, "password": "the password of Ada"]
            #expect(try await server.fill(server.browser(), "/developers/sign-in", sign).status == .seeOther)
        }
    }

    @Test("strangers are not mailed without end")
    func throttled() async throws {
        try await withServer(on: .sqlite) { server in
            let browser = try await server.manage()
            for number in 0..<6 {
                let answer = try await server.fill(
                    browser, "/manage/account/email",
                    ["email": "x\(number)@new.example", "current_password": Cast.password])
                #expect(answer.status == (number < 5 ? .seeOther : .tooManyRequests))
            }
        }
    }
}
