import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Editing an app (contract O61, checklist row 200)", .timeLimit(.minutes(2)))
struct AppEditPageTests {
    static let path = ServerUnderTest.appsPath

    /// Saves the form of `app` with some fields changed.
    static func save(
        _ app: Cast.TestApp, _ server: ServerUnderTest, _ values: [String: String] = [:],
        lists: [String: [String]] = [:], in browser: Browser? = nil
    ) async throws -> Answer {
        let developer: Browser
        if let browser { developer = browser } else { developer = try await server.developer() }
        return try await server.fill(developer, "\(path)/\(app.id)/edit", values, lists: lists)
    }

    @Test("200: the form as found changes nothing, and writes no event", arguments: Backend.available)
    func unchanged(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for app in [server.cast.c1, server.cast.p1] {
                let before = try await server.useCases.apps.find(app.id, of: server.cast.developer)?.settings
                let answer = try await Self.save(app, server)
                #expect(answer.location == "\(Self.path)/\(app.id)?done=saved")
                #expect(try await server.useCases.apps.find(app.id, of: server.cast.developer)?.settings == before)
            }
            #expect(try await server.events("app.updated", in: server.cast.developer.text) == 0)
        }
    }

    @Test(
        "The version of an app is its maker's choice: another one, or none (contract 2.6)", arguments: Backend.available
    )
    func version(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (app, browser) = (server.cast.c1, try await server.developer())
            let token = try await server.tokens(app).access
            /// The pinned version, and the one that was used.
            func shape() async throws -> String {
                let answer = try await server.me(token)
                let used = answer.headers[HTTPField.Name("X-Version")!]
                return "\(answer.json?["apiVersion"]?.text ?? "none") \(used ?? "")"
            }
            #expect(try await shape() == "1.0.0 1.0.0")
            for (choice, expected) in [("1.1.0", "1.1.0 1.1.0"), ("1.0.0", "1.0.0 1.0.0"), ("", "none 1.1.0")] {
                let answer = try await Self.save(app, server, ["api_version": choice], in: browser)
                #expect(answer.status == .seeOther)
                #expect(try await shape() == expected, "from the next call on")
            }
            let form = try await browser.get("\(Self.path)/\(app.id)/edit")
            #expect(form.contains(#"<option value="" selected>"#))
            let wrong = try await Self.save(app, server, ["api_version": "9.9.9"], in: browser)
            #expect(wrong.status == .unprocessableContent)
            #expect(wrong.contains("This version does not exist."))
            let log = AuditLog(database: server.database)
            let events = try await log.list(
                in: .developer(server.cast.developer), matching: AuditFilter(action: "app.updated"), limit: 9)
            #expect(
                events.map(\.after) == [
                    #"{"api_version":null}"#, #"{"api_version":"1.0.0"}"#, #"{"api_version":"1.1.0"}"#,
                ])
        }
    }

    @Test(
        "200: name, description and website; one event holds what changed and nothing else",
        arguments: Backend.available)
    func texts(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.developer()
            let answer = try await Self.save(
                server.cast.c1, server,
                ["name": "Nieuw", "description": "One\nTwo <b>", "website": "https://new.example"], in: browser)
            let page = try await browser.follow(answer)
            for text in ["The app is saved.", "Nieuw", "Two &lt;b&gt;", "href=\"https://new.example\""] {
                #expect(page.contains(text), "\(text)")
            }
            let log = AuditLog(database: server.database)
            let event = try #require(
                try await log.list(
                    in: .developer(server.cast.developer), matching: AuditFilter(action: "app.updated"), limit: 9
                ).first)
            #expect(event.before == #"{"name":"C1","description":"","website":null}"#)
            #expect(
                event.after == #"{"name":"Nieuw","description":"One\nTwo <b>","website":"https://new.example"}"#)
            let consent = try await server.open(
                server.authorizeURL(server.cast.c1), server.browser(), as: server.cast.u1)
            #expect(consent.contains("Nieuw"))
        }
    }

    @Test(
        "200: a removed URI stops at once, for a code under way too; nobody's consent outlives it",
        arguments: Backend.available)
    func removedURI(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let browser = server.browser()
            let code = try await server.consent(server.authorizeURL(app), browser, as: server.cast.u1)
                .redirectFields["code"]
            let silent = server.authorizeURL(app, ["prompt": "none"])
            #expect(try await browser.get(silent).redirectFields["code"] != nil)
            let uris = { (list: [String]) in ["redirect_uris": list.joined(separator: "\r\n")] }
            #expect(try await Self.save(app, server, uris([app.redirectURIs[1]])).status == .seeOther)

            let refused = try await browser.get(server.authorizeURL(app))
            #expect(refused.status == .badRequest)
            #expect(refused.location == nil)
            let exchange = try await server.exchange(app, try #require(code))
            #expect(exchange.status == .badRequest)
            #expect(exchange.error == "invalid_grant")

            // It comes back: whoever owns the host now was never agreed to.
            #expect(try await Self.save(app, server, uris(app.redirectURIs)).status == .seeOther)
            #expect(try await browser.get(silent).redirectFields["error"] == "consent_required")
            #expect(try await server.events("app.updated", in: server.cast.developer.text) == 2)
        }
    }

    @Test("200: a new URI shows consent again", arguments: Backend.available)
    func newURI(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let browser = server.browser()
            _ = try await server.consent(server.authorizeURL(app), browser, as: server.cast.u1)
            let uris = app.redirectURIs + ["https://new.example/cb"]
            #expect(
                try await Self.save(app, server, ["redirect_uris": uris.joined(separator: "\n")]).status == .seeOther)
            let silent = try await browser.get(
                server.authorizeURL(app, ["prompt": "none", "redirect_uri": "https://new.example/cb"]))
            #expect(silent.redirectFields["error"] == "consent_required")
            let old = try await browser.get(server.authorizeURL(app, ["prompt": "none"]))
            #expect(old.redirectFields["code"] != nil)
        }
    }

    @Test("200: live grants keep only what is still allowed, and get nothing back", arguments: Backend.available)
    func narrowed(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let tokens = try await server.tokens(app)
            let browser = server.browser()
            _ = try await server.consent(server.authorizeURL(app), browser, as: server.cast.u1)
            func scopes(_ access: String) async throws -> String? {
                try await server.introspect(app, access)["scope"]
            }
            #expect(try await scopes(tokens.access) == "customers.read invoices.read")
            #expect(try await server.api("/v1/customers", tokens.access).status == .ok)

            #expect(try await Self.save(app, server, lists: ["scope": ["invoices.read"]]).status == .seeOther)
            #expect(try await scopes(tokens.access) == "invoices.read")
            #expect(try await server.api("/v1/customers", tokens.access).status == .forbidden)
            let beyond = try await browser.get(server.authorizeURL(app, ["prompt": "none"]))
            #expect(beyond.redirectFields["error"] == "invalid_scope")

            let wide = ["customers.read", "invoices.read"]
            #expect(try await Self.save(app, server, lists: ["scope": wide]).status == .seeOther)
            #expect(try await scopes(tokens.access) == "invoices.read")
            #expect(try await server.api("/v1/customers", tokens.access).status == .forbidden)
            let refreshed = try await server.refresh(app, tokens.refresh)
            #expect(refreshed["scope"] == "invoices.read")
            let silent = try await browser.get(server.authorizeURL(app, ["prompt": "none"]))
            #expect(silent.redirectFields["error"] == "consent_required")
        }
    }

    @Test("200: a grant of which nothing is left ends", arguments: Backend.available)
    func nothingLeft(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let tokens = try await server.tokens(server.cast.c1)
            #expect(
                try await Self.save(server.cast.c1, server, lists: ["scope": ["tickets.read"]]).status == .seeOther)
            #expect(try await server.me(tokens.access).status == .unauthorized)
            #expect(try await server.refresh(server.cast.c1, tokens.refresh).error == "invalid_grant")
        }
    }

    @Test(
        "200: the type stays once somebody gave access; before that it changes, and a secret ends with it",
        arguments: Backend.available)
    func type(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let first = try await Self.save(app, server, ["type": "browser"])
            #expect(first.status == .seeOther)
            #expect(try await server.useCases.apps.find(app.id, of: server.cast.developer)?.secrets.isEmpty == true)
            let used = server.cast.c2
            _ = try await server.tokens(used)
            let refused = try await Self.save(used, server, ["type": "native", "name": "Kept as typed"])
            #expect(refused.status == .unprocessableContent)
            #expect(refused.contains("it cannot become another"))
            #expect(refused.contains("Kept as typed"))
            let settings = try await server.useCases.apps.find(used.id, of: server.cast.developer)?.settings
            #expect(settings?.type == .web)
            #expect(settings?.name.text == "C2")
        }
    }

    @Test("200: a change of profile holds from the next request on", arguments: Backend.available)
    func profile(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            #expect(try await Self.save(server.cast.c1, server, ["profile": "strict"]).status == .seeOther)
            let answer = try await server.browser().get(server.authorizeURL(server.cast.c1))
            #expect(answer.redirectFields["error"] == "invalid_request")
        }
    }

    @Test("193, 194: an edit is checked like a registration", arguments: Backend.available)
    func refused(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.developer()
            let bad: [([String: String], [String: [String]])] = [
                (["redirect_uris": "https://a.example/cb#x"], [:]), (["redirect_uris": "javascript:alert(1)"], [:]),
                (["redirect_uris": ""], [:]), (["name": "a\u{200B}b"], [:]), (["type": "service"], [:]),
                (["profile": "lax"], [:]), (["website": "http://x.example"], [:]),
                ([:], ["scope": ["everything"]]), ([:], ["scope": []]),
                ([:], ["scope": ["customers.read"], "required_scope": ["invoices.read"]]),
            ]
            let before = try await server.useCases.apps.find(server.cast.c1.id, of: server.cast.developer)?.settings
            for (values, lists) in bad {
                let answer = try await Self.save(server.cast.c1, server, values, lists: lists, in: browser)
                #expect(answer.status == .unprocessableContent, "\(values) \(lists)")
            }
            #expect(
                try await server.useCases.apps.find(server.cast.c1.id, of: server.cast.developer)?.settings == before)
        }
    }

    @Test("219: another developer's app cannot be edited or seen in the form", arguments: Backend.available)
    func foreign(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.register("eve@evil.example")
            let csrf = try await server.csrf(browser, "\(Self.path)/new")
            let path = "\(Self.path)/\(server.cast.c1.id)/edit"
            #expect(try await browser.get(path).status == .notFound)
            let fields = DeveloperPageTests.proper.map { (name: $0.key, value: $0.value) }
            let answer = try await browser.post(path, fields + [("csrf", csrf), ("scope", "customers.read")])
            #expect(answer.status == .notFound)
            #expect(
                try await server.useCases.apps.find(server.cast.c1.id, of: server.cast.developer)?.name == "C1")
        }
    }
}
