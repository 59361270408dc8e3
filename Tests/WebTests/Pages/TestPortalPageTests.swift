import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("The test portal of a developer (contract O63)", .timeLimit(.minutes(2)))
struct TestPortalPageTests {
    static let path = "/developers/test-portal"

    static func enter(_ developer: Browser) async throws -> Answer {
        let form = try await developer.get(path).form("\(path)/enter")
        return try await developer.submit(try #require(form))
    }

    @Test("made on first use, once, with customers; the developer is its owner", arguments: Backend.available)
    func enter(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let developer = try await server.developer()
            let form = try #require(try await developer.get(Self.path).form("\(Self.path)/enter"))
            #expect(try await server.head(Self.path).status.kind != .serverError)
            #expect(try await server.database.rows("SELECT portal_id FROM test_portals").isEmpty, "looking makes none")
            _ = try await server.concurrently(4) { try await developer.submit(form) }
            #expect(try await server.database.rows("SELECT portal_id FROM test_portals").count == 1)
            let page = try await developer.get(Self.path)
            #expect(page.contains("Test · Apps &amp; Co"))
            #expect(page.contains("<dd>8</dd>"))

            let manage = try await developer.get("/manage/customers")
            #expect(manage.contains("Drukkerij De Letter"))
            #expect(try await developer.get("/manage/settings/api-keys").status == .ok)
            let portal = try #require(try await server.useCases.testPortals.find(of: server.cast.developer))
            #expect(try await server.auditActions(portal.portal.text) == ["test_portal.created"])
        }
    }

    @Test("its files have a bound, which others do not have", arguments: Backend.available)
    func files(on backend: Backend) async throws {
        try await withServer(
            on: backend, configure: { $0.storageBounds = StorageBounds(testPortal: 2 * StorageBounds.perFile + 6) }
        ) { server in
            let developer = try await server.developer()
            _ = try await Self.enter(developer)
            let owner = try await server.managing(as: server.cast.u1)
            for (browser, last) in [(developer, HTTPResponse.Status.contentTooLarge), (owner, .seeOther)] {
                let form = try #require(try await browser.get("/manage/files").form("/manage/files/upload"))
                for status in [.seeOther, .seeOther, last] {
                    let answer = try await browser.upload(form, "file", [1, 2, 3])
                    #expect(answer.status == status)
                    #expect(answer.contains("There is no room left") == (status == .contentTooLarge))
                }
            }
        }
    }

    @Test(
        "only while the developer is signed in: sign-out, a ban and time end it at once", arguments: Backend.available)
    func bound(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            for end in ["sign-out", "idle", "ban"] {
                let developer = try await server.developer()
                _ = try await Self.enter(developer)
                #expect(try await developer.get("/manage").status == .ok, "\(end)")
                let elsewhere = server.browser()
                for name in ["voordeur_manage", "voordeur_browser"] {
                    elsewhere.set(cookie: name, developer.cookie(name))
                }
                switch end {
                case "sign-out":
                    let csrf = try await server.csrf(developer, Self.path)
                    _ = try await developer.post("/developers/sign-out", [("csrf", csrf)])
                case "idle":
                    server.clock.advance(seconds: 7 * 3600)
                    #expect(try await elsewhere.get("/manage").status == .ok)
                    server.clock.advance(seconds: 6 * 3600)
                default: #expect(try await server.useCases.developers.ban(server.cast.developer, by: .commandLine))
                }
                #expect(try await elsewhere.get("/manage").location == "/manage/sign-in", "\(end)")
            }
        }
    }

    @Test(
        "nobody is invited to it, so that it sends no mail of a stranger's and ends with its developer",
        arguments: Backend.available)
    func alone(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let developer = try await server.developer()
            _ = try await Self.enter(developer)
            let fields = ["email": "friend@elsewhere.example", "role": "owner"]
            let answer = try await server.fill(
                developer, "/manage/settings/people/new", to: "/manage/settings/people", fields)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.contains("A test portal is yours alone"))
            #expect(try await server.useCases.outbox.list().allSatisfy { $0.mail.recipient != fields["email"] })

            let key = try await server.makeKey(developer)
            #expect(try await server.api("/v1/customers", key).status == .ok)
            let portal = try #require(try await server.useCases.testPortals.find(of: server.cast.developer)).portal
            #expect(try await server.useCases.developers.ban(server.cast.developer, by: .commandLine))
            #expect(try await server.api("/v1/customers", key).status == .unauthorized, "also from the token cache")
            #expect(try await server.useCases.memberships.list(in: portal).isEmpty)
        }
    }

    @Test("nobody else gets in, and no app of others is connected to it", arguments: Backend.available)
    func others(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let developer = try await server.developer()
            _ = try await Self.enter(developer)
            let portal = try #require(try await server.useCases.testPortals.find(of: server.cast.developer))
            let eve = try await server.register("eve@evil.example")
            _ = try await Self.enter(eve)
            let answer = try await eve.get(server.authorizeURL(server.cast.c1, ["portal": portal.slug]))
            #expect(answer.status == .forbidden)
            #expect(!(try await eve.get("/manage/customers")).contains(portal.name))

            let user = try #require(
                try await server.database.rows("SELECT email FROM users WHERE id = \(portal.owner)").first)
            let email = try user.text("email")
            #expect(email.hasSuffix(".invalid"))
            let guess = try await server.fill(
                server.browser(), "/manage/sign-in", ["email": email, "password": Cast.password])
            #expect(guess.status == .unprocessableContent)
            _ = try await server.fill(server.browser(), "/manage/forgot-password", ["email": email])
            #expect(try await server.useCases.outbox.list().allSatisfy { !$0.mail.recipient.hasSuffix(".invalid") })
        }
    }

    @Test("a reset ends connections and keys, and brings the customers back", arguments: Backend.available)
    func reset(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let developer = try await server.developer()
            _ = try await Self.enter(developer)
            let key = try await server.makeKey(
                developer, scopes: ["customers.read", "customers.write", "invoices.write", "offers.write"])
            let portalID = try #require(try await server.useCases.testPortals.find(of: server.cast.developer)).portal
            let customer = try #require(
                try await server.useCases.customers.list(PageRequest(start: .page(1), size: 1), in: portalID).entities
                    .first)
            let lines = #""lines":[{"description":"x","amountExclVat":"1.00","vatRate":21}],"sendNotification":true"#
            let head = #"{"customerId":"\#(customer.id)","issuedAt":"2026-03-02","#
            let invoice = try await server.api(
                "/v1/customer-invoices/manual", key, method: .post, json: head + #""invoiceNumber":"1","# + lines + "}")
            #expect(invoice.status == .created)
            let offer = try await server.api(
                "/v1/customer-offers/manual", key, method: .post,
                json: head + #""offerNumber":"1","expiresAt":"2026-03-31","# + lines + "}")
            #expect(offer.status == .created)
            // Anybody can have a test portal, so no mail to a stranger leaves it.
            #expect(
                try await server.useCases.outbox.list().allSatisfy { $0.mail.recipient != customer.primaryEmail.text })
            let new = """
                {"company_name":"X","address":"A 1","zip_code":"1","city":"C","country_code":"NL","primary_email":"a@b.example"}
                """
            _ = try await server.api("/v1/customers", key, method: .post, json: new)
            let form = try #require(try await developer.get(Self.path).form("\(Self.path)/reset"))
            let answer = try await developer.submit(form)
            #expect(answer.location == "\(Self.path)?done=reset")
            #expect(try await developer.follow(answer).contains("<dd>8</dd>"))
            #expect(try await server.api("/v1/customers", key).status == .unauthorized)
            let portal = try #require(try await server.useCases.testPortals.find(of: server.cast.developer))
            #expect(try await server.events("test_portal.reset", in: portal.portal.text) == 1)

            // Somebody without one has nothing to reset.
            let other = try await server.register("eve@evil.example")
            var foreign = form
            foreign.set("csrf", try await server.csrf(other, "\(ServerUnderTest.appsPath)/new"))
            #expect(try await other.submit(foreign).status == .notFound)
        }
    }
}
