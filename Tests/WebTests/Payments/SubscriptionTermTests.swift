import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Terms of subscriptions (contract 5.3)", .timeLimit(.minutes(3)))
struct SubscriptionTermTests {
    static let path = SubscriptionTests.path
    static let charged = #","createPayment":true,"paymentIntegrationMandateId":"mdt_1""#

    /// A subscription that charges by mandate.
    private static func begin(
        _ api: APIBench, start: String, interval: String = "1 month", _ more: String = charged
    ) async throws -> String {
        let body = SubscriptionTests.body(try await api.customer(), start: start, more)
        return try #require(try await api.post(path, body.replacing("1 month", with: interval)).text("id"))
    }

    /// First days and ends of the terms with a payment, oldest first.
    static func terms(_ api: APIBench, _ id: String) async throws -> [String] {
        try await api.get("\(path)/\(id)/payments?per_page=100").data.reversed().map { payment in
            guard case .string(let start)? = payment["termStartsAt"], case .string(let end)? = payment["termEndsAt"]
            else { return "" }
            return "\(start)…\(end)"
        }
    }

    static func run(_ till: Till) async throws {
        while try await till.subscriptions.makeTerms(limit: 3) > 0 {}
        while try await till.payments.takeSteps() > 0 {}
    }

    @Test("On its day a term is made once: the payment, the next renewal, the events", arguments: Backend.available)
    func once(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for event in ["subscription-updated", "subscription-payment-created", "subscription-payment-updated"] {
                try await api.listen(to: event)
            }
            let till = Till(api)
            let id = try await Self.begin(api, start: "2026-03-03")
            try await Self.run(till)
            #expect(try await Self.terms(api, id) == [])
            #expect(try await api.get("\(Self.path)/\(id)").text("status") == "planned")
            // 3 March, 00:00 in Amsterdam, and a second before.
            api.clock.advance(seconds: 14 * 3600 - 1)
            try await Self.run(till)
            #expect(try await Self.terms(api, id) == [])
            api.clock.advance(seconds: 1)
            try await Self.run(till)
            try await Self.run(till)
            #expect(try await Self.terms(api, id) == ["2026-03-03…2026-04-03"])
            let now = try await api.get("\(Self.path)/\(id)")
            #expect(now.text("status") == "in_progress")
            #expect(now.text("renewsAt") == "2026-04-03")
            let payment = try #require(try await api.get("\(Self.path)/\(id)/payments").data.first)
            #expect(payment["status"] == .string("paid"))
            #expect(payment["paidAt"] == .string("2026-03-03T00:00:00+01:00"))
            #expect(payment["checkoutUrl"] == .null)
            #expect(payment["integration"] == .string("sandbox"))
            #expect(payment["amount"] == .string("24.20"))
            #expect(payment["invoiceId"] == .null)
            #expect(payment["subscriptionId"] == .string(id))
            let told = try await api.announced()
            #expect(
                told.map(\.type) == [
                    "subscription-payment-created", "subscription-updated", "subscription-payment-updated",
                ])
            #expect(told[2].body.contains(#""status":"paid""#))
        }
    }

    @Test(
        "Month ends, leap days and fortnights; terms that were missed are made one by one",
        arguments: [
            (
                "2027-01-31", "1 month", 100,
                ["2027-01-31…2027-02-28", "2027-02-28…2027-03-31", "2027-03-31…2027-04-30", "2027-04-30…2027-05-31"]
            ),
            (
                "2028-02-29", "1 year", 1461,
                [
                    "2028-02-29…2029-02-28", "2029-02-28…2030-02-28", "2030-02-28…2031-02-28", "2031-02-28…2032-02-29",
                    "2032-02-29…2033-02-28",
                ]
            ),
            ("2026-10-17", "14 days", 20, ["2026-10-17…2026-10-31", "2026-10-31…2026-11-14"]),
            ("2026-08-31", "6 months", 185, ["2026-08-31…2027-02-28", "2027-02-28…2027-08-31"]),
            ("2026-12-31", "2 months", 60, ["2026-12-31…2027-02-28", "2027-02-28…2027-04-30"]),
        ])
    func calendar(start: String, interval: String, days: Int, terms: [String]) async throws {
        try await withAPI { api in
            let till = Till(api)
            let id = try await Self.begin(api, start: start, interval: interval)
            let first = try #require(CalendarDate(start)).daysSince1970
            // The server is off from before the first term until the last one has begun.
            let now = try #require(CalendarDate("2026-03-02")).daysSince1970
            api.clock.advance(seconds: (first + days - now) * 86_400)
            try await Self.run(till)
            #expect(try await Self.terms(api, id) == terms)
            let last = try #require(terms.last).split(separator: "…")[1]
            #expect(try await api.get("\(Self.path)/\(id)").text("renewsAt") == String(last))
        }
    }

    @Test(
        "Days begin when they begin there: through both changes of the clock, and after the portal's clock was set anew",
        arguments: Backend.available)
    func daylight(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let till = Till(api)
            // Clocks go forward on 29 March 2026: that day has 23 hours.
            let id = try await Self.begin(api, start: "2026-03-29", interval: "14 days")
            let other = try await Self.begin(api, start: "2026-03-30")
            func moment(_ text: String, _ second: Int = 0) throws -> Int64 {
                let zone = try #require(TimeZones().table(named: "Europe/Amsterdam"))
                return try zone.start(of: #require(CalendarDate(text))).seconds + Int64(second)
            }
            func go(to moment: Int64) { api.clock.advance(seconds: Int(moment - api.clock.now.seconds)) }
            go(to: try moment("2026-03-29", -1))
            try await Self.run(till)
            #expect(try await Self.terms(api, id).isEmpty)
            go(to: try moment("2026-03-29"))
            try await Self.run(till)
            #expect(try await Self.terms(api, id).count == 1)
            go(to: try moment("2026-03-29", 23 * 3600 - 1))
            try await Self.run(till)
            #expect(try await Self.terms(api, other).isEmpty)
            go(to: try moment("2026-03-29", 23 * 3600))
            try await Self.run(till)
            #expect(try await Self.terms(api, other).count == 1)
            // In New York the day begins five hours later.
            let portals = PortalSettings(
                database: api.database, ambient: api.ambient, changes: .unheard, zones: TimeZones())
            let wish = try PortalSettings.Values(
                name: "Alpha", timeZone: "America/New_York", keyDays: "", zones: portals.zones)
            #expect(try await portals.change(to: wish, in: api.a, by: .commandLine))
            go(to: try moment("2026-04-12", 6 * 3600 - 1))
            try await Self.run(till)
            #expect(try await Self.terms(api, id).count == 1)
            go(to: try moment("2026-04-12", 6 * 3600))
            try await Self.run(till)
            #expect(try await Self.terms(api, id).count == 2)
        }
    }

    @Test("Many nodes at once make each term once", arguments: Backend.available)
    func nodes(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for event in ["subscription-updated", "subscription-payment-created"] { try await api.listen(to: event) }
            let till = Till(api)
            var ids: [String] = []
            for _ in 0..<4 { ids.append(try await Self.begin(api, start: "2026-03-10", interval: "14 days")) }
            api.clock.advance(seconds: 40 * 86_400)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<6 { tasks.addTask { while try await till.subscriptions.makeTerms(limit: 2) > 0 {} } }
                try await tasks.waitForAll()
            }
            for id in ids {
                #expect(
                    try await Self.terms(api, id).sorted() == [
                        "2026-03-10…2026-03-24", "2026-03-24…2026-04-07", "2026-04-07…2026-04-21",
                    ])
            }
            #expect(try await api.announced().count { $0.type == "subscription-payment-created" } == 12)
            #expect(try await api.announced().count { $0.type == "subscription-updated" } == 12)
        }
    }

    @Test(
        "What fails in the middle of a term leaves nothing of it, and the next round makes it",
        arguments: Backend.available)
    func crash(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let till = Till(api)
            let id = try await Self.begin(api, start: "2026-03-03")
            api.clock.advance(seconds: 86_400)
            try await api.listen(to: "subscription-payment-created")
            // A journal that cannot announce: the transaction ends after the payment was written.
            let broken = Subscriptions(
                database: api.database, journal: Journal(ambient: api.ambient), ambient: api.ambient,
                zones: TimeZones(),
                addresses: PaymentAddresses(origin: APIBench.origin), invoices: api.invoices)
            await #expect(throws: StorageError.self) { _ = try await broken.makeTerms() }
            #expect(try await Self.terms(api, id) == [])
            #expect(try await api.get("\(Self.path)/\(id)").text("renewsAt") == "2026-03-03")
            // One that cannot be done waits a little, so that the others need not.
            api.clock.advance(seconds: 300)
            try await Self.run(till)
            #expect(try await Self.terms(api, id) == ["2026-03-03…2026-04-03"])
            #expect(try await api.announced().count == 1)
        }
    }

    @Test(
        "Terms that start before the termination are made, and none after it; the end is told once",
        arguments: Backend.available)
    func termination(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let till = Till(api)
            let id = try await Self.begin(api, start: "2026-03-03")
            let now = try await Self.begin(api, start: "2026-03-02")
            let ended = try await api.patch("\(Self.path)/\(id)", #"{"terminatedAt":"2026-04-03 00:00:01"}"#)
            #expect(ended.text("status") == "terminated")
            // Its first term begins today and was not made yet: no further term means none.
            #expect(
                try await api.patch("\(Self.path)/\(now)", #"{"terminatedAt":"2026-03-02 10:00"}"#).text("status")
                    == "ended")
            try await api.listen(to: "subscription-updated")
            api.clock.advance(seconds: 100 * 86_400)
            try await Self.run(till)
            #expect(try await Self.terms(api, now) == [])
            #expect(try await Self.terms(api, id) == ["2026-03-03…2026-04-03", "2026-04-03…2026-05-03"])
            let after = try await api.get("\(Self.path)/\(id)")
            #expect(after.text("status") == "ended")
            #expect(after.text("renewsAt") == "2026-05-03")
            #expect(try await api.announced().count == 3)
            #expect(try await api.announced().last?.body.contains(#""status":"ended""#) == true)
        }
    }

    @Test("A new interval counts on from the renewal, with the same day of the month", arguments: Backend.available)
    func interval(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let till = Till(api)
            let id = try await Self.begin(api, start: "2027-01-31")
            func go(to day: String) async throws {
                let days = try #require(CalendarDate(day)).daysSince1970
                api.clock.advance(seconds: days * 86_400 + 43_200 - Int(api.clock.now.seconds))
                try await Self.run(till)
            }
            func change(_ interval: String) async throws -> String? {
                try await api.patch("\(Self.path)/\(id)", "{\"interval\":\"\(interval)\",\"amount\":\"30.00\"}").text(
                    "renewsAt")
            }
            try await go(to: "2027-01-31")
            #expect(try await change("2 months") == "2027-02-28")
            try await go(to: "2027-02-28")
            #expect(try await api.get("\(Self.path)/\(id)").text("renewsAt") == "2027-04-30")
            #expect(try await change("14 days") == "2027-04-30")
            try await go(to: "2027-04-30")
            #expect(try await change("1 month") == "2027-05-14")
            try await go(to: "2027-05-14")
            #expect(try await api.get("\(Self.path)/\(id)").text("renewsAt") == "2027-06-14")
            let amounts = try await api.get("\(Self.path)/\(id)/payments").data.map { $0["amount"] }
            #expect(amounts == [.string("30.00"), .string("30.00"), .string("30.00"), .string("24.20")])
        }
    }

    @Test("However often a term fails, the series of invoices has no gap", arguments: Backend.available)
    func numbersWithoutGaps(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            try await api.listen(to: "invoice-created")
            let till = Till(api)
            let body = SubscriptionTests.body(
                try await api.customer(), start: "2026-03-03",
                Self.charged + #","createInvoice":true,"invoiceDescription":"Hosting""#)
            _ = try await api.post(Self.path, body)
            api.clock.advance(seconds: 86_400)
            // A journal that cannot announce: the transaction ends after the invoice was printed and written.
            let broken = Subscriptions(
                database: api.database, journal: Journal(ambient: api.ambient), ambient: api.ambient,
                zones: TimeZones(),
                addresses: PaymentAddresses(origin: APIBench.origin),
                invoices: CustomerInvoices(
                    database: api.database, journal: Journal(ambient: api.ambient), ambient: api.ambient,
                    links: PublicInvoiceLinks(key: ServerKeys.test.publicInvoices, origin: APIBench.origin),
                    papers: api.useCases.papers))
            for _ in 0..<3 {
                await #expect(throws: StorageError.self) { _ = try await broken.makeTerms() }
                api.clock.advance(seconds: 300)
            }
            try await Self.run(till)
            #expect(
                try await api.get("/v1/customer-invoices").data.map { $0["invoiceNumber"] } == [.string("2026-001")])
        }
    }

    @Test(
        "A term makes its invoice and its payment together; the invoice is paid and charged back with it",
        arguments: Backend.available)
    func invoices(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for event in ["invoice-created", "invoice-paid", "invoice-chargeback"] { try await api.listen(to: event) }
            let till = Till(api)
            // 10.00 is 8.26 and 1.74: the tax is the rest, not 21 % of the rounded net.
            let body = SubscriptionTests.body(
                try await api.customer(), start: "2026-03-03",
                Self.charged + #","createInvoice":true,"invoiceDescription":"Hosting maart""#)
            let id = try #require(
                try await api.post(Self.path, body.replacing("24.20", with: "10.00")).text("id"))
            api.clock.advance(seconds: 32 * 86_400)
            try await Self.run(till)
            let payments = try await api.get("\(Self.path)/\(id)/payments").data
            let invoices = try await api.get("/v1/customer-invoices").data
            #expect(payments.count == 2 && invoices.count == 2)
            #expect(invoices.map { $0["invoiceNumber"] } == [.string("2026-002"), .string("2026-001")])
            #expect(invoices.map { $0["amount"] } == [.string("10.00"), .string("10.00")])
            #expect(payments.map { $0["invoiceId"] } == invoices.map { $0["id"] })
            #expect(invoices.allSatisfy { $0["paidAt"] != .null })
            #expect(try await Outbox(database: api.database).list().count == 2)
            guard case .string(let text)? = payments[0]["id"] else { return }
            let payment = try #require(try await till.payments.find(PaymentID(stored: text), in: api.a))
            try await till.report(.chargeback, on: payment)
            let open = try await api.get("/v1/customer-invoices?status=open").data
            #expect(open.map { $0["id"] } == [invoices[0]["id"]])
            let told = try await api.announced().map(\.type)
            #expect(told.count { $0 == "invoice-created" } == 2 && told.count { $0 == "invoice-paid" } == 2)
            #expect(told.count { $0 == "invoice-chargeback" } == 1)
        }
    }

    @Test(
        "Deleted with its payments; a customer with a running subscription cannot be deleted, and takes the others along",
        arguments: Backend.available)
    func deletion(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            try await api.listen(to: "subscription-deleted")
            let till = Till(api)
            let customer = try await api.customer()
            let running = try #require(
                try await api.post(Self.path, SubscriptionTests.body(customer, start: "2026-03-02", Self.charged)).text(
                    "id"))
            let planned = try #require(
                try await api.post(Self.path, SubscriptionTests.body(customer, start: "2026-06-01")).text("id"))
            try await Self.run(till)
            #expect(try await Self.terms(api, running).count == 1)
            #expect(try await api.delete("/v1/customers/\(customer)").status == 409)
            _ = try await api.patch("\(Self.path)/\(running)", #"{"terminatedAt":"2026-03-02 10:00"}"#)
            #expect(try await api.delete("/v1/customers/\(customer)").status == 204)
            #expect(try await api.get(Self.path).ids == [])
            let left = try await api.database.rows("SELECT id FROM payments WHERE portal_id = \(api.a)")
            #expect(left.isEmpty)
            let told = try await api.announced().map(\.body)
            #expect(told.count == 2)
            for id in [running, planned] { #expect(told.contains { $0.contains(id) }) }
        }
    }
}
