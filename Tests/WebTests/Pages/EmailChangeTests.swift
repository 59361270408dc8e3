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
