import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("After a charge that failed (contract 5.3)", .timeLimit(.minutes(2)))
struct FollowUpTests {
    /// A subscription that is to be charged once more if it fails, whose first term has failed just now.
    private static func failed(
        _ api: APIBench, _ more: String = ""
    ) async throws -> (till: Till, provider: FakeProvider, id: String) {
        let (till, provider, customer) = try await Till.atMollie(api)
        let charged = SubscriptionTermTests.charged + more + #","followUpFailedPayment":true"#
        let body = SubscriptionTests.body(customer, start: "2026-03-03", charged)
        let id = try #require(try await api.post(SubscriptionTermTests.path, body).text("id"))
        provider.refuse(true)
        api.clock.advance(seconds: 86_400)
        try await SubscriptionTermTests.run(till)
        provider.refuse(false)
        return (till, provider, id)
    }

    @Test(
        "A failed payment is followed by one more attempt three days later, and by no third",
        arguments: Backend.available)
    func followUp(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for event in ["subscription-payment-created", "subscription-payment-updated"] {
                try await api.listen(to: event)
            }
            let (till, provider, id) = try await Self.failed(api)
            provider.refuse(true)
            func statuses() async throws -> [JSONValue?] {
                try await api.get("\(SubscriptionTermTests.path)/\(id)/payments").data.map { $0["status"] }
            }
            #expect(try await statuses() == [.string("failed")])
            api.clock.advance(seconds: 3 * 86_400 - 1)
            #expect(try await till.subscriptions.followUp() == 0)
            api.clock.advance(seconds: 1)
            let made = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for _ in 0..<4 { tasks.addTask { try await till.subscriptions.followUp() } }
                return try await tasks.reduce(0, +)
            }
            #expect(made == 1)
            try await SubscriptionTermTests.run(till)
            #expect(try await statuses() == [.string("failed"), .string("failed")])
            #expect(
                try await SubscriptionTermTests.terms(api, id) == ["2026-03-03…2026-04-03", "2026-03-03…2026-04-03"])
            api.clock.advance(seconds: 10 * 86_400)
            #expect(try await till.subscriptions.followUp() == 0)
            #expect(
                try await api.announced().map(\.type) == [
                    "subscription-payment-created", "subscription-payment-updated", "subscription-payment-created",
                    "subscription-payment-updated",
                ])
        }
    }

    @Test(
        "Who pays the invoice of a failed charge is not charged once more, nor is who owes nothing any longer",
        arguments: Backend.available)
    func followUpOfInvoice(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let (till, _, id) = try await Self.failed(api, #","createInvoice":true,"invoiceDescription":"Hosting""#)
            func terms() async throws -> Int {
                try await api.get("\(SubscriptionTermTests.path)/\(id)/payments").data.count
            }
            let invoice = CustomerInvoiceID(
                stored: try #require(try await api.get("/v1/customer-invoices").ids.first))
            // By bank transfer, which takes days.
            let found = try #require(try await api.invoices.find(invoice, in: api.a))
            guard case .payment(let paying) = try await till.invoicePayments.begin(found, in: api.a) else {
                Issue.record("nothing to pay")
                return
            }
            _ = try await till.payments.checkout(paying)
            api.clock.advance(seconds: 3 * 86_400)
            _ = try await till.subscriptions.followUp()
            #expect(try await terms() == 1, "the checkout is open: the provider may be waiting for a transfer")
            try await till.report(.pending, on: paying)
            api.clock.advance(seconds: 86_400)
            _ = try await till.subscriptions.followUp()
            #expect(try await terms() == 1)
            // It failed too: a day later the mandate is charged.
            try await till.report(.failed, on: paying)
            api.clock.advance(seconds: 86_400)
            #expect(try await till.subscriptions.followUp() == 1)
            #expect(try await terms() == 2)
        }
    }

    @Test("A failed charge of an invoice that was deleted is not made again", arguments: Backend.available)
    func followUpOfDeletedInvoice(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let (till, _, id) = try await Self.failed(api, #","createInvoice":true,"invoiceDescription":"Hosting""#)
            let invoice = try #require(try await api.get("/v1/customer-invoices").ids.first)
            #expect(try await api.delete("/v1/customer-invoices/\(invoice)").status == 204)
            api.clock.advance(seconds: 3 * 86_400)
            _ = try await till.subscriptions.followUp()
            #expect(try await api.get("\(SubscriptionTermTests.path)/\(id)/payments").data.count == 1)
        }
    }
}
