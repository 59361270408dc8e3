import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("What is on its way when a password is replaced", .timeLimit(.minutes(2)))
struct PasswordRaceTests {
    private static let new = PasswordResetTests.new

    enum Replacement: CaseIterable { case change, reset }

    /// Gets everything ready to replace the password; what is left is to send it.
    private static func prepare(
        _ replacement: Replacement, _ server: ServerUnderTest, at area: String, from old: String = Cast.password,
        to new: String = new
    ) async throws -> @Sendable () async throws -> Void {
        let (browser, path): (Browser, String)
        var fields = ["password": new]
        switch replacement {
        case .change:
            (browser, path) = (
                try await AccountPageTests.signIn(server, at: area, password: old), "\(area)/account/password"
            )
            fields["current_password"] = old
        case .reset: (browser, path) = (server.browser(), try await PasswordResetTests.link(server, at: area))
        }
        var form = try #require(try await browser.get(path).form(String(path.prefix { $0 != "?" })))
        for (name, value) in fields { form.set(name, value) }
        return { [form] in
            let answer = try await browser.submit(form)
            #expect(answer.status == .seeOther)
        }
    }

    private static func isOut(_ browser: Browser, at area: String) async throws -> Bool {
        try await browser.get("\(area)/account").location == "\(area)/sign-in"
    }

    @Test("a sign-in with the old password opens no session", arguments: Backend.available)
    func signIn(on backend: Backend) async throws {
        try await withMeetings(on: backend) { server, meetings in
            for area in AccountPageTests.areas {
                var (old, new) = (Cast.password, Self.new)
                for replacement in Replacement.allCases {
                    let replace = try await Self.prepare(replacement, server, at: area, from: old, to: new)
                    let browser = server.browser()
                    var form = try #require(try await browser.get("\(area)/sign-in").form("\(area)/sign-in"))
                    form.set("email", PasswordResetTests.email(server, at: area))
                    form.set("password", old)
                    let (answer, tookPlace) = try await meetings.interrupt(
                        { [form] in try await browser.submit(form) }, by: replace)
                    #expect(tookPlace)
                    #expect(answer.location == "\(area)/sign-in?done=expired")
                    #expect(try await Self.isOut(browser, at: area), "\(replacement)")
                    _ = try await AccountPageTests.signIn(server, at: area, password: new)
                    swap(&old, &new)
                }
            }
        }
    }

    @Test("nor does one that was at its second step, or on the way there", arguments: Backend.available)
    func secondStep(on backend: Backend) async throws {
        for area in AccountPageTests.areas {
            // Before the step begins, before it is spent, and before the session begins.
            for moment in 0..<3 {
                try await withMeetings(on: backend) { server, meetings in
                    let phone = try await SecondFactorTests.setUp(
                        server, try await AccountPageTests.signIn(server, at: area), at: area)
                    let reset = try await Self.prepare(.reset, server, at: area)
                    let browser = server.browser()
                    let tookPlace: Bool
                    if moment == 0 {
                        let question: Answer
                        (question, tookPlace) = try await meetings.interrupt(
                            { try await SecondFactorTests.password(server, browser, at: area) }, by: reset)
                        #expect(question.location == "\(area)/sign-in?done=expired")
                    } else {
                        let question = try await SecondFactorTests.password(server, browser, at: area)
                        let answer: Answer
                        (answer, tookPlace) = try await meetings.interrupt(
                            after: moment - 1,
                            { try await SecondFactorTests.send(phone.code(server), question, browser, at: area) },
                            by: reset)
                        #expect(answer.status == (moment == 1 ? .unprocessableContent : .seeOther))
                    }
                    #expect(tookPlace)
                    #expect(try await Self.isOut(browser, at: area), "\(area), \(moment)")
                }
            }
        }
    }

    @Test("nor does it get another address, or set up a second factor", arguments: Backend.available)
    func changes(on backend: Backend) async throws {
        try await withMeetings(on: backend) { server, meetings in
            for area in AccountPageTests.areas {
                var (old, new) = (Cast.password, Self.new)
                for (path, more) in [("email", ["email": EmailChangeTests.new]), ("second-factor", ["do": "begin"])] {
                    let browser = try await AccountPageTests.signIn(server, at: area, password: old)
                    let reset = try await Self.prepare(.reset, server, at: area, from: old, to: new)
                    let fields = more.merging(["current_password": old]) { $1 }
                    let (answer, tookPlace) = try await meetings.interrupt(
                        { try await server.fill(browser, "\(area)/account/\(path)", fields) }, by: reset)
                    #expect(tookPlace)
                    #expect(answer.status == .unprocessableContent)
                    swap(&old, &new)
                }
            }
            #expect(try await server.mails(about: "").allSatisfy { $0.to != EmailChangeTests.new })
            #expect(try await server.database.rows("SELECT account_id FROM second_factors").isEmpty)
        }
    }

    @Test("nor does it end two-step sign-in, or get new recovery codes", arguments: Backend.available)
    func secondFactor(on backend: Backend) async throws {
        for area in AccountPageTests.areas {
            for action in ["codes", "end"] {
                try await withMeetings(on: backend) { server, meetings in
                    let browser = try await AccountPageTests.signIn(server, at: area)
                    let phone = try await SecondFactorTests.setUp(server, browser, at: area)
                    let reset = try await Self.prepare(.reset, server, at: area)
                    let fields = [
                        "current_password": Cast.password, "code": phone.recoveryCodes[0], "do": action,
                    ]
                    // The first transaction uses up the code.
                    let (answer, tookPlace) = try await meetings.interrupt(
                        after: 1,
                        { try await server.fill(browser, "\(area)/account/second-factor", fields) }, by: reset)
                    #expect(tookPlace)
                    #expect(answer.status == .unprocessableContent)
                    let left = try await server.database.first(
                        "SELECT COUNT(*) AS n FROM recovery_codes WHERE spent_at IS NULL")
                    #expect(try left?.int("n") == 9, "neither ten new ones nor none")
                }
            }
        }
    }
}
