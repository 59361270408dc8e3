import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

extension APIBench {
    /// A new package's id.
    func package(_ more: String = "") async throws -> String {
        let body = SubscriptionPackageTests.body.dropLast() + more + "}"
        return try #require(try await post(SubscriptionPackageTests.path, String(body)).text("id"))
    }
}

@Suite("Subscription packages and both sign-ups (contract 4.8)", .timeLimit(.minutes(2)))
struct SubscriptionPackageTests {
    static let path = "/v1/customer-subscription-packages"
    static let body = #"{"name":"Hosting small","interval":"1 month","amount":"24.20","vatRate":21}"#
    static let applicant =
        #"{"companyName":"Nieuw B.V.","address":"Kade 1","zipCode":"3511AB","city":"Utrecht","email":"nieuw@example.nl"}"#

    @Test("Made, read, changed, deleted; each change is one audit event", arguments: Backend.available)
    func life(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let made = try await api.post(Self.path, Self.body)
            #expect(made.status == 201)
            let id = try #require(made.text("id"))
            #expect(made["Location"] == "\(APIBench.origin)\(Self.path)/\(id)")
            #expect(
                made.body == """
                    {"id":"\(id)","name":"Hosting small","description":null,"interval":"1 month","currency":"EUR",\
                    "amount":"24.20","vatRate":21,"availableForSale":false}
                    """)
            let changed = try await api.patch(
                "\(Self.path)/\(id)", #"{"description":"10 GB","availableForSale":true,"interval":"1 year"}"#)
            #expect(changed.text("description") == "10 GB")
            #expect(try await api.patch("\(Self.path)/\(id)", #"{"description":null}"#).json?["description"] == .null)
            #expect(try await api.get(Self.path).ids == [id])
            #expect(try await api.delete("\(Self.path)/\(id)").status == 204)
            #expect(try await api.get("\(Self.path)/\(id)").status == 404)
            #expect(
                try await api.auditActions() == [
                    "subscription_package.created", "subscription_package.edited", "subscription_package.edited",
                    "subscription_package.deleted",
                ])
        }
    }

    @Test("Every field: what is taken, what is not, all that is wrong at once; other portals' packages are unknown")
    func fields() async throws {
        try await withAPI { api in
            #expect(try await api.post(Self.path, "{}").fields == ["name", "interval", "amount", "vatRate"])
            let wrong =
                #"{"name":" ","interval":"month","amount":"0.00","vatRate":6,"description":1,"availableForSale":"no"}"#
            let all = ["name", "interval", "amount", "vatRate", "description", "availableForSale"]
            #expect(try await api.post(Self.path, wrong).fields == all)
            let id = try await api.package()
            #expect(try await api.patch("\(Self.path)/\(id)", wrong).fields.sorted() == all.sorted())
            #expect(try await api.patch("\(Self.path)/\(id)", #"{"name":null}"#).fields == ["name"])
            for (method, tail, body) in [
                (HTTPRequest.Method.get, "", nil), (.patch, "", "{}"), (.delete, "", nil),
                (.post, "/sign-up", "{}"), (.post, "/sign-up/", "{}" as String?),
            ] {
                let reply = try await api.send(method, "\(Self.path)/\(id)\(tail)", token: api.tokenOfB, body: body)
                #expect(reply.status == 404, "\(method) \(tail)")
            }
        }
    }

    @Test(
        "A customer signs up: a copy of the package, charged by mandate, by mail, or not at all",
        arguments: Backend.available)
    func customers(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let till = Till(api)
            let customer = try await api.customer()
            let package = try await api.package()
            func signUp(_ more: String) async throws -> Reply {
                try await api.post(
                    "\(Self.path)/\(package)/sign-up",
                    "{\"customerId\":\"\(customer)\",\"startDate\":\"2026-03-02\"\(more)}")
            }
            let byMandate = try await signUp(#","mandateId":"mdt_1","createInvoice":true"#)
            #expect(byMandate.status == 201)
            let id = try #require(byMandate.text("id"))
            #expect(byMandate["Location"] == "\(APIBench.origin)/v1/customer-subscriptions/\(id)")
            #expect(byMandate.text("description") == "Hosting small")
            #expect(byMandate.json?["options"]?["invoiceDescription"] == .string("Hosting small"))
            #expect(byMandate.json?["options"]?["paymentIntegrationMandateId"] == .string("mdt_1"))
            #expect(byMandate.json?["options"]?["createPayment"] == .bool(true))
            let named = try await signUp(#","createInvoice":true,"invoiceText":"Text","mandateId":"mdt_1""#)
            #expect(named.json?["options"]?["invoiceDescription"] == .string("Text"))

            // Without a mandate: the first term is mailed, its payment gives the mandate for the later ones.
            let open = try #require(try await signUp("").text("id"))
            while try await till.subscriptions.makeTerms() > 0 {}
            let path = "/v1/customer-subscriptions/\(open)"
            let payment = try #require(try await api.get("\(path)/payments").data.first)
            guard case .string(let checkout)? = payment["checkoutUrl"], case .string(let text)? = payment["id"] else {
                Issue.record("no address to pay at")
                return
            }
            let mails = try await Self.mailedRequests(api)
            #expect(mails.count == 1)
            #expect(mails.first?.mail.recipient == "info@example.nl")
            #expect(mails.first?.mail.body.contains(checkout) == true)
            let first = try #require(try await till.payments.find(PaymentID(stored: text), in: api.a))
            _ = try await till.payments.checkout(first)
            _ = try await till.payments.choose(.paid, for: #require(try await till.payments.find(first.id, in: api.a)))
            guard case .string(let mandate)? = try await api.get(path).json?["options"]?["paymentIntegrationMandateId"]
            else {
                Issue.record("the payment gave no mandate")
                return
            }
            #expect(mandate.hasPrefix("mdt_"))
            api.clock.advance(seconds: 31 * 86_400)
            while try await till.subscriptions.makeTerms() > 0 {}
            while try await till.payments.takeSteps() > 0 {}
            let payments = try await api.get("\(path)/payments").data
            #expect(payments.map { $0["status"] } == [.string("paid"), .string("paid")])
            #expect(try await Self.mailedRequests(api).count == 1)

            // The portal does not charge first terms.
            let off = try await PaymentSettings.Wish(
                integration: "sandbox", mollieKey: "", chargesFirstTerm: false, present: till.settings.find(in: api.a))
            _ = try await till.settings.change(to: off, in: api.a, by: .commandLine)
            #expect(try await signUp("").json?["options"]?["createPayment"] == .bool(false))
            #expect(try await signUp(#","mandateId":"mdt_1""#).json?["options"]?["createPayment"] == .bool(true))
            // A changed package changes nothing of what was signed up for.
            _ = try await api.patch("\(Self.path)/\(package)", #"{"amount":"99.00"}"#)
            #expect(try await api.get(path).text("amount") == "24.20")
        }
    }

    /// Mails that ask a customer to pay.
    private static func mailedRequests(_ api: APIBench) async throws -> [OutboxMail] {
        try await Outbox(database: api.database).list().filter { $0.mail.body.contains("/payment/") }
    }

    @Test("Both sign-ups: their fields in each version, and the twin that the body looks like")
    func requests() async throws {
        try await withAPI { api in
            let customer = try await api.customer()
            let package = try await api.package()
            let (plain, slash) = ("\(Self.path)/\(package)/sign-up", "\(Self.path)/\(package)/sign-up/")
            #expect(try await api.post(plain, "{}").fields == ["customerId", "startDate"])
            #expect(try await api.post(slash, "{}").fields == ["companyName", "address", "zipCode", "city", "email"])
            let wrong =
                #"{"customerId":"cst_06apczxmqbsaeh9edd1r","startDate":1,"mandateId":"x","createInvoice":2,"invoiceText":""}"#
            #expect(
                try await api.post(plain, wrong).fields
                    == ["startDate", "mandateId", "createInvoice", "invoiceText", "customerId"])
            let here = try await api.post(plain, Self.applicant)
            #expect(here.fields == ["customerId", "startDate", ""])
            #expect(here.body.contains("…/sign-up/."))
            let there = try await api.post(slash, #"{"customerId":"\#(customer)","startDate":"2026-03-02"}"#)
            #expect(there.fields.last == "")
            #expect(there.body.contains("…/sign-up."))
            for (version, name, status) in [
                ("1.0.0", "startDate", 201), ("1.1.0", "startsAt", 201), ("1.1.0", "startDate", 422),
            ] {
                let reply = try await api.send(
                    .post, plain, headers: [("X-VERSION", version)],
                    body: "{\"customerId\":\"\(customer)\",\"\(name)\":\"2026-03-02\"}")
                #expect(reply.status == status)
            }
        }
    }

    @Test(
        "Somebody new pays the first term, and with that becomes a customer with a subscription: once",
        arguments: Backend.available)
    func newcomers(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for event in [
                "customer-created", "subscription-created", "subscription-payment-created",
                "subscription-payment-updated",
            ] {
                try await api.listen(to: event)
            }
            let till = Till(api)
            let package = try await api.package()
            let made = try await api.post("\(Self.path)/\(package)/sign-up/", Self.applicant)
            #expect(made.status == 201)
            #expect(made["Location"] == nil)
            let text = try #require(made.text("id"))
            let id = try #require(SignUpID(text))
            #expect(made.text("paymentLink") == "\(APIBench.origin)/sign-up/\(text)")
            #expect(made.text("expiresAt") == "2026-03-03T10:00:00+01:00")
            #expect(try await api.get("/v1/customers").ids == [])
            _ = try await api.delete("\(Self.path)/\(package)")

            guard case .payment(let failed) = try await till.signUps.begin(id, in: api.a) else { throw Till.NotBegun() }
            try await till.report(.failed, on: failed)
            guard case .payment(let payment) = try await till.signUps.begin(id, in: api.a) else {
                throw Till.NotBegun()
            }
            #expect(payment.id != failed.id)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<6 {
                    tasks.addTask {
                        try await till.payments.apply(
                            PaymentReport([.paid], mandate: "mdt_7"), to: payment.id, in: api.a)
                    }
                }
                try await tasks.waitForAll()
            }
            let customers = try await api.get("/v1/customers").data
            #expect(customers.count == 1)
            #expect(customers[0]["companyName"] == .string("Nieuw B.V."))
            #expect(customers[0]["primaryEmail"] == .string("nieuw@example.nl"))
            let subscriptions = try await api.get("/v1/customer-subscriptions").data
            #expect(subscriptions.count == 1)
            let subscription = subscriptions[0]
            #expect(subscription["customerId"] == customers[0]["id"])
            #expect(subscription["startsAt"] == .string("2026-03-02"))
            #expect(subscription["renewsAt"] == .string("2026-04-02"))
            #expect(subscription["status"] == .string("in_progress"))
            #expect(subscription["options"]?["paymentIntegrationMandateId"] == .string("mdt_7"))
            guard case .string(let subscriptionID)? = subscription["id"] else { return }
            let payments = try await api.get("/v1/customer-subscriptions/\(subscriptionID)/payments").data
            #expect(payments.count == 1)
            #expect(payments[0]["id"] == .string(payment.id.text))
            #expect(payments[0]["status"] == .string("paid"))
            #expect(payments[0]["termStartsAt"] == .string("2026-03-02"))
            #expect(payments[0]["termEndsAt"] == .string("2026-04-02"))
            #expect(
                try await api.announced().map(\.type) == [
                    "customer-created", "subscription-created", "subscription-payment-created",
                ])
            guard case .over = try await till.signUps.begin(id, in: api.a) else {
                Issue.record("a sign-up that was paid can be paid again")
                return
            }
            try await till.report(.chargeback, on: payment)
            #expect(try await api.announced().last?.type == "subscription-payment-updated")
            // Its time is over: what came of it stays.
            api.clock.advance(seconds: 86_400)
            #expect(try await till.signUps.expire() == 1)
            #expect(try await api.get("/v1/customer-subscriptions/\(subscriptionID)/payments").data.count == 1)
        }
    }

    @Test(
        "A sign-up that nobody paid leaves nothing; what a provider may still report on waits for it",
        arguments: Backend.available)
    func expiry(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let till = Till(api)
            let package = try await api.package()
            func apply() async throws -> SignUpID {
                let text = try await api.post("\(Self.path)/\(package)/sign-up/", Self.applicant).text("id")
                return try #require(text.flatMap { SignUpID($0) })
            }
            func begin(_ id: SignUpID) async throws -> Payment {
                guard case .payment(let payment) = try await till.signUps.begin(id, in: api.a) else {
                    throw Till.NotBegun()
                }
                _ = try await till.payments.checkout(payment)
                return payment
            }
            func left() async throws -> Int {
                try await api.database.rows(
                    "SELECT id FROM sign_ups WHERE portal_id = \(api.a) UNION ALL SELECT id FROM payments WHERE portal_id = \(api.a)"
                ).count
            }
            let id = try await apply()
            _ = try await begin(id)
            _ = try await apply()
            api.clock.advance(seconds: 86_399)
            #expect(try await till.signUps.expire() == 0)
            api.clock.advance(seconds: 1)
            guard case .over = try await till.signUps.begin(id, in: api.a) else {
                Issue.record("an expired sign-up can be paid")
                return
            }
            #expect(try await till.signUps.expire() == 2)
            #expect(try await left() == 0)
            #expect(try await api.get("/v1/customers").ids == [])

            let mollie = Till(api, mollie: FakeProvider())
            try await mollie.connectMollie()
            let late = try await apply()
            guard case .payment(let payment) = try await mollie.signUps.begin(late, in: api.a) else {
                throw Till.NotBegun()
            }
            _ = try await mollie.payments.checkout(payment)
            api.clock.advance(seconds: 86_400)
            #expect(try await till.signUps.expire() == 0)
            try await mollie.report(.paid, on: payment)
            #expect(try await api.get("/v1/customers").data.count == 1)
            let never = try await apply()
            guard case .payment(let lost) = try await mollie.signUps.begin(never, in: api.a) else {
                throw Till.NotBegun()
            }
            _ = try await mollie.payments.checkout(lost)
            api.clock.advance(seconds: 8 * 86_400)
            #expect(try await till.signUps.expire() == 2)
        }
    }

    @Test("Two payments of one sign-up that are both paid make one subscription with both")
    func twice() async throws {
        try await withAPI { api in
            let provider = FakeProvider()
            let till = Till(api, mollie: provider)
            try await till.connectMollie()
            let package = try await api.package()
            let text = try #require(try await api.post("\(Self.path)/\(package)/sign-up/", Self.applicant).text("id"))
            let id = try #require(SignUpID(text))
            guard case .payment(let mollie) = try await till.signUps.begin(id, in: api.a) else {
                throw Till.NotBegun()
            }
            try await till.take("sandbox")
            guard case .payment(let sandbox) = try await till.signUps.begin(id, in: api.a) else {
                throw Till.NotBegun()
            }
            for payment in [sandbox, mollie] { try await till.report(.paid, on: payment) }
            let subscriptions = try await api.get("/v1/customer-subscriptions").ids
            #expect(subscriptions.count == 1)
            #expect(try await api.get("/v1/customers").ids.count == 1)
            let payments = try await api.get("/v1/customer-subscriptions/\(subscriptions[0])/payments").data
            #expect(payments.map { $0["status"] } == [.string("paid"), .string("paid")])
        }
    }
}
