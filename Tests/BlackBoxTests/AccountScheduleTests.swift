import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

/// As `ScheduleTests`, for accounts and what developers make.
@Suite("Schedules: accounts", .serialized, .timeLimit(.minutes(5)))
struct AccountScheduleTests {
    private static let signIn = "/manage/sign-in"

    private func withRace(on backend: Backend, _ body: @escaping ScheduleTests.Body) async throws {
        try await withMeetings(on: backend, configure: { $0.tokenCacheLimit = 0 }) { one, meetings in
            try await one.withSecondNode { two in try await body(Race(nodes: [one, two], meetings: meetings)) }
        }
    }

    /// A browser that gave the right password and is asked for a code.
    private static func step(
        _ server: ServerUnderTest, as person: Cast.Person
    ) async throws -> (browser: Browser, form: HTMLForm) {
        let browser = server.browser()
        var form = try #require(try await browser.get(signIn).form(signIn))
        form.set("email", person.email)
        form.set("password", Cast.password)
        return (browser, try #require(try await browser.submit(form).form(signIn)))
    }

    private static func codesLeft(_ race: Race) async throws -> Int {
        try await race.one.database.rows(
            "SELECT digest FROM recovery_codes WHERE account_id = \(race.cast.u1.id) AND spent_at IS NULL"
        ).count
    }

    // MARK: - Two-step sign-in

    @Test(
        "O70: one code of the app, and one recovery code, sent by 6 browsers at once, lets one in",
        arguments: Backend.available)
    func oneCode(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let phone = try await race.one.switchOnSecondFactor(try await race.one.managing(as: race.cast.u1))
            for code in [phone.code(race.one), phone.recoveryCodes[0]] {
                var steps: [(browser: Browser, form: HTMLForm)] = []
                for index in 0..<6 { steps.append(try await Self.step(race.nodes[index % 2], as: race.cast.u1)) }
                let answers = try await race.run(6) { [steps] _, index in
                    var form = steps[index].form
                    form.set("code", code)
                    return try await steps[index].browser.submit(form)
                }
                #expect(answers.count { $0.status == .seeOther } == 1)
                #expect(answers.count { $0.status == .unprocessableContent } == 5)
                let winner = try #require(answers.firstIndex { $0.status == .seeOther })
                for index in 0..<6 {
                    let status = try await steps[index].browser.get("/manage").status
                    #expect((status == .ok) == (index == winner))
                }
                race.one.clock.advance(seconds: 3600)
            }
            #expect(try await Self.codesLeft(race) == phone.recoveryCodes.count - 1)
            let events = try await race.one.auditActions(race.cast.u1.id.text)
            #expect(events.count { $0 == "user.recovery_code_used" } == 1)
        }
    }

    @Test(
        "O70: one step of signing in, answered 6 times at once with good codes, spends one",
        arguments: Backend.available)
    func oneStep(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let phone = try await race.one.switchOnSecondFactor(try await race.one.managing(as: race.cast.u1))
            let step = try await Self.step(race.one, as: race.cast.u1)
            let codes = [phone.code(race.one)] + phone.recoveryCodes.prefix(5)
            let answers = try await race.run(6) { _, index in
                var form = step.form
                form.set("code", codes[index])
                return try await step.browser.submit(form)
            }
            #expect(answers.count { $0.status == .seeOther && $0.location == "/manage" } == 1)
            // What did not let anybody in is not spent either.
            let used = try await race.one.auditActions(race.cast.u1.id.text).count { $0 == "user.recovery_code_used" }
            #expect(try await Self.codesLeft(race) == phone.recoveryCodes.count - used)
            let winner = try #require(answers.firstIndex { $0.location == "/manage" })
            #expect(used == (winner == 0 ? 0 : 1))
        }
    }

    @Test("O70: switched on 6 times at once: one sheet of recovery codes, and it works", arguments: Backend.available)
    func switchedOn(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let browser = try await race.one.managing(as: race.cast.u1)
            let (totp, form) = try await race.one.beginSecondFactor(browser)
            let code = totp.code(at: race.one.clock.now)
            let answers = try await race.run(6) { _, _ in
                var form = form
                form.set("code", code)
                return try await browser.submit(form)
            }
            let sheets = answers.map(ServerUnderTest.recoveryCodes).filter { !$0.isEmpty }
            #expect(sheets.count == 1)
            let events = try await race.one.auditActions(race.cast.u1.id.text)
            #expect(events.count { $0 == "user.second_factor_enabled" } == 1)
            #expect(try await Self.codesLeft(race) == 10)
            var step = try await Self.step(race.two, as: race.cast.u1)
            step.form.set("code", try #require(sheets.first?.last))
            #expect(try await step.browser.submit(step.form).status == .seeOther)
        }
    }

    // MARK: - Another e-mail address

    private static func requestEmail(
        _ email: String, _ person: Cast.Person, _ race: Race
    ) async throws -> (token: String, browser: Browser) {
        let browser = try await race.one.managing(as: person)
        var form = try #require(try await browser.get("/manage/account/email").form("/manage/account/email"))
        form.set("email", email)
        form.set("current_password", Cast.password)
        #expect(try await browser.submit(form).status == .seeOther)
        let mail = try await race.one.database.first(
            "SELECT body FROM mails WHERE recipient = \(email) ORDER BY id DESC LIMIT 1")
        let rest = try #require(try mail?.text("body").split(separator: "confirm-email?token=").last)
        return (String(rest.prefix { !$0.isWhitespace }), browser)
    }

    private static func confirmation(_ token: String, _ browser: Browser) async throws -> HTMLForm {
        try #require(try await browser.get("/manage/confirm-email?token=\(token)").form("/manage/confirm-email"))
    }

    @Test("O70: of 6 confirmations of a new address by one link one counts", arguments: Backend.available)
    func email(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let person = race.cast.u1
            let (token, _) = try await Self.requestEmail("new@alpha.example", person, race)
            let browsers = [race.one.browser(), race.two.browser()]
            let forms = [
                try await Self.confirmation(token, browsers[0]), try await Self.confirmation(token, browsers[1]),
            ]
            let answers = try await race.run(6) { _, index in
                try await browsers[index % 2].submit(forms[index % 2])
            }
            #expect(answers.count { $0.status == .gone } == 5)
            let events = try await race.one.auditActions(person.id.text)
            #expect(events.count { $0 == "user.email_changed" } == 1)
            let notices = try await race.one.mails(about: "e-mail address of your account was changed")
            #expect(notices.map(\.to) == [person.email])
        }
    }

    @Test("O70: two accounts that confirm one new address at once: one gets it", arguments: Backend.available)
    func sameEmail(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let people = [race.cast.u1, race.cast.u2]
            var forms: [(browser: Browser, form: HTMLForm)] = []
            for person in people {
                let (token, browser) = try await Self.requestEmail("wanted@new.example", person, race)
                forms.append((browser, try await Self.confirmation(token, browser)))
            }
            let answers = try await race.run(2) { [forms] _, index in
                try await forms[index].browser.submit(forms[index].form)
            }
            #expect(answers.count { $0.status == .gone } == 1)
            let winner = try #require(answers.firstIndex { $0.status != .gone })
            let users = try await race.one.database.rows("SELECT id FROM users WHERE email = \("wanted@new.example")")
            #expect(try users.map { try $0.text("id") } == [people[winner].id.text])
        }
    }

    // MARK: - Developers

    @Test("O63: the test portal, opened 6 times at once, is made once", arguments: Backend.available)
    func testPortal(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let browsers = [try await race.one.developing(), try await race.two.developing()]
            let path = "/developers/test-portal"
            var forms: [HTMLForm] = []
            for browser in browsers { forms.append(try #require(try await browser.get(path).form("\(path)/enter"))) }
            let answers = try await race.run(6) { [forms] _, index in
                try await browsers[index % 2].submit(forms[index % 2])
            }
            #expect(answers.allSatisfy { $0.location == "/manage" })
            let portals = try await race.one.database.rows("SELECT portal_id FROM test_portals").map {
                try $0.text("portal_id")
            }
            #expect(portals.count == 1)
            #expect(try await race.one.auditActions(portals.first ?? "") == ["test_portal.created"])
        }
    }

    @Test(
        "O25: secrets made at once with and without an overlap: never more than two live", arguments: Backend.available)
    func secrets(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let app = race.cast.c1
            let browser = try await race.one.developing()
            let page = "/developers/apps/\(app.id)"
            let form = try #require(try await browser.get(page).forms.first { $0.action == "\(page)/secrets" })
            let answers = try await race.run(6) { _, index in
                var form = form
                form.set("overlap", index % 2 == 0 ? "0" : "86400")
                return try await browser.submit(form)
            }
            let made = answers.compactMap { $0.body.secret("client-secret") }
            #expect(answers.allSatisfy { $0.status == .ok || $0.status == .conflict })
            let events = try await race.one.auditActions(race.cast.developer.text)
            #expect(events.count { $0 == "app_secret.created" } == made.count)
            var live = 0
            for secret in made + [app.secret ?? ""] {
                let answer = try await race.two.refresh(app, "nonsense", ["client_secret": secret])
                if answer.error == "invalid_grant" { live += 1 }
            }
            #expect((1...2).contains(live))
        }
    }
}
