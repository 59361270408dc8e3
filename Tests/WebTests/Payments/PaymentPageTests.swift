import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Pages for payers (contract 5.1, 5.2)", .timeLimit(.minutes(2)))
struct PaymentPageTests {
    static let manage = "/manage/payment-links"

    /// The path of an address of ours.
    static func path(_ address: String?) throws -> String {
        let address = try #require(address)
        #expect(address.hasPrefix(ServerUnderTest.issuer))
        return String(address.dropFirst(ServerUnderTest.issuer.count))
    }

    /// A link that the owner makes in the manage portal.
    static func link(
        _ server: ServerUnderTest, _ owner: Browser, _ fields: [String: String] = [:]
    ) async throws -> String {
        let values = ["description": "Deposit <b>", "amount": "12,50"]
        let made = try await server.fill(owner, "\(manage)/new", values.merging(fields) { $1 })
        let location = try #require(made.location)
        #expect(location.hasSuffix("?done=made"))
        return String(location.dropFirst(manage.count + 1).prefix { $0 != "?" })
    }

    @Test("From the link over the checkout of the sandbox to the thanks", arguments: Backend.available)
    func paying(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let owner = try await server.manage()
            let link = try await Self.link(server, owner)
            let payer = server.browser()
            let page = try await payer.get("/payment-link/\(link)")
            #expect(page.status == .ok)
            #expect(page.contains("Deposit &lt;b&gt;") && page.contains("€12.50") && page.contains(server.cast.a.name))
            #expect(page.headers[.contentSecurityPolicy]?.contains("form-action 'self' https://*.mollie.com") == true)
            // Looking makes nothing.
            #expect(try await owner.get("\(Self.manage)/\(link)").contains("Nobody has begun to pay yet."))

            let begun = try await payer.submit(try #require(page.form("/payment-link/")))
            #expect(begun.status == .seeOther)
            let checkout = try Self.path(begun.location)
            #expect(checkout.hasPrefix("/sandbox/checkout/"))
            let sandbox = try await payer.get(checkout)
            #expect(sandbox.contains("Sandbox payment") && sandbox.contains("€12.50"))
            let form = try #require(sandbox.form(checkout))
            #expect(form.buttons.map(\.value) == ["pending", "paid", "failed", "expired", "canceled"])
            // Somebody else who opens the link goes on with the same payment.
            #expect(try await server.browser().post("/payment-link/\(link)", []).location == begun.location)

            let paid = try await payer.submit(form, press: "paid")
            #expect(paid.status == .seeOther)
            let thanks = try await payer.get(try Self.path(paid.location))
            #expect(thanks.contains("Thank you. The payment was received."))
            #expect(thanks.form("/payment/") == nil)
            #expect(try await payer.get("/payment-link/\(link)").contains("This has been paid already."))
            #expect(try await payer.post("/payment-link/\(link)", []).contains("This has been paid already."))
            let after = try await payer.get(checkout)
            #expect(after.form(checkout)?.buttons.map(\.value) == ["chargeback"])
            let detail = try await owner.get("\(Self.manage)/\(link)")
            #expect(detail.contains("badge good\">Paid") && !detail.contains("Close the link"))

            _ = try await payer.post(checkout, [("status", "failed")])
            #expect(try await payer.get(try Self.path(paid.location)).contains("Thank you."))
            _ = try await payer.post(checkout, [("status", "chargeback")])
            #expect(try await payer.get(try Self.path(paid.location)).contains("The payment was charged back."))
            #expect(try await owner.get("\(Self.manage)/\(link)").contains("Charged back"))
        }
    }

    @Test("In Dutch; after a failure one can try again", arguments: Backend.available)
    func again(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let owner = try await server.manage()
            let link = try await Self.link(server, owner, ["amount": "1234"])
            let payer = server.browser(language: "nl")
            let begun = try await payer.post("/payment-link/\(link)", [])
            let checkout = try Self.path(begun.location)
            #expect(try await payer.get(checkout).contains("€\u{A0}1.234,00"))
            let failed = try await payer.post(checkout, [("status", "failed")])
            let page = try await payer.get(try Self.path(failed.location))
            #expect(page.contains("De betaling is mislukt.") && page.contains("href=\"/payment-link/\(link)\""))
            let second = try await payer.post("/payment-link/\(link)", [])
            #expect(second.location != begun.location)
            // What is over is not begun again.
            #expect(
                try Self.path(try await payer.post(try Self.path(failed.location), []).location)
                    == Self.path(failed.location))
        }
    }

    @Test("Closed and expired links, unknown addresses, wrong choices", arguments: Backend.available)
    func refused(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let owner = try await server.manage()
            let payer = server.browser()
            let link = try await Self.link(server, owner)
            let checkout = try Self.path(try await payer.post("/payment-link/\(link)", []).location)
            for body in ["open", "", "PAID", "chargeback"] {
                let answer = try await payer.post(checkout, [("status", body)])
                #expect(answer.status == (body == "chargeback" ? .seeOther : .badRequest), "\(body)")
            }
            #expect(try await payer.get(checkout).contains("badge \">Open"))
            let closed = try await server.fill(owner, "\(Self.manage)/\(link)", to: "\(Self.manage)/\(link)/close", [:])
            #expect(try await owner.follow(closed).contains("The link was closed."))
            for answer in [
                try await payer.get("/payment-link/\(link)"), try await payer.post("/payment-link/\(link)", []),
            ] {
                #expect(answer.status == .gone)
                #expect(answer.contains("This link was closed."))
            }
            let short = try await Self.link(server, owner, ["expires_on": "2026-03-02"])
            server.clock.advance(seconds: 86_400)
            #expect(try await payer.get("/payment-link/\(short)").status == .gone)
            for path in [
                "/payment-link/plk_06ar3291bjayc29vt16f", "/payment-link/x", "/payment/x", "/sandbox/checkout/x",
                "/payment/\(String(repeating: "a", count: 24))",
            ] {
                #expect(try await payer.get(path).status == .notFound, "\(path)")
                #expect(try await payer.post(path, [("status", "paid")]).status == .notFound, "\(path)")
            }
            // Whatever is not ours is answered 200, so that nobody learns what is.
            for id in ["tr_1", "", "x"] {
                let answer = try await payer.post("/providers/mollie/unknown", [("id", id)])
                #expect(answer.status == .ok)
                #expect(answer.body.isEmpty)
            }
        }
    }

    @Test("The checkout of the sandbox takes nothing after the portal has left it", arguments: Backend.available)
    func sandboxLeft(on backend: Backend) async throws {
        try await withServer(on: backend, configure: { $0.mollie = FakeProvider() }) { server in
            let owner = try await server.manage()
            let link = try await Self.link(server, owner)
            let payer = server.browser()
            let checkout = try Self.path(try await payer.post("/payment-link/\(link)", []).location)
            let key = "live_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM"
            _ = try await server.fill(
                owner, "/manage/settings/payments", ["integration": "mollie", "mollie_key": key])
            #expect(try await payer.post(checkout, [("status", "paid")]).status == .notFound)
            #expect(try await payer.get("/payment-link/\(link)").form("/payment-link/") != nil)
            let real = try await payer.post("/payment-link/\(link)", [])
            #expect(real.location == "\(ServerUnderTest.issuer)/fake/tr_1")
        }
    }

    @Test(
        "What the form for a new link refuses",
        arguments: [
            ("amount", "0"), ("amount", "x"), ("description", " "), ("expires_on", "2026-03-01"), ("expires_on", "x"),
        ])
    func form(field: String, value: String) async throws {
        try await withServer(on: .sqlite) { server in
            let owner = try await server.manage()
            let answer = try await server.fill(
                owner, "\(Self.manage)/new",
                ["description": "Deposit <b>", "amount": "1", "reusable": "1"].merging([field: value]) { $1 })
            #expect(answer.status == .unprocessableContent)
            #expect(answer.contains("href=\"#\(field)\"") && answer.contains("id=\"\(field)-error\""))
            // What was typed is still there.
            let again = try #require(answer.form("\(Self.manage)/new"))
            #expect(again.value(field) == value && again.value("reusable") == "1")
            #expect(try await owner.get(Self.manage).contains("No payment links"))
        }
    }

    @Test(
        "Settings → Payments: for owners and admins; the key is kept encrypted and never shown",
        arguments: Backend.available)
    func settings(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let path = "/manage/settings/payments"
            let owner = try await server.manage()
            #expect(try await server.manage(as: server.cast.e1).get(path).status == .forbidden)
            for (fields, text) in [
                (["integration": "mollie"], "Mollie needs an API key."),
                (
                    ["integration": "mollie", "mollie_key": "sk_live_1234567890123456789"],
                    "This is not an API key of Mollie"
                ),
                (["integration": "paypal"], "Choose one of these."),
            ] {
                let answer = try await server.fill(owner, path, fields)
                #expect(answer.status == .unprocessableContent)
                #expect(answer.contains(text))
            }
            let key = "test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM"
            let changed = try await server.fill(owner, path, ["integration": "mollie", "mollie_key": key])
            #expect(changed.location == "\(path)?done=changed")
            let page = try await owner.follow(changed)
            #expect(page.contains("A key is set.") && !page.contains(key))
            let stored = try #require(
                try await server.database.first(
                    "SELECT mollie_key FROM payment_settings WHERE portal_id = \(server.cast.a.id)"
                )?.text("mollie_key"))
            #expect(!stored.contains("test_"))
            // Back to the sandbox: the key stays.
            _ = try await server.fill(owner, path, ["integration": "sandbox", "mollie_key": ""])
            let now = try await server.useCases.paymentSettings.find(in: server.cast.a.id)
            #expect(now.integration == .sandbox && now.hasMollieKey)
            #expect(try await server.events("payment_settings.changed", in: server.cast.a.id.text) == 2)
            // The key goes if it is to, but not while Mollie needs it.
            let needed = try await server.fill(owner, path, ["integration": "mollie", "forget_key": "on"])
            #expect(needed.contains("Mollie needs an API key."))
            _ = try await server.fill(owner, path, ["integration": "none", "forget_key": "on"])
            let bare = try await server.useCases.paymentSettings.find(in: server.cast.a.id)
            #expect(bare.integration == nil && !bare.hasMollieKey)
            #expect(try await !owner.get(path).contains("forget_key"))
            #expect(try await server.useCases.paymentSettings.find(in: server.cast.b.id).integration == .sandbox)
        }
    }
}
