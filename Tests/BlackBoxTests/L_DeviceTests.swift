import HTTPTypes
import Kernel
import OAuth
import Persistence
import TestSupport
import Testing
import Web

@Suite("L. Device authorization grant (RFC 8628)", .timeLimit(.minutes(3)))
struct DeviceTests {
    private static let grantType = "urn:ietf:params:oauth:grant-type:device_code"

    private struct Device: Sendable {
        let app: Cast.TestApp
        let code: String
        let userCode: String
    }

    /// A server on which C1, C2, S1 and P1 may use the grant.
    private func withDevices(
        on backend: Backend, configure: (inout ServerConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (ServerUnderTest) async throws -> Void
    ) async throws {
        try await withServer(on: backend, configure: configure) { server in
            for app in [server.cast.c1, server.cast.c2, server.cast.s1, server.cast.p1] {
                try await server.set(.deviceGrant, of: app)
            }
            try await body(server)
        }
    }

    private func ask(
        _ app: Cast.TestApp, _ server: ServerUnderTest, scope: String? = nil
    ) async throws -> Answer {
        var fields = [("client_id", app.id.text), ("scope", scope ?? app.scopes)]
        if let secret = app.secret { fields.append(("client_secret", secret)) }
        return try await server.post("/oauth/device_authorization", fields)
    }

    private func device(
        _ app: Cast.TestApp, _ server: ServerUnderTest, scope: String? = nil
    ) async throws -> Device {
        let answer = try await ask(app, server, scope: scope)
        return Device(
            app: app, code: try #require(answer["device_code"]), userCode: try #require(answer["user_code"]))
    }

    private func poll(
        _ device: Device, _ server: ServerUnderTest, as app: Cast.TestApp? = nil, at path: String = "/oauth/token"
    ) async throws -> Answer {
        let app = app ?? device.app
        var fields = [
            ("grant_type", Self.grantType), ("device_code", device.code), ("client_id", app.id.text),
        ]
        if let secret = app.secret { fields.append(("client_secret", secret)) }
        return try await server.post(path, fields)
    }

    /// Types the code and signs in where asked, up to the question.
    private func question(
        _ code: String, _ browser: Browser, _ server: ServerUnderTest, as person: Cast.Person? = nil
    ) async throws -> Answer {
        let page = try await browser.get("/oauth/device")
        var form = try #require(page.form("/oauth/device"))
        form.set("user_code", code)
        var answer = try await browser.follow(try await browser.submit(form))
        if var form = answer.form("/manage/sign-in") {
            form.set("email", (person ?? server.cast.u1).email)
            form.set("password", Cast.password)
            answer = try await browser.follow(try await browser.submit(form))
        }
        return answer
    }

    @discardableResult
    private func decide(
        _ device: Device, _ server: ServerUnderTest, press: String = "approve", as person: Cast.Person? = nil,
        change: (inout HTMLForm) -> Void = { _ in }
    ) async throws -> Answer {
        let browser = server.browser()
        let page = try await question(device.userCode, browser, server, as: person)
        var form = try #require(page.form(with: "decision"))
        change(&form)
        return try await browser.follow(try await browser.submit(form, press: press))
    }

    @Test("174, 181: what a device is given; its code has 178 bits", arguments: Backend.available)
    func given(on backend: Backend) async throws {
        try await withDevices(on: backend) { server in
            for app in [server.cast.c1, server.cast.p1] {
                let answer = try await ask(app, server)
                #expect(answer.status == .ok)
                #expect(answer.headers[.cacheControl] == "no-store")
                let page = "\(ServerUnderTest.issuer)/oauth/device"
                let code = try #require(answer["user_code"])
                #expect(answer["verification_uri"] == page)
                #expect(answer["verification_uri_complete"] == "\(page)?user_code=\(code)")
                #expect(answer.json?["expires_in"] == .number("600"))
                #expect(answer.json?["interval"] == .number("5"))
                #expect(answer["device_code"]?.hasPrefix("vdr_dc_") == true)
                #expect(answer["device_code"]?.utf8.count == "vdr_dc_".utf8.count + 36)
                let letters = Set("BCDFGHJKLMNPQRSTVWXZ")
                let halves = code.split(separator: "-")
                #expect(halves.count == 2 && halves.allSatisfy { $0.count == 4 && $0.allSatisfy(letters.contains) })
                #expect(try await ask(app, server)["user_code"] != code)
            }
            let rows = try await server.database.rows("SELECT digest FROM device_requests")
            for row in rows { #expect(try !row.text("digest").contains("vdr_")) }
        }
    }

    @Test("174: who may not ask, and for what", arguments: Backend.available)
    func refused(on backend: Backend) async throws {
        try await withDevices(on: backend) { server in
            let (c1, p2) = (server.cast.c1, server.cast.p2)
            #expect(try await ask(p2, server).error == "unauthorized_client", "off unless switched on")
            #expect(try await ask(c1, server, scope: "nonsense").error == "invalid_scope")
            #expect(try await ask(c1, server, scope: "customers.write").error == "invalid_scope", "ceiling")
            #expect(try await ask(c1, server, scope: "").error == "invalid_scope")
            let silent = try await server.post(
                "/oauth/device_authorization", [("client_id", c1.id.text), ("scope", c1.scopes)])
            #expect(silent.status == .unauthorized)
            #expect(try await server.browser().get("/oauth/device_authorization").status == .methodNotAllowed)
            let device = try await device(c1, server)
            try await server.set([], of: c1)
            #expect(try await poll(device, server).error == "unauthorized_client", "switched off meanwhile")
        }
    }

    @Test("175: pending, slow_down and five seconds more each time", arguments: Backend.available)
    func pace(on backend: Backend) async throws {
        try await withDevices(on: backend) { server in
            let device = try await device(server.cast.p1, server)
            for wait in [5, 4] {
                let answer = try await poll(device, server)
                #expect(answer.status == .badRequest)
                #expect(answer.error == "authorization_pending")
                #expect(answer.headers[.cacheControl] == "no-store")
                server.clock.advance(seconds: wait)
            }
            #expect(try await poll(device, server).error == "slow_down", "after four seconds")
            server.clock.advance(seconds: 9)
            #expect(try await poll(device, server).error == "slow_down", "ten are asked for now")
            server.clock.advance(seconds: 15)
            #expect(try await poll(device, server).error == "authorization_pending", "fifteen are enough")
            server.clock.advance(seconds: 14)
            #expect(try await poll(device, server).error == "slow_down", "it stays at fifteen")
        }
    }

    @Test("175: of many polls at once one keeps the pace", arguments: Backend.available)
    func paceTogether(on backend: Backend) async throws {
        try await withDevices(on: backend) { server in
            let device = try await device(server.cast.p1, server)
            let answers = try await server.concurrently(20) { try await poll(device, server) }
            #expect(answers.count { $0.error == "authorization_pending" } == 1)
            #expect(answers.count { $0.error == "slow_down" } == 19)
        }
    }

    @Test("176: approved: tokens once, over both endpoints, and they work", arguments: Backend.available)
    func approved(on backend: Backend) async throws {
        try await withDevices(on: backend) { server in
            for app in [server.cast.c1, server.cast.s1, server.cast.p1] {
                for path in ["/oauth/token", "/oauth/tokens"] {
                    let device = try await device(app, server)
                    let done = try await decide(device, server)
                    #expect(done.status == .ok)
                    #expect(done.body.contains("Your device is connected"))
                    let tokens = try await poll(device, server, at: path)
                    #expect(tokens.status == .ok)
                    #expect(tokens["token_type"] == "Bearer")
                    #expect(tokens["scope"] == app.scopes)
                    #expect(tokens["portal"] == "alpha")
                    let access = try #require(tokens["access_token"])
                    #expect(try await server.me(access).status == .ok)
                    let second = try await poll(device, server, at: path)
                    #expect(second.status == .badRequest)
                    #expect(second.error == "invalid_grant")
                    #expect(try await server.me(access).status == .ok, "its own retry is no theft")
                    let refreshed = try await server.refresh(app, try #require(tokens["refresh_token"]))
                    #expect(refreshed.status == .ok)
                    #expect((refreshed["refresh_token"] != nil) == app.rotates)
                }
            }
            #expect(try await server.auditActions(server.cast.a.id.text).filter { $0 == "grant.created" }.count == 6)
        }
    }

    @Test("176: denied and expired", arguments: Backend.available)
    func deniedAndExpired(on backend: Backend) async throws {
        try await withDevices(on: backend) { server in
            let denied = try await device(server.cast.p1, server)
            #expect(try await decide(denied, server, press: "deny").body.contains("You declined"))
            for _ in 0..<2 { #expect(try await poll(denied, server).error == "access_denied") }

            let late = try await device(server.cast.p1, server)
            let approved = try await device(server.cast.p1, server)
            try await decide(approved, server)
            let browser = server.browser()
            let page = try await question(late.userCode, browser, server)
            server.clock.advance(seconds: 600)
            #expect(try await poll(late, server).error == "expired_token")
            #expect(try await poll(approved, server).error == "expired_token", "approved, and never fetched in time")
            let tooLate = try await browser.submit(try #require(page.form(with: "decision")), press: "approve")
            #expect(tooLate.status == .gone)
            #expect(try await question(late.userCode, server.browser(), server).status == .unprocessableContent)

            server.clock.advance(seconds: 3600)
            try await server.prune()
            #expect(try await server.database.rows("SELECT digest FROM device_requests").isEmpty)
            let live = try await server.database.rows(
                "SELECT id FROM grants WHERE portal_id IS NOT NULL AND revoked_at IS NULL")
            #expect(live.isEmpty, "a grant that nobody came for ends with its device")
            #expect(try await poll(late, server).error == "invalid_grant")
        }
    }

    @Test("177: of twenty polls at once after the approval one succeeds", arguments: Backend.available)
    func race(on backend: Backend) async throws {
        try await withDevices(on: backend) { server in
            for app in [server.cast.c1, server.cast.p1] {
                let device = try await device(app, server)
                try await decide(device, server)
                let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                    for index in 0..<20 {
                        group.addTask {
                            try await poll(device, server, at: index % 2 == 0 ? "/oauth/token" : "/oauth/tokens")
                        }
                    }
                    return try await group.reduce(into: [Answer]()) { $0.append($1) }
                }
                #expect(answers.count { $0.status == .ok } == 1)
                #expect(answers.count { $0.error == "invalid_grant" } == 19)
                let winner = try #require(answers.first { $0.status == .ok })
                #expect(try await server.me(try #require(winner["access_token"])).status == .ok)
            }
        }
    }

    @Test("177: over two nodes, too", arguments: Backend.available)
    func raceOfNodes(on backend: Backend) async throws {
        try await withDevices(on: backend, configure: { $0.tokenCacheLimit = 0 }) { one in
            try await one.withSecondNode { two in
                let device = try await device(one.cast.p1, one)
                try await decide(device, two)
                let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                    for index in 0..<20 { group.addTask { try await poll(device, index % 2 == 0 ? one : two) } }
                    return try await group.reduce(into: [Answer]()) { $0.append($1) }
                }
                #expect(answers.count { $0.status == .ok } == 1)
            }
        }
    }

    @Test("176: of yes and no at once one is taken, and the device hears that one", arguments: Backend.available)
    func raceOfDecisions(on backend: Backend) async throws {
        try await withDevices(on: backend) { server in
            let device = try await device(server.cast.p1, server)
            var forms: [(Browser, HTMLForm, String)] = []
            for index in 0..<6 {
                let browser = server.browser()
                let page = try await question(device.userCode, browser, server)
                forms.append((browser, try #require(page.form(with: "decision")), index % 2 == 0 ? "approve" : "deny"))
            }
            let answers = try await withThrowingTaskGroup(of: (Answer, String).self) { group in
                for (browser, form, press) in forms {
                    group.addTask { (try await browser.submit(form, press: press), press) }
                }
                return try await group.reduce(into: [(Answer, String)]()) { $0.append($1) }
            }
            let taken = answers.filter { $0.0.status == .seeOther }
            #expect(taken.count == 1)
            #expect(answers.count { $0.0.status == .gone } == 5)
            let polled = try await poll(device, server)
            #expect(taken.first?.1 == "approve" ? polled.status == .ok : polled.error == "access_denied")
            let grants = try await server.database.rows("SELECT id FROM grants WHERE portal_id IS NOT NULL")
            #expect(grants.count == (taken.first?.1 == "approve" ? 1 : 0))
        }
    }

    @Test("178: another app's device code is unknown, and nothing is burned", arguments: Backend.available)
    func bound(on backend: Backend) async throws {
        try await withDevices(on: backend) { server in
            let (c1, c2, p1) = (server.cast.c1, server.cast.c2, server.cast.p1)
            let device = try await device(c1, server)
            for app in [c2, p1] { #expect(try await poll(device, server, as: app).error == "invalid_grant") }
            try await decide(device, server)
            for app in [c2, p1] { #expect(try await poll(device, server, as: app).error == "invalid_grant") }
            #expect(try await poll(device, server).status == .ok)
            let invented = Device(app: c1, code: "vdr_dc_000000000000000000000000000000000000", userCode: "")
            #expect(try await poll(invented, server).error == "invalid_grant")
            #expect(try await server.me(device.code).status == .unauthorized, "no bearer token")
        }
    }

    @Test("179: guesses are limited per browser and per address", arguments: Backend.available)
    func guesses(on backend: Backend) async throws {
        try await withDevices(on: backend) { server in
            let device = try await device(server.cast.p1, server)
            let guesser = server.browser()
            for _ in 0..<10 {
                let answer = try await question("BBBB-BBBB", guesser, server)
                #expect(answer.status == .unprocessableContent)
                #expect(answer.body.contains("This code does not exist"))
            }
            let limited = try await question(device.userCode, guesser, server)
            #expect(limited.status == .tooManyRequests, "also for a right one")
            #expect(limited.headers[.retryAfter] != nil)
            // A cookie is easily thrown away.
            for _ in 0..<10 { _ = try await question("CCCC-CCCC", server.browser(), server) }
            #expect(try await question(device.userCode, server.browser(), server).status == .tooManyRequests)
            server.clock.advance(seconds: 300)
            #expect(try await question(device.userCode, guesser, server).form(with: "decision") != nil)
        }
    }

    @Test("179: a code is read as people write it, and what cannot be one is refused", arguments: Backend.available)
    func spelling(on backend: Backend) async throws {
        try await withDevices(on: backend) { server in
            let code = try await device(server.cast.p1, server).userCode
            let plain = code.filter { $0 != "-" }
            for spelling in [plain, code.lowercased(), " \(code) ", plain.map(String.init).joined(separator: " ")] {
                let page = try await question(spelling, server.browser(), server)
                #expect(page.form(with: "decision") != nil, "\(spelling)")
            }
            for wrong in ["", "AEIO-UYAE", "\(plain)B", String(plain.dropLast()), "<b>x</b>", "１２３４"] {
                let page = try await question(wrong, server.browser(), server)
                #expect(page.status == .unprocessableContent, "\(wrong)")
                #expect(!page.body.contains("<b>x</b>"))
            }
        }
    }

    @Test("180: the complete address fills the code in, and nothing more", arguments: Backend.available)
    func complete(on backend: Backend) async throws {
        try await withDevices(on: backend) { server in
            let device = try await device(server.cast.s1, server)
            let browser = server.browser()
            try await server.signIn(browser, as: server.cast.u1)
            let address = "/oauth/device?user_code=\(device.userCode)"
            for _ in 0..<2 {
                let page = try await browser.get(address)
                #expect(page.form("/oauth/device")?.value("user_code") == device.userCode)
                #expect(page.form(with: "decision") == nil)
            }
            #expect(try await poll(device, server).error == "authorization_pending", "looking changes nothing")
            let form = try #require(try await browser.get(address).form("/oauth/device"))
            let question = try await browser.follow(try await browser.submit(form))
            for shown in [device.userCode, "S1", "Apps &amp; Co", "Alpha B.V.", "Go on only if you started this"] {
                #expect(question.body.contains(shown), "\(shown)")
            }
            #expect(question.headers[.cacheControl] == "no-store")
            #expect(question.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
            let decision = try #require(question.form(with: "decision"))
            #expect(
                decision.fields.filter { $0.name == "scope" }.map(\.value) == ["customers.read", "customers.write"])
            var bare = decision
            bare.fields.removeAll { $0.name == "csrf" }
            #expect(try await browser.submit(bare, press: "approve").status == .forbidden, "anti-forgery value")
            #expect(try await server.browser().submit(decision, press: "approve").status == .forbidden)
            #expect(try await poll(device, server).error == "slow_down", "nothing was decided")
            let odd = try await browser.get("/oauth/device?user_code=%3Cscript%3E")
            #expect(!odd.body.contains("<script>"))
        }
    }

    @Test("180, O12: what is ticked is granted, what was not offered is refused", arguments: Backend.available)
    func chosen(on backend: Backend) async throws {
        try await withDevices(on: backend) { server in
            let device = try await device(server.cast.s1, server)
            let refusals: [(String, (inout HTMLForm) -> Void)] = [
                ("scope", { $0.set("scope", ["invoices.read"]) }), ("none", { $0.set("scope", [String]()) }),
                ("portal", { $0.set("portal", "beta") }),
            ]
            for (what, change) in refusals {
                #expect(try await decide(device, server, change: change).status == .badRequest, "\(what)")
            }
            try await decide(device, server) { $0.set("scope", ["customers.read"]) }
            #expect(try await poll(device, server)["scope"] == "customers.read")
        }
    }

    @Test(
        "O14, 45, O15: always asked; who manages nothing is told so; a suspended app too", arguments: Backend.available)
    func standing(on backend: Backend) async throws {
        try await withDevices(on: backend) { server in
            let app = server.cast.c1
            for _ in 0..<2 {
                let device = try await device(app, server)
                #expect(try await question(device.userCode, server.browser(), server).form(with: "decision") != nil)
                try await decide(device, server)
            }
            let device = try await device(app, server)
            let employee = try await question(device.userCode, server.browser(), server, as: server.cast.e1)
            #expect(employee.status == .forbidden)
            let approved = try await self.device(app, server)
            try await decide(approved, server)
            try await server.suspend(app)
            #expect(try await question(device.userCode, server.browser(), server).status == .forbidden)
            #expect(try await poll(approved, server).error == "unauthorized_client")
            try await server.reinstate(app)
            #expect(try await poll(approved, server).status == .ok, "suspension burned nothing")
            let revoked = try await self.device(app, server)
            try await decide(revoked, server)
            try await server.disconnect(app)
            #expect(try await poll(revoked, server).error == "invalid_grant")
        }
    }

    @Test(
        "50: tickets of devices and of authorization requests do not pass for each other", arguments: Backend.available)
    func tickets(on backend: Backend) async throws {
        try await withDevices(on: backend) { server in
            let browser = server.browser()
            let device = try await device(server.cast.c1, server)
            let page = try await question(device.userCode, browser, server)
            let ticket = try #require(page.form(with: "decision")?.value("ticket"))
            #expect(try await browser.get("/oauth/authorize/resume?ticket=\(ticket)").status == .gone)
            let consent = try await browser.get(server.authorizeURL(server.cast.c1))
            var form = try #require(consent.form(with: "decision"))
            let other = try #require(form.value("ticket"))
            #expect(try await browser.get("/oauth/device/confirm?ticket=\(other)").status == .gone)
            form.set("ticket", ticket)
            #expect(try await browser.submit(form, press: "approve").status == .gone)
            #expect(try await server.browser().get("/oauth/device/confirm?ticket=\(ticket)").status == .gone)
            let used = try #require(page.form(with: "decision"))
            #expect(try await browser.submit(used, press: "approve").status == .seeOther)
            #expect(try await browser.submit(used, press: "approve").status == .gone, "used once (O13)")
        }
    }
}
