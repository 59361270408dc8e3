import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("P. Grants, standing of apps, tenants", .timeLimit(.minutes(4)))
struct GrantTests {
    typealias Nodes = @Sendable (ServerUnderTest, ServerUnderTest) async throws -> Void

    /// Two servers on one database, as on PostgreSQL: without token caches (contract O50).
    private func withNodes(on backend: Backend, _ body: @escaping Nodes) async throws {
        try await withServer(on: backend, configure: { $0.tokenCacheLimit = 0 }) { one in
            try await one.withSecondNode { two in try await body(one, two) }
        }
    }

    private func path(_ app: Cast.TestApp) -> String { "\(ServerUnderTest.appsPath)/\(app.id)" }

    /// Asks for a code without any page; nil if consent is missing.
    private func silentCode(
        _ server: ServerUnderTest, _ app: Cast.TestApp, _ browser: Browser, _ overrides: [String: String?] = [:]
    ) async throws -> (code: String?, error: String?) {
        let url = server.authorizeURL(app, overrides.merging(["prompt": "none"]) { mine, _ in mine })
        let fields = try await browser.get(url).redirectFields
        return (fields["code"], fields["error"])
    }

    // MARK: - 215

    @Test(
        "215: the pages tell app, developer, scopes, redirect hosts, who consented, when, and last use",
        arguments: Backend.available)
    func pages(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let first = try await server.tokens(app)
            server.clock.advance(seconds: 86_400)
            _ = try await server.tokens(app, as: server.cast.both, ["portal": "alpha", "scope": "customers.read"])
            _ = try await server.me(first.access)
            let browser = try await server.managing(as: server.cast.u1)
            var page = try await browser.get(path(app))
            #expect(page.status == .ok)
            for text in [
                "C1", "Apps &amp; Co", "not verified", "customers.read", "invoices.read", "app1.example",
                server.cast.u1.email, server.cast.both.email, "2 Mar 2026, 10:00", "3 Mar 2026, 10:00", "never",
                app.id.text, "audit?about=\(app.id)",
            ] { #expect(page.body.contains(text), "\(text)") }
            // The first access token is over after a day; the second person's is alive.
            let other = try await server.tokens(app, as: server.cast.both, ["portal": "alpha"])
            #expect(try await server.me(other.access).status == .ok)
            try await server.server.recordUses()
            let list = try await browser.get(ServerUnderTest.appsPath)
            for text in ["C1", server.cast.both.email, "and 1 other person", "3 Mar 2026, 10:00"] {
                #expect(list.body.contains(text), "\(text)")
            }
            #expect(!list.body.contains("never"))
            page = try await browser.get(path(app))
            #expect(page.forms.count { $0.action.contains("/grants/") } == 3)
        }
    }

    @Test("215: a grant that can never come to a token is not an app's access", arguments: Backend.available)
    func deadGrants(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let browser = try await server.managing(as: server.cast.u1)
            _ = try await server.code(server.cast.c1)  // never exchanged
            _ = try await server.tokens(server.cast.s1)
            #expect(try await browser.get("/manage").body.contains(">2<"))
            server.clock.advance(seconds: 61 * 86_400)  // idle
            let again = try await server.managing(as: server.cast.u1)
            let page = try await again.get(path(server.cast.s1))
            // Its consent is still remembered, which is what can be taken back.
            #expect(page.body.contains("no access at this moment"))
            #expect(page.body.contains("Would not be asked again: \(server.cast.u1.email)"))
            #expect(try await silentCode(server, server.cast.c1, again).code != nil)
            let answer = try await server.press("\(path(server.cast.s1))/revoke", from: path(server.cast.s1), again)
            #expect(answer.status == .seeOther)
            #expect(try await again.get(path(server.cast.s1)).status == .notFound)
        }
    }

    // MARK: - 216

    @Test(
        "216: after a revocation every AT, RT and code of the app for this portal is dead on every node",
        arguments: Backend.available)
    func revoke(on backend: Backend) async throws {
        try await withNodes(on: backend) { one, two in
            let app = one.cast.c1
            let mine = try await one.tokens(app)
            let colleague = try await two.tokens(app, as: two.cast.both, ["portal": "alpha"])
            let code = try await two.code(app)
            let elsewhere = try await one.tokens(app, as: one.cast.both, ["portal": "beta"])
            let otherApp = try await one.tokens(one.cast.c2)
            let browser = try await one.managing(as: one.cast.u1)
            #expect(try await silentCode(one, app, browser).code != nil)

            let answer = try await one.press("\(path(app))/revoke", from: path(app), browser)
            #expect(answer.location == "\(ServerUnderTest.appsPath)?done=revoked")
            for node in [two, one] {
                for tokens in [mine, colleague] {
                    #expect(try await node.me(tokens.access).status == .unauthorized)
                    #expect(try await node.introspect(app, tokens.access).body == #"{"active":false}"#)
                    #expect(try await node.refresh(app, tokens.refresh).error == "invalid_grant")
                }
                #expect(try await node.exchange(app, code).error == "invalid_grant")
                #expect(try await node.me(elsewhere.access).status == .ok)
                #expect(try await node.me(otherApp.access).status == .ok)
                #expect(try await silentCode(node, app, browser).error == "consent_required")
            }
            let records = try await one.auditRecords(one.cast.a.id.text).filter { $0.action == "grant.revoked" }
            #expect(records.count == 1)
            #expect(records.first?.object == "app \(app.id)")
            #expect(records.first?.before?.contains(one.cast.both.email) == true)
            // Again: nothing to do, nothing to tell.
            _ = try await one.press("\(path(app))/revoke", from: "/manage", browser)
            #expect(try await one.auditRecords(one.cast.a.id.text).count { $0.action == "grant.revoked" } == 1)
        }
    }

    @Test("216: one person's access ends alone, and that person is asked again", arguments: Backend.available)
    func endOne(on backend: Backend) async throws {
        try await withNodes(on: backend) { one, two in
            let app = one.cast.s1
            let mine = try await one.tokens(app)
            let colleague = try await one.tokens(app, as: one.cast.both, ["portal": "alpha"])
            let browser = try await two.managing(as: two.cast.u1)
            let page = try await browser.get(path(app))
            // Newest first: the colleague's.
            let form = try #require(page.form("\(path(app))/grants/"))
            let confirm = try await browser.get(form.action)
            #expect(confirm.body.contains(one.cast.both.email))
            let answer = try await browser.submit(form)
            #expect(answer.location == "\(path(app))?done=ended")
            for node in [one, two] {
                #expect(try await node.me(colleague.access).status == .unauthorized)
                #expect(try await node.refresh(app, colleague.refresh).error == "invalid_grant")
                #expect(try await node.me(mine.access).status == .ok)
            }
            let pkce = ServerUnderTest.pkce()
            let silent: [String: String?] = [
                "portal": "alpha", "code_challenge": pkce.challenge, "code_challenge_method": pkce.method,
            ]
            let theirs = try await one.managing(as: one.cast.both)
            #expect(try await silentCode(one, app, theirs, silent).error == "consent_required")
            #expect(try await silentCode(one, app, browser, silent).code != nil)
            // Ended before: no second event. Under another app or portal: not there.
            #expect(try await browser.submit(form).status == .seeOther)
            let id = form.action.split(separator: "/")[5]
            _ = try await one.tokens(one.cast.c1)
            let wrong = "\(path(one.cast.c1))/grants/\(id)/revoke"
            #expect(try await two.press(wrong, from: path(app), browser).status == .notFound)
            let records = try await one.auditRecords(one.cast.a.id.text).filter { $0.action == "grant.revoked" }
            #expect(records.map(\.object) == ["grant \(id)"])
            #expect(records.first?.before?.contains(one.cast.both.email) == true)
        }
    }

    // MARK: - 217

    @Test("217: a suspended app is refused everywhere, and goes on where it stopped", arguments: Backend.available)
    func suspend(on backend: Backend) async throws {
        try await withNodes(on: backend) { one, two in
            let app = one.cast.c1
            let tokens = try await one.tokens(app, ["scope": "customers.read"])
            let code = try await one.code(app, ["scope": "customers.read"])
            let browser = try await one.managing(as: one.cast.u1)
            let suspended = try await one.press("\(path(app))/suspend", from: path(app), browser, [("from", "app")])
            #expect(suspended.location == "\(path(app))?done=suspended")
            #expect(try await browser.follow(suspended).body.contains("Suspended since"))
            for node in [two, one] {
                #expect(try await node.me(tokens.access).status == .unauthorized)
                for answer in [
                    try await node.refresh(app, tokens.refresh), try await node.exchange(app, code),
                    try await node.exchange(app, code, at: "/oauth/tokens"),
                ] {
                    #expect(answer.status == .badRequest)
                    #expect(answer.error == "unauthorized_client")
                }
                let page = try await node.open(node.authorizeURL(app), node.browser(), as: node.cast.u1)
                #expect(page.status.kind == .clientError)
                #expect(page.location == nil)
                #expect(page.form(with: "decision") == nil)
            }
            let back = try await one.press("\(path(app))/reinstate", from: path(app), browser)
            #expect(back.location == "\(ServerUnderTest.appsPath)?done=reinstated")
            for node in [two, one] { #expect(try await node.me(tokens.access).status == .ok) }
            #expect(try await two.refresh(app, tokens.refresh).status == .ok)
            // The refusals spent nothing.
            #expect(try await two.exchange(app, code).status == .ok)
            // Nobody is asked anew, unless the app wants more than before.
            #expect(try await silentCode(two, app, browser, ["scope": "customers.read"]).code != nil)
            #expect(try await silentCode(two, app, browser).error == "consent_required")
        }
    }

    // MARK: - 218

    @Test("218: a deleted app and a banned developer are dead in every portal", arguments: Backend.available)
    func gone(on backend: Backend) async throws {
        try await withNodes(on: backend) { one, two in
            let (app, other) = (one.cast.c1, one.cast.c2)
            let dead = [
                try await one.tokens(app), try await one.tokens(app, as: one.cast.both, ["portal": "beta"]),
            ]
            let left = try await one.tokens(other)
            let developer = try await one.developing()
            let page = "/developers/apps/\(app.id)"
            #expect(try await one.press("\(page)/delete", from: page, developer).status == .seeOther)
            for tokens in dead {
                #expect(try await two.me(tokens.access).status == .unauthorized)
                #expect(try await two.refresh(app, tokens.refresh).error == "invalid_client")
            }
            let refused = try await two.browser().get(two.authorizeURL(app))
            #expect(refused.status.kind == .clientError)
            #expect(refused.location == nil)
            #expect(try await two.me(left.access).status == .ok)
            // The id is never given again: it stays in the table.
            let rows = try await one.database.rows("SELECT deleted_at FROM apps WHERE id = \(app.id)")
            #expect(try rows.map { try $0.optionalInteger("deleted_at") != nil } == [true])

            _ = try await one.server.useCases.developers.ban(one.cast.developer, by: .commandLine)
            #expect(try await two.me(left.access).status == .unauthorized)
            #expect(try await two.refresh(other, left.refresh).status.kind == .clientError)
            #expect(try await two.browser().get(two.authorizeURL(other)).location == nil)
            let manage = try await one.managing(as: one.cast.u1)
            #expect(try await manage.get(path(other)).body.contains("has blocked the developer"))
            #expect(try await manage.get(path(app)).status == .notFound)
        }
    }

    // MARK: - 219, 220

    @Test("219: another developer's app is not there", arguments: Backend.available)
    func foreignApps(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let page = "/developers/apps/\(server.cast.c1.id)"
            let owner = try await server.developing()
            let secret = try #require(try await owner.get(page).forms.first { $0.action.hasSuffix("/revoke") })
            let stranger = server.browser()
            var form = try #require(try await stranger.get("/developers/register").form("/developers/register"))
            form.set("name", "Somebody Else")
            form.set("email", "d2@elsewhere.example")
            form.set("password", Cast.password)
            #expect(try await stranger.submit(form).status == .ok)
            try await Cast.confirm("d2@elsewhere.example", server.server.useCases)
            let other = try await server.developing(as: "d2@elsewhere.example")
            #expect(try await other.get(page).status == .notFound)
            for action in ["\(page)/delete", "\(page)/secrets", secret.action] {
                let answer = try await server.press(action, from: "/developers/apps/new", other, [("overlap", "0")])
                #expect(answer.status == .notFound, "\(action)")
            }
            #expect(!(try await other.get("/developers/apps")).body.contains(server.cast.c1.id.text))
            #expect(try await owner.get(page).body.contains(secret.action))
        }
    }

    @Test("220: what belongs to another portal is not there", arguments: Backend.available)
    func foreignPortals(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let app = server.cast.c1
            let tokens = try await server.tokens(app)
            let mine = try await server.managing(as: server.cast.u1)
            let keys = "/manage/settings/api-keys"
            let created = try await server.press(
                keys, from: "\(keys)/new", mine,
                [("name", "k"), ("scope", "customers.write"), ("scope", "customers.read")])
            let key = try #require(created.body.secret("api-key"))
            let keyForm = try #require(try await mine.get(keys).forms.first { $0.action.hasSuffix("/revoke") })
            let customer = try await server.api(
                "/v1/customers", key, method: .post,
                json: #"""
                    {"companyName":"X","address":"A 1","zipCode":"1000AA","city":"Y","primaryEmail":"x@x.example"}
                    """#)
            let customerID = try #require(customer["id"])
            let grant = try #require(try await mine.get(path(app)).form("\(path(app))/grants/"))

            let theirs = try await server.managing(as: server.cast.u2)
            for page in [
                path(app), "\(path(app))/revoke", grant.action, "/manage/customers/\(customerID)", keyForm.action,
            ] {
                #expect(try await theirs.get(page).status == .notFound, "\(page)")
            }
            let rotation = keyForm.action.replacing("/revoke", with: "/rotate")
            for action in [
                "\(path(app))/revoke", "\(path(app))/suspend", "\(path(app))/reinstate", grant.action, keyForm.action,
                rotation,
            ] {
                let answer = try await server.press(action, from: "\(keys)/new", theirs, [("overlap", "0")])
                #expect(answer.status == .notFound, "\(action)")
            }
            // The log by its cursor, by an id, and as a file: theirs only.
            let last = try #require(try await server.auditRecords(server.cast.a.id.text).last)
            for query in ["?before=\(last.id)z", "?about=\(app.id)", "?object=\(customerID)", ".csv", ".jsonl"] {
                let answer = try await theirs.get("\(ServerUnderTest.auditPath)\(query)")
                #expect(!answer.body.contains(server.cast.u1.email), "\(query)")
            }
            #expect(try await server.me(tokens.access).status == .ok)
            #expect(try await server.me(key).status == .ok)
        }
    }
}
