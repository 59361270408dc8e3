import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

/// As `ScheduleTests`, for what people do on pages, and for the API.
@Suite("Schedules: pages and API", .serialized, .timeLimit(.minutes(5)))
struct PortalScheduleTests {
    private func withRace(on backend: Backend, _ body: @escaping ScheduleTests.Body) async throws {
        try await withMeetings(on: backend, configure: { $0.tokenCacheLimit = 0 }) { one, meetings in
            try await one.withSecondNode { two in try await body(Race(nodes: [one, two], meetings: meetings)) }
        }
    }

    @Test("51: of 8 decisions with one ticket one counts, whether yes or no", arguments: Backend.available)
    func decision(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let app = race.cast.c1
            for presses in [["approve"], ["approve", "deny"]] {
                let browser = race.one.browser()
                let page = try await race.one.open(race.one.authorizeURL(app), browser, as: race.cast.u1)
                let form = try #require(page.form(with: "decision"))
                let known = try await race.one.auditRecords(race.cast.a.id.text).count
                let answers = try await race.run(8) { _, index in
                    try await browser.submit(form, press: presses[index % presses.count])
                }
                #expect(answers.count { $0.status == .seeOther } == 1)
                #expect(answers.count { $0.status.kind == .clientError && $0.location == nil } == 7)
                let codes = answers.compactMap { $0.redirectFields["code"] }
                let events = try await race.one.auditRecords(race.cast.a.id.text).count - known
                #expect(codes.count == events)
                for code in codes { #expect(try await race.two.exchange(app, code).status == .ok) }
            }
        }
    }

    @Test("of 6 acceptances of one invitation one sets the password", arguments: Backend.available)
    func invitation(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let email = "new@alpha.example"
            let added = try await race.one.server.useCases.memberships.add(
                NewMember(email: AccountEmail(email)!, role: .admin), to: race.cast.a, by: .commandLine)
            guard case .added(_, let link?) = added else {
                Issue.record("no invitation")
                return
            }
            let token = link.token.secret.expose()
            let forms = try await Self.forms(6, on: race) { browser in
                let page = try await browser.get("/manage/invitation?token=\(token)")
                return page.form("/manage/invitation")
            }
            let answers = try await race.run(6) { _, index in
                var form = forms[index].form
                form.set("password", "the password of number \(index)")
                return try await forms[index].browser.submit(form)
            }
            #expect(answers.count { $0.status == .seeOther } == 1)
            #expect(answers.count { $0.status == .gone } == 5)
            #expect(try await race.one.auditActions(race.cast.a.id.text).count { $0 == "user.joined" } == 1)
            // The password is the winner's, and its session is the one that lives.
            let winner = try #require(answers.firstIndex { $0.status == .seeOther })
            #expect(try await forms[winner].browser.get("/manage").status == .ok)
            for index in 0..<6 {
                let status = try await Self.signIn(race.two, email, "the password of number \(index)").status
                #expect((status == .seeOther) == (index == winner))
            }
        }
    }

    @Test(
        "184: of 6 decisions on one pushed request, each with a ticket of its own, one counts",
        arguments: Backend.available)
    func pushedRequest(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let app = race.cast.c1
            let secret = (name: "client_secret", value: app.secret ?? "")
            let pushed = try await race.one.post("/oauth/par", race.one.parameters(app) + [secret])
            let query = [("client_id", app.id.text), ("request_uri", pushed["request_uri"] ?? "")]
            let forms = try await Self.forms(6, on: race) { browser in
                let page = try await race.one.open(
                    "/oauth/authorize?\(PercentEncoding.query(query))", browser, as: race.cast.u1)
                return page.form(with: "decision")
            }
            let answers = try await race.run(6) { _, index in
                try await forms[index].browser.submit(forms[index].form, press: "approve")
            }
            let codes = answers.compactMap { $0.redirectFields["code"] }
            #expect(codes.count == 1)
            #expect(answers.count { $0.status.kind == .clientError && $0.location == nil } == 5)
            #expect(try await race.one.auditActions(race.cast.a.id.text).count { $0 == "grant.created" } == 1)
            #expect(try await race.two.exchange(app, codes.first ?? "").status == .ok)
        }
    }

    @Test("of 6 confirmations by one mailed link one counts", arguments: Backend.available)
    func confirmation(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let email = "new@apps.example"
            let new = try NewDeveloper(name: "New", email: email, password: Cast.password)
            let useCases = race.one.server.useCases
            let hash = try await useCases.hasher.hash(new.password)
            guard case .registered(let id) = try await useCases.developers.register(new, hash: hash, from: "") else {
                Issue.record("not registered"); return
            }
            let token = try await Self.token(inMailTo: email, race)
            let forms = try await Self.forms(6, on: race) { browser in
                var form = try await browser.get("/developers/confirm?token=\(token)").form("/developers/confirm")
                form?.set("password", Cast.password)
                return form
            }
            let answers = try await race.run(6) { _, index in try await forms[index].browser.submit(forms[index].form) }
            #expect(answers.count { $0.status == .seeOther } == 1)
            #expect(answers.count { $0.status == .gone } == 5)
            let events = try await race.one.auditActions(id.text)
            #expect(events.count { $0 == "developer.confirmed" } == 1)
        }
    }

    @Test("O71: of 6 passwords set by one mailed link one is the new one", arguments: Backend.available)
    func passwordReset(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let email = race.cast.u1.email
            let asking = race.one.browser()
            var request = try #require(
                try await asking.get("/manage/forgot-password").form("/manage/forgot-password"))
            request.set("email", email)
            _ = try await asking.submit(request)
            let token = try await Self.token(inMailTo: email, race)
            let forms = try await Self.forms(6, on: race) { browser in
                try await browser.get("/manage/reset-password?token=\(token)").form("/manage/reset-password")
            }
            let answers = try await race.run(6) { _, index in
                var form = forms[index].form
                form.set("password", "the password of number \(index)")
                return try await forms[index].browser.submit(form)
            }
            #expect(answers.count { $0.status == .seeOther } == 1)
            #expect(answers.count { $0.status == .gone } == 5)
            let winner = try #require(answers.firstIndex { $0.status == .seeOther })
            for index in 0..<6 {
                let status = try await Self.signIn(race.two, email, "the password of number \(index)").status
                #expect((status == .seeOther) == (index == winner))
            }
        }
    }

    @Test("6 times signing out at once ends one session and nobody else's", arguments: Backend.available)
    func session(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let browser = try await race.one.managing(as: race.cast.u1)
            let other = try await race.two.managing(as: race.cast.u1)
            let form = try #require(try await browser.get("/manage").form("/manage/sign-out"))
            let answers = try await race.run(6) { _, _ in try await browser.submit(form) }
            #expect(answers.allSatisfy { $0.status.code < 500 })
            #expect(try await browser.get("/manage").status == .seeOther)
            #expect(try await other.get("/manage").status == .ok)
        }
    }

    @Test("208: of 6 rotations of one key without overlap one makes a successor", arguments: Backend.available)
    func keyRotation(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let (browser, key, form) = try await Self.key(race, "/rotate")
            let answers = try await race.run(6) { _, _ in
                var form = form
                form.set("overlap", "0")
                return try await browser.submit(form)
            }
            let keys = answers.compactMap { $0.body.secret("api-key") }
            #expect(keys.count == 1)
            #expect(answers.count { $0.status == .notFound } == 5)
            #expect(try await race.two.me(key).status == .unauthorized)
            #expect(try await race.two.me(keys.first ?? "").status == .ok)
            #expect(try await race.one.auditActions(race.cast.a.id.text).count { $0 == "api_key.rotated" } == 1)
        }
    }

    @Test("207: of revocations and rotations of one key at once one counts", arguments: Backend.available)
    func keyRevocation(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let (browser, key, rotate) = try await Self.key(race, "/rotate")
            let revoke = try #require(try await browser.get(Self.keys).forms.first { $0.action.hasSuffix("/revoke") })
            let answers = try await race.run(6) { _, index in
                var form = index < 3 ? revoke : rotate
                if index >= 3 { form.set("overlap", "0") }
                return try await browser.submit(form)
            }
            #expect(answers.prefix(3).allSatisfy { $0.status == .seeOther })
            let made = answers.compactMap { $0.body.secret("api-key") }
            let events = try await race.one.auditActions(race.cast.a.id.text)
            #expect(events.count { $0 == "api_key.rotated" } == made.count)
            #expect(events.count { $0 == "api_key.revoked" } + made.count == 1)
            #expect(try await race.two.me(key).status == .unauthorized)
            for key in made { #expect(try await race.two.me(key).status == .ok) }
        }
    }

    @Test("O25: of 6 secrets that an app makes beside its first one comes to be", arguments: Backend.available)
    func secrets(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let app = race.cast.c1
            let browser = try await race.one.developing()
            let page = "/developers/apps/\(app.id)"
            let shown = try await browser.get(page)
            var form = try #require(shown.forms.first { $0.action == "\(page)/secrets" })
            form.set("overlap", "86400")
            let answers = try await race.run(6) { [form] _, _ in try await browser.submit(form) }
            let made = answers.compactMap { $0.body.secret("client-secret") }
            #expect(made.count == 1)
            #expect(answers.count { $0.status == .conflict } == 5)
            let events = try await race.one.auditActions(race.cast.developer.text)
            #expect(events.count { $0 == "app_secret.created" } == 1)
            let code = try await race.one.code(app)
            #expect(try await race.two.exchange(app, code, ["client_secret": made.first]).status == .ok)
        }
    }

    @Test("O25: of 6 revocations of one secret at once one is an event", arguments: Backend.available)
    func secretRevocation(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let app = race.cast.c1
            let browser = try await race.one.developing()
            let page = try await browser.get("/developers/apps/\(app.id)")
            let form = try #require(page.forms.first { $0.action.hasSuffix("/revoke") })
            let answers = try await race.run(6) { _, _ in try await browser.submit(form) }
            #expect(answers.allSatisfy { $0.status.code < 500 })
            let events = try await race.one.auditActions(race.cast.developer.text)
            #expect(events.count { $0 == "app_secret.revoked" } == 1)
            #expect(try await race.two.refresh(app, "nonsense").error == "invalid_client")
        }
    }

    @Test("229: one Idempotency-Key at two nodes at once: done once, answered alike", arguments: Backend.available)
    func idempotency(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let app = race.cast.s1
            let tokens = try await race.one.tokens(app)
            for (round, names) in [["Same", "Same"], ["One", "Other"]].enumerated() {
                let answers = try await race.run(2) { node, index in
                    try await node.create(names[index], tokens.access, key: "round-\(round)")
                }
                let ids = Set(answers.compactMap { $0["id"] })
                #expect(ids.count == 1)
                // Another request under the same key is the client's mistake, and is told so.
                #expect(
                    answers.map(\.status.code).sorted() == (names[0] == names[1] ? [201, 201] : [201, 422]))
                let created = try await race.one.auditActions(race.cast.a.id.text).count { $0 == "customer.created" }
                #expect(created == round + 1)
            }
        }
    }

    // MARK: - Steps

    static let keys = "/manage/settings/api-keys"

    /// A new key, who made it, and the form of its row that ends like this.
    private static func key(_ race: Race, _ ending: String) async throws -> (Browser, String, HTMLForm) {
        let browser = try await race.one.managing(as: race.cast.u1)
        let answer = try await race.one.press(
            keys, from: "\(keys)/new", browser, [("name", "k"), ("scope", "customers.read")])
        let key = try #require(answer.body.secret("api-key"))
        let form = try #require(try await browser.get(keys).forms.first { $0.action.hasSuffix(ending) })
        return (browser, key, form)
    }

    /// The token of the link in the newest mail to somebody.
    private static func token(inMailTo recipient: String, _ race: Race) async throws -> String {
        let mail = try await race.one.database.first(
            "SELECT body FROM mails WHERE recipient = \(recipient) ORDER BY id DESC LIMIT 1")
        let rest = try #require(try mail?.text("body").split(separator: "?token=").last)
        return String(rest.prefix { !$0.isWhitespace })
    }

    private static func signIn(_ server: ServerUnderTest, _ email: String, _ password: String) async throws -> Answer {
        let browser = server.browser()
        var form = try #require(try await browser.get("/manage/sign-in").form("/manage/sign-in"))
        form.set("email", email)
        form.set("password", password)
        return try await browser.submit(form)
    }

    /// So many browsers, each with a form of its own before it.
    private static func forms(
        _ count: Int, on race: Race, _ open: (Browser) async throws -> HTMLForm?
    ) async throws -> [(browser: Browser, form: HTMLForm)] {
        var forms: [(Browser, HTMLForm)] = []
        for index in 0..<count {
            let browser = race.nodes[index % race.nodes.count].browser()
            forms.append((browser, try #require(try await open(browser))))
        }
        return forms
    }
}

extension ServerUnderTest {
    /// `POST /v1/customers` with an `Idempotency-Key`.
    fileprivate func create(_ name: String, _ token: String, key: String) async throws -> Answer {
        let body = #"""
            {"companyName":"\#(name)","address":"A 1","zipCode":"1000AA","city":"Y","primaryEmail":"x@x.example"}
            """#
        return try await send(
            "/v1/customers", body, type: "application/json",
            headers: [.authorization: "Bearer \(token)", .idempotencyKey: key])
    }
}
