import HTTPTypes
import Kernel
import Persistence
import TestSupport
import Testing
import Web

@Suite("O. API keys: changes, limits, deadlines", .timeLimit(.minutes(5)))
struct APIKeyChangeTests {
    static let day = 86_400
    static let body = #"{"name":"Group"}"#

    private func withNodes(
        on backend: Backend, _ body: @escaping @Sendable (ServerUnderTest, ServerUnderTest) async throws -> Void
    ) async throws {
        try await withServer(on: backend, configure: { $0.tokenCacheLimit = 0 }) { one in
            try await one.withSecondNode { two in try await body(one, two) }
        }
    }

    // MARK: - Changing (O42)

    @Test("O42: narrowing needs no password and holds at once, on every node", arguments: Backend.available)
    func narrowing(on backend: Backend) async throws {
        try await withNodes(on: backend) { one, two in
            let desk = try await KeyDesk(one)
            let made = try await desk.make(scopes: ["customers.read", "customers.write"])
            #expect(
                try await two.api("/v1/customer-groups", made.key, method: .post, json: Self.body).status == .created)

            let answer = try await desk.edit(made.id, ["name": "Less"], scopes: ["customers.read"])
            #expect(answer.location == "\(KeyDesk.path)?done=changed")
            for node in [one, two] {
                #expect(try await node.api("/v1/customer-groups", made.key).status == .ok)
                let refused = try await node.api("/v1/customer-groups", made.key, method: .post, json: Self.body)
                #expect(refused.status == .forbidden)
            }
            #expect(try await desk.edit(made.id, ["allowed_addresses": "203.0.113.0/24"]).status == .seeOther)
            for node in [one, two] { #expect(try await node.me(made.key).status == .forbidden) }
            #expect(try await desk.edit(made.id, ["expires_at": "2026-03-10"]).status == .seeOther)
            let events = try await one.events(named: "api_key.changed")
            try #require(events.count == 3, "one event per change")
            #expect(events[2].before?.contains("customers.write") == true)
            #expect(events[2].after?.contains("customers.write") == false)
            #expect(events.allSatisfy { $0.object == made.id && $0.actor == one.cast.u1.email })
            #expect(try await desk.edit(made.id).status == .seeOther)
            #expect(try await one.events(named: "api_key.changed").count == 3, "nothing changed, nothing told")
        }
    }

    @Test("O42: narrowing holds at once also where tokens are cached", arguments: Backend.available)
    func narrowingCached(on backend: Backend) async throws {
        try await withServer(on: backend, configure: { $0.tokenCacheLimit = 3_600_000 }) { server in
            let desk = try await KeyDesk(server)
            let made = try await desk.make(scopes: ["customers.read", "customers.write"])
            #expect(try await server.api("/v1/customer-groups", made.key).status == .ok)
            _ = try await desk.edit(made.id, scopes: ["customers.write"])
            #expect(try await server.api("/v1/customer-groups", made.key).status == .forbidden)
            _ = try await desk.edit(made.id, ["allowed_addresses": "203.0.113.0/24"])
            #expect(
                try await server.api("/v1/customer-groups", made.key, method: .post, json: "{}")["message"]?
                    .contains("address") == true)
        }
    }

    @Test(
        "O42: more scopes, a longer life, more addresses: each asks for the password, and without it nothing changes",
        arguments: Backend.available)
    func widening(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let desk = try await KeyDesk(server)
            let made = try await desk.make(["expires_at": "2026-04-01", "allowed_addresses": "203.0.113.0/24"])
            let wider: [(fields: [String: String], scopes: [String]?)] = [
                ([:], ["customers.read", "customers.write"]), ([:], ["customers.write"]),
                (["expires_at": "2026-04-02"], nil),
                (["expires_at": ""], nil), (["allowed_addresses": ""], nil),
                (["allowed_addresses": "203.0.112.0/23"], nil), (["allowed_addresses": "203.0.113.0/24\n::1"], nil),
                (["allowed_addresses": "::/0"], nil), (["name": "x", "expires_at": "2026-03-05"], ["offers.read"]),
            ]
            for (fields, scopes) in wider {
                server.clock.advance(seconds: 600)  // past the throttle of the guesses before
                var asked = try await desk.edit(made.id, fields, scopes: scopes)
                #expect(asked.status == .unprocessableContent, "\(fields) \(scopes ?? [])")
                var form = try #require(asked.form("\(KeyDesk.path)/\(made.id)/edit"))
                #expect(form.fields.contains { $0.name == "current_password" && $0.value.isEmpty })
                for (name, value) in fields where name != "allowed_addresses" { #expect(form.value(name) == value) }
                for password in ["", "wrong password", "correct horse"] {
                    form.set("current_password", password)
                    asked = try await desk.browser.submit(form)
                    #expect(asked.status == .unprocessableContent)
                }
            }
            #expect(try await server.events(named: "api_key.changed").isEmpty)
            let row = try #require(
                try await server.database.first(
                    "SELECT * FROM api_keys WHERE portal_id = \(server.cast.a.id) AND id = \(made.id)"))
            #expect(try row.text("scopes") == "customers.read")
            #expect(try row.text("allowed_addresses") == "203.0.113.0/24")
            #expect(try row.integer("revision") == 0)
        }
    }

    @Test("O42: with the password a key is widened, and the password is in no log", arguments: Backend.available)
    func confirmed(on backend: Backend) async throws {
        try await withNodes(on: backend) { one, two in
            let desk = try await KeyDesk(one)
            let made = try await desk.make(["expires_at": "2026-04-01", "allowed_addresses": "203.0.113.0/24"])
            let asked = try await desk.edit(
                made.id, ["expires_at": "", "allowed_addresses": ""], scopes: ["customers.read", "customers.write"])
            #expect(
                asked.body.contains("It gets scopes") && asked.body.contains("longer")
                    && asked.body.contains("more addresses"))
            var form = try #require(asked.form("\(KeyDesk.path)/\(made.id)/edit"))
            form.set("current_password", Cast.password)
            #expect(try await desk.browser.submit(form).status == .seeOther)
            let created = try await two.api("/v1/customer-groups", made.key, method: .post, json: Self.body)
            #expect(created.status == .created)
            #expect(!one.logs.text.contains(Cast.password))
            #expect(try await one.events(named: "api_key.changed").count == 1)
        }
    }

    @Test("O42: passwords are not guessed here either", arguments: Backend.available)
    func throttled(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let desk = try await KeyDesk(server)
            let made = try await desk.make()
            let asked = try await desk.edit(made.id, scopes: ["customers.read", "customers.write"])
            var form = try #require(asked.form("\(KeyDesk.path)/\(made.id)/edit"))
            var statuses: [Int] = []
            for guess in 0..<11 {
                form.set("current_password", "guess number \(guess)")
                statuses.append(try await desk.browser.submit(form).status.code)
            }
            #expect(statuses == Array(repeating: 422, count: 10) + [429])
            form.set("current_password", Cast.password)
            let late = try await desk.browser.submit(form)
            #expect(late.status == .tooManyRequests, "also for the right one")
            #expect(late.headers[.retryAfter] != nil)
        }
    }

    @Test("O42: a form that was filled in for another state of the key changes nothing", arguments: Backend.available)
    func lostUpdate(on backend: Backend) async throws {
        try await withNodes(on: backend) { one, two in
            let desk = try await KeyDesk(one)
            let made = try await desk.make(scopes: ["customers.read", "customers.write"])
            let path = "\(KeyDesk.path)/\(made.id)/edit"
            let stale = try #require(try await desk.browser.get(path).form(path))
            _ = try await desk.edit(made.id, scopes: ["customers.read"])
            var form = stale
            form.set("name", "Brings the scope back")
            let answer = try await desk.browser.submit(form)
            #expect(answer.status == .conflict)
            #expect(answer.form(path)?.fields.contains { $0.value == "customers.write" } == false, "as it is now")
            #expect(try await two.api("/v1/customer-groups", made.key, method: .post, json: "{}").status == .forbidden)
            for revision in ["", "x", "-1", "99", "99999999999999999999"] {
                form.set("revision", revision)
                #expect(try await desk.browser.submit(form).status == .conflict)
            }
            // Many at once with the same state: one wins.
            let fresh = try #require(try await desk.browser.get(path).form(path))
            let cookie = desk.browser.allCookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for index in 0..<10 {
                    group.addTask {
                        var form = fresh
                        form.set("name", "Name \(index)")
                        return try await (index % 2 == 0 ? one : two).post(
                            path, form.fields.map { ($0.name, $0.value) }, headers: [.cookie: cookie])
                    }
                }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            #expect(answers.count { $0.status == .seeOther } == 1)
            #expect(answers.count { $0.status == .conflict } == 9)
        }
    }

    @Test(
        "219, O42: a key of another portal, one that ended, one with a successor: not to be changed",
        arguments: Backend.available)
    func unchangeable(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (desk, other) = (try await KeyDesk(server), try await KeyDesk(server, as: server.cast.u2))
            let foreign = try await other.make()
            let own = try await desk.make()
            let fields = [
                ("name", "Mine now"), ("scope", "customers.read"), ("revision", "0"),
                ("current_password", Cast.password),
            ]
            #expect(try await desk.browser.get("\(KeyDesk.path)/\(foreign.id)/edit").status == .notFound)
            #expect(try await desk.post("\(foreign.id)/edit", fields).status == .notFound)
            let replaced = try await desk.make()
            _ = try await desk.rotate(replaced.id, overlap: "3600")
            #expect(try await desk.browser.get("\(KeyDesk.path)/\(replaced.id)/edit").status == .notFound)
            #expect(try await desk.post("\(replaced.id)/edit", fields).status == .conflict)
            _ = try await desk.revoke(own.id)
            #expect(try await desk.post("\(own.id)/edit", fields).status == .notFound)
            #expect(try await server.events(named: "api_key.changed").isEmpty)
            let employee = try await KeyDesk(server, as: server.cast.e1)
            #expect(try await employee.browser.get("\(KeyDesk.path)/\(own.id)/edit").status == .forbidden)
        }
    }

    // MARK: - The maximum of the portal (O40, 213)

    @Test(
        "213: a maximum set by the portal holds when a key is made, replaced and changed", arguments: Backend.available)
    func maximum(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let desk = try await KeyDesk(server)
            let early = try await desk.make(["name": "Before the rule"])
            let saved = try await desk.settings(["key_days": "90"])
            #expect(saved.location == "/manage/settings/portal?done=changed")
            let events = try await server.events(named: "settings.changed")
            #expect(events.count == 1)
            #expect(events[0].before?.contains(#""key_days":null"#) == true)
            #expect(events[0].after?.contains(#""key_days":"90""#) == true)

            // 2026-03-02 and 90 days: 2026-05-31.
            let form = try #require(try await desk.browser.get("\(KeyDesk.path)/new").form(KeyDesk.path))
            #expect(form.value("expires_at") == "2026-05-31", "the form starts with the last day allowed")
            for wrong in ["", "2026-06-01", "2199-01-01"] {
                let answer = try await desk.create(["expires_at": wrong])
                #expect(answer.status == .unprocessableContent)
                #expect(answer.body.contains("31 May 2026"))
            }
            let made = try await desk.make(["expires_at": "2026-05-31"])
            server.clock.advance(seconds: 10 * Self.day)
            let later = try await KeyDesk(server)
            for wrong in ["", "2026-06-01"] {
                var asked = try await later.edit(made.id, ["expires_at": wrong])
                #expect(asked.status == .unprocessableContent)
                #expect(asked.body.contains("31 May 2026"), "counted from when it was made")
                #expect(
                    asked.form("\(KeyDesk.path)/\(made.id)/edit")?.fields.contains { $0.name == "current_password" }
                        == false)
                asked = try await later.post(
                    "\(made.id)/edit",
                    [
                        ("name", "x"), ("scope", "customers.read"), ("revision", "0"), ("expires_at", wrong),
                        ("current_password", Cast.password),
                    ])
                #expect(asked.status == .unprocessableContent, "not with the password either")
            }
            // The key from before keeps what it has, can be narrowed, and its successor obeys.
            #expect(try await later.edit(early.id, ["name": "Still here"]).status == .seeOther)
            let successor = try await later.rotated(early.id, overlap: "0")
            #expect(try await server.expiry(successor.id) == "2026-06-10")
            #expect(try await server.expiry(later.rotated(made.id, overlap: "0").id) == "2026-06-10", "90 new days")
        }
    }

    @Test("O40: the settings of a portal: who, which values, one event per change", arguments: Backend.available)
    func settings(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let desk = try await KeyDesk(server)
            for (fields, hint) in [
                (["name": ""], "name"), (["name": "a\u{200B}"], "name"),
                (["time_zone": "Europe/Atlantis"], "time_zone"),
                (["time_zone": "../../etc/passwd"], "time_zone"), (["key_days": "0"], "key_days"),
                (["key_days": "-5"], "key_days"), (["key_days": "3651"], "key_days"), (["key_days": "9.5"], "key_days"),
                (["key_days": "99999999999999999999"], "key_days"), (["key_days": "+7"], "key_days"),
            ] {
                let answer = try await desk.settings(fields)
                #expect(answer.status == .unprocessableContent, "\(fields)")
                #expect(answer.body.contains("#\(hint)"))
            }
            #expect(try await server.events(named: "settings.changed").isEmpty)
            let made = try await desk.make()
            #expect(try await server.me(made.key).body.contains("Alpha B.V."))
            let changed = try await desk.settings(["name": "Alpha & Co", "time_zone": "America/New_York"])
            #expect(changed.status == .seeOther)
            #expect(try await server.me(made.key).body.contains("Alpha & Co"), "at once")
            #expect(try await desk.settings([:]).status == .seeOther)
            #expect(try await server.events(named: "settings.changed").count == 1)
            #expect(try await desk.browser.get("/manage").body.contains("/manage/settings/portal"))

            let employee = try await KeyDesk(server, as: server.cast.e1)
            #expect(try await employee.browser.get("/manage/settings/portal").status == .forbidden)
            #expect(!(try await employee.browser.get("/manage").body.contains("/manage/settings/portal")))
            let stranger = try await KeyDesk(server, as: server.cast.u2)
            #expect(!(try await stranger.browser.get("/manage/settings/portal").body.contains("Alpha &amp; Co")))
        }
    }

    // MARK: - Deadlines (213)

    @Test("213: warnings 30, 7 and 1 days before the end, each once", arguments: Backend.available)
    func warnings(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let desk = try await KeyDesk(server)
            // Made on 2026-03-02 at 09:00 UTC, ends with 2026-05-01 in Amsterdam: at 22:00 UTC, in 60 days and 13 hours.
            _ = try await desk.make(["name": "Spring", "expires_at": "2026-05-01"])
            _ = try await desk.make(["name": "For ever"])
            var heard: [Int: Int] = [:]
            for day in 0...62 {
                for _ in 0..<2 { _ = try await server.lookAfterKeys() }
                heard[day] = try await server.mails(about: "Spring").count
                server.clock.advance(seconds: Self.day)
            }
            // Two owners hear each of the three.
            #expect(heard[30] == 0)
            #expect(heard[31] == 2, "29 days and 13 hours before")
            #expect(heard[53] == 2)
            #expect(heard[54] == 4, "6 days and 13 hours before")
            #expect(heard[59] == 4)
            #expect(heard[60] == 6, "13 hours before")
            #expect(heard[62] == 6)
            let mail = try #require(try await server.mails(about: "Spring").first)
            #expect(mail.body.contains("2026-05-01") && mail.body.contains("vdr_key_…"))
            #expect(
                Set(try await server.mails(about: "Spring").map(\.to)) == [
                    server.cast.u1.email, server.cast.both.email,
                ])
            #expect(try await server.mails(about: "For ever").isEmpty)
        }
    }

    @Test(
        "213: after a long stop only the nearest warning; none whose time was over from the start",
        arguments: Backend.available)
    func nearestWarning(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let desk = try await KeyDesk(server)
            _ = try await desk.make(["name": "Slept", "expires_at": "2026-05-01"])
            let short = try await desk.make(["name": "Short", "expires_at": "2026-03-07"])
            _ = try await server.lookAfterKeys()
            #expect(try await server.mails(about: "Short").isEmpty, "made for five days: no warning of 30 or 7")
            // A later end warns anew; one that is brought forward past a warning does not send it late.
            let asked = try await desk.edit(short.id, ["expires_at": "2026-06-01"])
            var form = try #require(asked.form("\(KeyDesk.path)/\(short.id)/edit"))
            form.set("current_password", Cast.password)
            #expect(try await desk.browser.submit(form).status == .seeOther)

            server.clock.advance(seconds: 57 * Self.day)
            _ = try await server.lookAfterKeys()
            #expect(try await server.mails(about: "Slept").count == 2, "one warning, two owners")
            #expect(try await server.mails(about: "Short").isEmpty)
            server.clock.advance(seconds: 5 * Self.day)
            _ = try await server.lookAfterKeys()
            #expect(try await server.mails(about: "Short").count == 2, "30 days before the new end")
            #expect(try await server.mails(about: "Slept").count == 2, "no warning after the end")
        }
    }

    @Test("213: one node does it, and two that do it at once do it once", arguments: Backend.available)
    func oneNode(on backend: Backend) async throws {
        try await withNodes(on: backend) { one, two in
            let desk = try await KeyDesk(one)
            for index in 0..<4 { _ = try await desk.make(["name": "Key \(index)", "expires_at": "2026-05-01"]) }
            one.clock.advance(seconds: 40 * Self.day)
            #expect(try await one.lookAfterKeys(as: "one")?.warned == 4)
            #expect(try await two.lookAfterKeys(as: "two") == nil, "the lease is the other's")
            one.clock.advance(seconds: 1199)
            #expect(try await two.lookAfterKeys(as: "two") == nil)
            one.clock.advance(seconds: 1)
            #expect(try await two.lookAfterKeys(as: "two")?.warned == 0, "one fell silent, two goes on")
            #expect(try await one.lookAfterKeys(as: "one") == nil)

            one.clock.advance(seconds: 15 * Self.day)
            // Two sweeps without a lease, as after a pause that outlasted it.
            let warned = try await withThrowingTaskGroup(of: Int.self) { group in
                for node in [one, two, one, two] { group.addTask { try await node.sweepWithoutLease() } }
                return try await group.reduce(0, +)
            }
            #expect(warned == 4)
            #expect(try await one.mails(about: "Key").count == 16, "4 keys, 2 warnings, 2 owners")
        }
    }

    @Test("213: a key that nobody used for a year is revoked, with an event and mails", arguments: Backend.available)
    func unused(on backend: Backend) async throws {
        try await withNodes(on: backend) { one, two in
            let desk = try await KeyDesk(one)
            let never = try await desk.make(["name": "Never used"])
            let used = try await desk.make(["name": "Used"])
            one.clock.advance(seconds: 200 * Self.day)
            #expect(try await one.me(used.key).status == .ok)
            try await one.recordUses()
            one.clock.advance(seconds: 165 * Self.day - 1)
            #expect(try await one.lookAfterKeys()?.revoked == 0)
            #expect(try await two.me(never.key).status == .ok, "this use is not written down yet")
            one.clock.advance(seconds: 1)
            let first = try await one.lookAfterKeys()
            #expect(first?.revoked == 1)
            for node in [one, two] { #expect(try await node.me(never.key).status == .unauthorized) }
            #expect(try await two.me(used.key).status == .ok)
            #expect(try await one.lookAfterKeys()?.revoked == 0)
            let events = try await one.events(named: "api_key.revoked")
            #expect(events.count == 1)
            #expect(events[0].actor == "Voordeur" && events[0].object == never.id)
            #expect(events[0].after?.contains("unused for a year") == true)
            let mails = try await one.mails(about: "Never used")
            #expect(mails.count == 2)
            #expect(mails.allSatisfy { $0.subject.contains("revoked") && !$0.body.contains(never.key) })
            #expect(!(try await KeyDesk(one).list().contains("Never used")))
        }
    }

    // MARK: - Limits (214)

    @Test("214: the 101st key is refused, also beside an overlap; dead ones do not count", arguments: Backend.available)
    func limit(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let desk = try await KeyDesk(server)
            let page = try #require(try await desk.browser.get("\(KeyDesk.path)/new").form(KeyDesk.path))
            var form = page
            form.set("name", "One of many")
            form.set("scope", ["customers.read"])
            for _ in 0..<100 { #expect(try await desk.browser.submit(form).status == .ok) }
            let refused = try await desk.browser.submit(form)
            #expect(refused.status == .conflict)
            #expect(refused.body.contains("100 keys"))
            #expect(refused.body.secret("api-key") == nil)
            let id = try #require(
                try await server.database.first("SELECT id FROM api_keys WHERE portal_id = \(server.cast.a.id)")
            ).text("id")
            #expect(try await desk.rotate(id, overlap: "3600").status == .conflict)
            #expect(try await desk.rotate(id, overlap: "0").status == .ok, "what ends at once makes room")
            #expect(try await desk.browser.submit(form).status == .conflict)
            #expect(try await KeyDesk(server, as: server.cast.u2).create().status == .ok, "each portal for itself")
        }
    }

    @Test("214: two keys may have the same name; an employee makes none", arguments: Backend.available)
    func sameName(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let desk = try await KeyDesk(server)
            let (one, two) = (try await desk.make(["name": "Twin"]), try await desk.make(["name": "Twin"]))
            for made in [one, two] { #expect(try await server.me(made.key).status == .ok) }
            _ = try await desk.revoke(one.id)
            #expect(try await server.me(one.key).status == .unauthorized)
            #expect(try await server.me(two.key).status == .ok)

            let employee = try await KeyDesk(server, as: server.cast.e1)
            for path in ["", "/new", "/\(two.id)/revoke"] {
                #expect(try await employee.browser.get(KeyDesk.path + path).status == .forbidden)
            }
            let home = try await employee.browser.get("/manage")
            let csrf = try #require(home.forms.lazy.compactMap { $0.value("csrf") }.first)
            for path in ["", "/\(two.id)/edit", "/\(two.id)/rotate", "/\(two.id)/revoke"] {
                let answer = try await employee.browser.post(
                    KeyDesk.path + path, [("csrf", csrf), ("name", "x"), ("scope", "customers.read"), ("overlap", "0")])
                #expect(answer.status == .forbidden)
            }
            #expect(try await server.me(two.key).status == .ok)
            #expect(try await server.events(named: "api_key.created").count == 2)
        }
    }
}

extension ServerUnderTest {
    /// The last day of a key in portal A, in Amsterdam.
    fileprivate func expiry(_ id: String) async throws -> String? {
        let row = try await database.first(
            "SELECT expires_at FROM api_keys WHERE portal_id = \(cast.a.id) AND id = \(id)")
        guard let end = try row?.optionalTimestamp("expires_at"),
            let zone = TimeZones().table(named: "Europe/Amsterdam")
        else { return nil }
        return String(zone.atom(end - 1).prefix(10))
    }
}
