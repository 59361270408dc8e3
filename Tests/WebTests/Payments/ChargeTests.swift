import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Charges by mandate: by whom the portal has chosen, with whose mandate it is, and once", .timeLimit(.minutes(2)))
struct ChargeTests {
    private static let path = SubscriptionTests.path
    private static let charged = #","createPayment":true,"paymentIntegrationMandateId":"mdt_1""#

    private static func payments(_ api: APIBench, _ id: String) async throws -> [JSONValue] {
        try await api.get("\(path)/\(id)/payments").data
    }

    private static func payment(_ till: Till, _ id: String) async throws -> Payment {
        guard case .string(let text)? = try await payments(till.api, id).first?["id"] else { throw Till.NotBegun() }
        return try #require(try await till.payments.find(PaymentID(stored: text), in: till.api.a))
    }

    /// A portal that takes its money at a provider, and a term there that is due and has not been charged yet.
    private static func withDueCharge(
        on backend: Backend, _ body: @escaping @Sendable (Till, FakeProvider, String) async throws -> Void
    ) async throws {
        try await withAPI(on: backend) { api in
            let (till, provider, customer) = try await Till.atMollie(api)
            let made = try await api.post(path, SubscriptionTests.body(customer, start: "2026-03-02", charged))
            let id = try #require(made.text("id"))
            while try await till.subscriptions.makeTerms() > 0 {}
            try await body(till, provider, id)
        }
    }

    /// Minute by minute, as the background does.
    private static func pass(minutes: Int, _ till: Till) async throws {
        for _ in 0..<minutes {
            till.api.clock.advance(seconds: 60)
            try await till.payments.takeSteps()
        }
    }

    @Test("A charge does not wait behind a hundred payments that are asked after", arguments: Backend.available)
    func queue(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let (till, provider, customer) = try await Till.atMollie(api)
            let link = try await till.link(#","reusable":true"#)
            for _ in 0..<100 { _ = try await till.begin(link) }
            // They have been due for long when the charge comes.
            api.clock.advance(seconds: 3600)
            _ = try await api.post(Self.path, SubscriptionTests.body(customer, start: "2026-03-02", Self.charged))
            while try await till.subscriptions.makeTerms() > 0 {}
            #expect(try await till.payments.takeSteps(limit: 10) == 10)
            #expect(provider.orders.count { if case .recurring = $0.kind { true } else { false } } == 1)
        }
    }

    // MARK: - The provider that the portal has chosen

    @Test(
        "A subscription of the sandbox is charged for real once the portal takes money: the customer pays, and gives a mandate",
        arguments: Backend.available)
    func trials(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            try await api.listen(to: "subscription-updated")
            let provider = FakeProvider()
            let till = Till(api, mollie: provider)
            let body = SubscriptionTests.body(try await api.customer(), start: "2026-03-03", Self.charged)
            let id = try #require(try await api.post(Self.path, body).text("id"))
            try await till.connectMollie()
            let options = try await api.get("\(Self.path)/\(id)").json?["options"]
            #expect(options?["paymentIntegration"] == .string("mollie"))
            #expect(options?["paymentIntegrationMandateId"] == .null)
            #expect(try await api.announced().map(\.type) == ["subscription-updated"])
            api.clock.advance(seconds: 86_400)
            while try await till.subscriptions.makeTerms() > 0 {}
            #expect(try await till.payments.takeSteps() == 0)
            let term = try #require(try await Self.payments(api, id).first)
            #expect(term["status"] == .string("open") && term["integration"] == .string("mollie"))
            #expect(try await Outbox(database: api.database).list().count { $0.mail.body.contains("/payment/") } == 1)
            #expect(provider.orders.isEmpty)
        }
    }

    @Test(
        "A portal that takes no payments charges nobody; what was due waits until it does", arguments: Backend.available
    )
    func none(on backend: Backend) async throws {
        try await Self.withDueCharge(on: backend) { till, provider, id in
            try await till.take("none")
            try await Self.pass(minutes: 200, till)
            #expect(provider.orders.isEmpty)
            #expect(try await Self.payment(till, id).status == .open)
            try await till.take("mollie")
            try await Self.pass(minutes: 60, till)
            #expect(provider.count == 1)
            let charge = try await Self.payment(till, id)
            provider.set(PaymentReport([.paid]), of: try #require(charge.integrationID))
            try await Self.pass(minutes: 75, till)
            #expect(try await Self.payment(till, id).status == .paid)
        }
    }

    @Test("Without a provider nobody is mailed a payment that nobody takes", arguments: Backend.available)
    func unpayable(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let till = Till(api)
            let package = try await api.package()
            let signedUp = try await api.post(
                "/v1/customer-subscription-packages/\(package)/sign-up",
                "{\"customerId\":\"\(try await api.customer())\",\"startDate\":\"2026-03-03\"}")
            let id = try #require(signedUp.text("id"))
            try await till.take("none")
            api.clock.advance(seconds: 86_400)
            while try await till.subscriptions.makeTerms() > 0 {}
            #expect(try await Self.payment(till, id).status == .open)
            #expect(try await Outbox(database: api.database).list().isEmpty)
        }
    }

    // MARK: - Whose mandate it is

    @Test(
        "A mandate charges with the provider's customer who gave it; one that nobody gave is told at once",
        arguments: Backend.available)
    func mandates(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let provider = FakeProvider()
            let till = Till(api, mollie: provider)
            try await till.connectMollie()
            let (customer, other) = (try await api.customer(), try await api.customer())
            let package = try await api.package()
            func create(_ customer: String, _ start: String = "2026-03-02") async throws -> Reply {
                try await api.post(Self.path, SubscriptionTests.body(customer, start: start, Self.charged))
            }
            func signUp(_ customer: String) async throws -> Reply {
                try await api.post(
                    "/v1/customer-subscription-packages/\(package)/sign-up",
                    "{\"customerId\":\"\(customer)\",\"startDate\":\"2026-03-02\",\"mandateId\":\"mdt_1\"}")
            }
            #expect(try await create(customer).fields == ["paymentIntegrationMandateId"])
            #expect(try await signUp(customer).fields == ["mandateId"])
            try await till.mandate(of: customer)
            #expect(try await create(other).fields == ["paymentIntegrationMandateId"])
            #expect(try await create(other, "soon").fields == ["startDate", "paymentIntegrationMandateId"])
            #expect(try await signUp(other).fields == ["mandateId"])
            #expect(try await api.get(Self.path).ids.count == 1)
            for made in [try await create(customer), try await signUp(customer)] {
                let id = try #require(made.text("id"))
                while try await till.subscriptions.makeTerms() > 0 {}
                try await till.payments.takeSteps()
                guard case .recurring("mdt_1", giver: "cst_1")? = provider.orders.last?.kind else {
                    Issue.record("\(String(describing: provider.orders.last))")
                    return
                }
                let charge = try await Self.payment(till, id)
                provider.set(PaymentReport([.paid]), of: try #require(charge.integrationID))
                // The second was asked after twice, to no avail, while the first was paid.
                try await Self.pass(minutes: 300, till)
                #expect(try await Self.payment(till, id).status == .paid)
            }
        }
    }

    // MARK: - Once

    @Test("Made, and the answer lost for days: found again, and made once", arguments: Backend.available)
    func lost(on backend: Backend) async throws {
        try await Self.withDueCharge(on: backend) { till, provider, id in
            provider.loseAnswers(true)
            for _ in 0..<50 {
                try await Self.pass(minutes: 60, till)
                provider.forgetKeys()
            }
            #expect(provider.count == 1)
            let charge = try await Self.payment(till, id)
            #expect(charge.integrationID == "tr_1" && charge.status == .open)
            provider.set(PaymentReport([.paid]), of: "tr_1")
            till.api.clock.advance(seconds: 86_400)
            try await till.payments.takeSteps()
            #expect(try await Self.payment(till, id).status == .paid)
            #expect(provider.count == 1)
        }
    }

    @Test("Never made, because the provider was away for a day: made once it is back", arguments: Backend.available)
    func away(on backend: Backend) async throws {
        try await Self.withDueCharge(on: backend) { till, provider, id in
            provider.goDown(true)
            try await Self.pass(minutes: 24 * 60, till)
            #expect(try await Self.payment(till, id).status == .open)
            provider.goDown(false)
            try await Self.pass(minutes: 6 * 60, till)
            #expect(provider.orders.count == 1)
            #expect(try await Self.payment(till, id).integrationID == "tr_1")
        }
    }

    @Test("Refused after an answer that was lost: nobody knows, so it has not failed", arguments: Backend.available)
    func refused(on backend: Backend) async throws {
        try await Self.withDueCharge(on: backend) { till, provider, id in
            provider.loseAnswers(true)
            try await Self.pass(minutes: 1, till)
            provider.loseAnswers(false)
            provider.refuse(true)
            try await Self.pass(minutes: 30, till)
            #expect(try await Self.payment(till, id).status == .open)
            try await Self.pass(minutes: 60, till)
            #expect(try await Self.payment(till, id).integrationID == "tr_1")
            #expect(provider.count == 1)
        }
    }

    @Test(
        "A call-back tells the id of a charge whose answer was lost, and nothing is ordered again",
        arguments: Backend.available)
    func callback(on backend: Backend) async throws {
        try await Self.withDueCharge(on: backend) { till, provider, id in
            provider.loseAnswers(true)
            try await till.payments.takeSteps()
            let before = try await Self.payment(till, id)
            #expect(before.integrationID == nil)
            provider.set(PaymentReport([.pending]), of: "tr_1")
            #expect(try await till.payments.callback("tr_1", for: before) == .heard)
            let charge = try await Self.payment(till, id)
            #expect(charge.integrationID == "tr_1" && charge.status == .pending)
            provider.set(PaymentReport([.paid]), of: "tr_1")
            try await Self.pass(minutes: 16, till)
            #expect(try await Self.payment(till, id).status == .paid)
            #expect(provider.orders.count == 1)
        }
    }

    @Test(
        "Whoever falls over in the middle of a charge in the sandbox is followed by another",
        arguments: Backend.available)
    func crash(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let till = Till(api)
            let body = SubscriptionTests.body(try await api.customer(), start: "2026-03-02", Self.charged)
            let id = try #require(try await api.post(Self.path, body).text("id"))
            while try await till.subscriptions.makeTerms() > 0 {}
            try await api.listen(to: "subscription-payment-updated")
            // A journal that cannot announce: what follows the order is not written.
            let broken = Payments(
                database: api.database, journal: Journal(ambient: api.ambient), ambient: api.ambient,
                settings: till.settings, zones: TimeZones(), addresses: till.payments.addresses, invoices: api.invoices)
            await #expect(throws: StorageError.self) { _ = try await broken.takeSteps() }
            let left = try await Self.payment(till, id)
            #expect(left.status == .open && left.integrationID != nil)
            try await Self.pass(minutes: 15, till)
            #expect(try await Self.payment(till, id).status == .paid)
            #expect(try await api.announced().count == 1)
        }
    }
}
