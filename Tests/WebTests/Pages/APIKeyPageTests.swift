import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Settings → API keys (contract O40–O43, checklist O)", .timeLimit(.minutes(2)))
struct APIKeyPageTests {
    static let path = ServerUnderTest.keysPath

    @Test("201, 204: the key is shown once; list, log and database never have it", arguments: Backend.available)
    func shownOnce(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.manage()
            let form = try await browser.get("\(Self.path)/new")
            for name in ["name", "expires_at", "allowed_addresses", "api_version", "rate_limit"] {
                #expect(form.contains("name=\"\(name)\""))
            }
            for scope in Scopes.names { #expect(form.contains("value=\"\(scope)\"")) }

            let answer = try await server.fill(
                browser, "\(Self.path)/new", to: Self.path, ["name": "Bookkeeping <b>"],
                lists: ["scope": ["customers.read", "invoices.write"]])
            #expect(answer.status == .ok)
            #expect(answer.headers[.cacheControl] == "no-store")
            let key = try #require(answer.body.secret("api-key"))
            #expect(Credential(key, .apiKey) != nil)
            #expect(answer.contains("Bookkeeping &lt;b&gt;"))

            let list = try await browser.get(Self.path)
            #expect(!list.contains(key))
            #expect(list.contains("vdr_key_…\(key.suffix(4))"))
            #expect(list.contains("customers.read"))
            #expect(list.contains(server.cast.u1.email))
            #expect(list.contains("never"))
            #expect(!server.logs.text.contains(key))
            #expect(try await server.me(key).status == .ok)

            let row = try #require(
                try await server.database.first("SELECT * FROM api_keys WHERE portal_id = \(server.cast.a.id)"))
            #expect(try row.text("digest") == TokenDigest(of: key).hex)
            #expect(try row.text("last_four") == key.suffix(4))
            #expect(try row.optionalText("api_version") == "1.0.0")
            let event = try #require(
                try await server.useCases.auditLog.list(in: .portal(server.cast.a.id), limit: 1).first)
            #expect(event.action == "api_key.created")
            #expect(event.actorName == server.cast.u1.email)
            #expect(event.after?.contains("customers.read invoices.write") == true)
            #expect(event.after?.contains(key) == false)
        }
    }

    @Test("207: revoke ends it at once, with one event however often it is pressed", arguments: Backend.available)
    func revoke(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.manage()
            let key = try await server.makeKey(browser)
            #expect(try await server.me(key).status == .ok)
            let list = try await browser.get(Self.path)
            let form = try #require(list.forms.first { $0.action.hasSuffix("/revoke") })
            let confirm = try await browser.get(form.action)
            #expect(confirm.contains("What uses this key stops working at once."))
            #expect(confirm.form(form.action) != nil)

            let answer = try await browser.submit(form)
            #expect(answer.location == "\(Self.path)?done=revoked")
            #expect(try await server.me(key).status == .unauthorized, "at once, not after the cache's limit")
            #expect(try await browser.follow(answer).contains("The key is revoked."))
            #expect(try await browser.submit(form).status == .seeOther)
            #expect(try await server.events("api_key.revoked", in: server.cast.a.id.text) == 1)
            #expect(try await browser.get(form.action).status == .notFound)
            #expect(!(try await browser.get(Self.path)).contains(String(key.suffix(4))))
        }
    }

    @Test("208: rotate with an overlap keeps both, without ends the old one", arguments: Backend.available)
    func rotate(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.manage()
            let first = try await server.makeKey(browser)
            let id = try await server.firstKey().id
            let csrf = try await server.csrf(browser, Self.path)
            func rotate(_ id: APIKeyID, _ overlap: String) async throws -> Answer {
                try await browser.post("\(Self.path)/\(id)/rotate", [("csrf", csrf), ("overlap", overlap)])
            }
            for overlap in ["", "1", "-3600", "x", "99999999999999999999"] {
                #expect(try await rotate(id, overlap).status == .unprocessableContent)
            }
            let second = try #require(try await rotate(id, "3600").body.secret("api-key"))
            #expect(try await server.me(first).status == .ok)
            #expect(try await server.me(second).status == .ok)
            server.clock.advance(seconds: 3601)
            #expect(try await server.me(first).status == .unauthorized)
            #expect(try await server.me(second).status == .ok)

            let third = try #require(try await rotate(server.firstKey().id, "0").body.secret("api-key"))
            #expect(try await server.me(second).status == .unauthorized)
            #expect(try await server.me(third).status == .ok)
            #expect(try await server.events("api_key.rotated", in: server.cast.a.id.text) == 2)
            #expect(try await rotate(id, "0").status == .notFound, "an expired key has no successor")
        }
    }

    @Test("A key has a rate limit of its own, at most that of its portal (contract 2.5)", arguments: Backend.available)
    func rateLimit(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.manage()
            let portals = server.useCases.portals
            func limit(of key: String) async throws -> String? {
                try await server.me(key).headers[HTTPField.Name("X-RateLimit-Limit")!]
            }
            func portal() async throws -> Portal { try #require(try await portals.find(server.cast.a.id)) }
            let plain = try await server.makeKey(browser)
            #expect(try await portals.limit(portal(), to: 30, standard: 60, by: .commandLine))
            #expect(try await portals.limit(portal(), to: 30, standard: 60, by: .commandLine) == false)
            #expect(try await limit(of: plain) == "30", "from the next call on")
            for rate in ["31", "0"] {
                let refused = try await server.fill(
                    browser, "\(Self.path)/new", to: Self.path, ["name": "K", "rate_limit": rate],
                    lists: ["scope": ["customers.read"]])
                #expect(refused.status == .unprocessableContent)
                #expect(refused.contains("Write a number from 1 to 30"))
            }
            let made = try await server.fill(
                browser, "\(Self.path)/new", to: Self.path, ["name": "K", "rate_limit": "3"],
                lists: ["scope": ["customers.read"]])
            let key = try #require(made.body.secret("api-key"))
            for _ in 0..<3 { #expect(try await limit(of: key) == "3") }
            // The contract lets one more through than the limit, in no stretch of a minute two.
            var last = try await server.me(key)
            if last.status == .ok { last = try await server.me(key) }
            #expect(last.status == .tooManyRequests)
            #expect(try await server.me(plain).status == .ok)
            // A rotated key keeps it, and so does a change of something else.
            let csrf = try await server.csrf(browser, Self.path)
            let first = try await server.firstKey().id
            let next = try await browser.post("\(Self.path)/\(first)/rotate", [("csrf", csrf), ("overlap", "0")])
            let successor = try #require(next.body.secret("api-key"))
            #expect(try await limit(of: successor) == "3")
            let path = "\(Self.path)/\(try await server.firstKey().id)/edit"
            #expect(try await server.fill(browser, path, ["rate_limit": "31"]).status == .unprocessableContent)
            let wider = try await server.fill(browser, path, ["rate_limit": "20"])
            #expect(wider.status == .unprocessableContent && wider.contains("It may send more requests."))
            #expect(try await server.fill(browser, path, ["rate_limit": "2"]).status == .seeOther)
            #expect(try await limit(of: successor) == "2")
            // What is more than the portal has goes with it.
            #expect(try await portals.limit(portal(), to: 1, standard: 60, by: .commandLine))
            #expect(try await limit(of: successor) == "1")
            #expect(try await portals.limit(portal(), to: 0, standard: 60, by: .commandLine))
            #expect(try await limit(of: successor) == nil)
            #expect(try await server.events("portal.rate_limited", in: server.cast.a.id.text) == 3)
        }
    }

    @Test("every wrong field is told at once, and what was typed stays", arguments: ["en", "nl"])
    func problems(language: String) async throws {
        try await withServer(on: .sqlite) { server in
            let browser = try await server.manage(language: language)
            let answer = try await server.fill(
                browser, "\(Self.path)/new", to: Self.path,
                [
                    "name": "a\u{200B}b", "expires_at": "2026-02-30", "allowed_addresses": "10.0.0.0/8\n10.0.0.0/33",
                    "api_version": "9.9.9", "rate_limit": "-1",
                ], lists: ["scope": ["customers.read", "customers.everything"]])
            #expect(answer.status == .unprocessableContent)
            let texts = try Translations.embedded().texts(in: Language(rawValue: language)!)
            for key in [
                "error.expires_at.malformed", "error.scope.unknown", "error.api_version.unknown",
                "error.rate_limit.malformed",
            ] {
                #expect(answer.contains(texts(key)), "\(key)")
            }
            #expect(answer.contains("10.0.0.0/33"))
            #expect(answer.contains("<html lang=\"\(language)\">"))
            #expect(answer.body.secret("api-key") == nil)
            let form = try #require(answer.form(Self.path))
            #expect(form.fields.contains { $0.value == "customers.read" })
            #expect(try await server.useCases.apiKeys.list(in: server.cast.a.id).isEmpty)
        }
    }

    @Test("an expiry is the end of that day where the portal is, and lies ahead", arguments: Backend.available)
    func expiry(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.manage()
            func make(_ date: String) async throws -> Answer {
                try await server.fill(
                    browser, "\(Self.path)/new", to: Self.path, ["name": date, "expires_at": date],
                    lists: ["scope": ["customers.read"]])
            }
            for date in ["2026-03-01", "1900-01-01", "tomorrow", "2026-3-9"] {
                #expect(try await make(date).status == .unprocessableContent)
            }
            let key = try #require(try await make("2026-03-02").body.secret("api-key"))  // today
            // Midnight in Amsterdam is 23:00 UTC; the clock starts at 09:00.
            server.clock.advance(seconds: 14 * 3600 - 1)
            #expect(try await server.me(key).status == .ok)
            server.clock.advance(seconds: 1)
            #expect(try await server.me(key).status == .unauthorized)
            let again = try await server.manage()
            #expect(try await again.get(Self.path).contains("expired"))
        }
    }

    @Test("220: a key of another portal is a 404, and stays alive", arguments: Backend.available)
    func foreign(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let key = try await server.makeKey(server.manage(as: server.cast.u2))
            let id = try await server.firstKey(in: server.cast.b).id
            let browser = try await server.manage()
            let csrf = try await server.csrf(browser, "/manage")
            for action in ["revoke", "rotate"] {
                for id in [id.text, "key_00000000000000000000", "x", "app_00000000000000000000"] {
                    let answer = try await browser.post(
                        "\(Self.path)/\(id)/\(action)", [("csrf", csrf), ("overlap", "0")])
                    #expect(answer.status == .notFound)
                }
            }
            #expect(try await browser.get("\(Self.path)/\(id)/revoke").status == .notFound)
            #expect(try await server.me(key).status == .ok)
        }
    }

    @Test("43: a key never exceeds what its creator may do now", arguments: Backend.available)
    func demoted(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = server.browser()
            try await server.signIn(browser, as: server.cast.both)
            _ = try await server.fill(browser, "/manage/portal", ["portal": "alpha"])
            let key = try await server.makeKey(browser, scopes: ["customers.read", "customers.write"])
            let body =
                "{\"companyName\":\"X\",\"address\":\"A 1\",\"zipCode\":\"1234 AB\",\"city\":\"C\",\"primaryEmail\":\"x@y.example\"}"
            #expect(try await server.api("/v1/customers", key, method: .post, json: body).status.code != 403)
            try await server.changeRole(server.cast.both, to: .employee, in: server.cast.a)
            #expect(try await server.api("/v1/customers", key).status == .ok)
            #expect(try await server.api("/v1/customers", key, method: .post, json: body).status == .forbidden)
            #expect(try await browser.get(Self.path).status == .forbidden)
        }
    }

    @Test("presets tick boxes without JavaScript")
    func presets() async throws {
        try await withServer(on: .sqlite) { server in
            let browser = try await server.manage()
            for (preset, count) in [("read", Scopes.allReads.names.count), ("all", 27), ("nonsense", 0)] {
                let form = try #require(try await browser.get("\(Self.path)/new?preset=\(preset)").form(Self.path))
                #expect(form.fields.count { $0.name == "scope" } == count)
            }
        }
    }
}
