import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("The page on which a term is paid (contract 5.3)", .timeLimit(.minutes(2)))
struct TermPaymentPageTests {
    /// A subscription without a mandate whose first term has begun, and the addresses in the mails that ask for its money.
    private static func begin(
        _ server: ServerUnderTest, createsInvoice: Bool = false
    ) async throws -> (subscription: SubscriptionID, page: String) {
        let portal = server.cast.a.id
        let customer = try await ManageFormTests.customer(server).id
        let new = NewSubscription(
            customer: customer, description: "Hosting", startsOn: try #require(CalendarDate("2026-03-03")),
            interval: .month, amount: Cents(2420), vatRate: .standard, createsInvoice: createsInvoice,
            charging: .init(through: .sandbox, mandate: nil), followsUpFailures: true)
        let made = try await server.useCases.subscriptions.create(new, in: portal, by: .commandLine)
        guard case .begun(let subscription) = made else { throw Till.NotBegun() }
        server.clock.advance(seconds: 86_400)
        while try await server.useCases.subscriptions.makeTerms() > 0 {}
        let payment = try #require(try await payments(server, subscription.id).first)
        return (subscription.id, "/payment/\(payment.code)")
    }

    private static func payments(_ server: ServerUnderTest, _ id: SubscriptionID) async throws -> [Payment] {
        try await server.useCases.subscriptions.payments(
            PageRequest(start: .page(1), size: 20), of: id, in: server.cast.a.id
        ).entities
    }

    /// Presses the button of a page, and then one at the sandbox.
    private static func pay(_ browser: Browser, _ page: String, choosing choice: String) async throws -> Answer {
        let begun = try await browser.submit(try #require(try await browser.get(page).form("/payment/")))
        let checkout = try PaymentPageTests.path(begun.location)
        let form = try #require(try await browser.get(checkout).form(checkout))
        let chosen = try await browser.submit(form, press: choice)
        return try await browser.get(try PaymentPageTests.path(chosen.location))
    }

    @Test(
        "Who leaves the checkout, or fails, tries again from the same mail; the third attempt pays and gives the mandate",
        arguments: Backend.available)
    func again(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (id, page) = try await Self.begin(server)
            let payer = server.browser()
            let expired = try await Self.pay(payer, page, choosing: "expired")
            #expect(expired.contains("The payment was not completed in time.") && expired.contains("Try again"))
            // Many presses at once make one attempt.
            let checkouts = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<6 { group.addTask { try await server.browser().post(page, []).location } }
                return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
            }
            #expect(checkouts.count == 1)
            #expect(try await Self.payments(server, id).map(\.status) == [.open, .expired])
            let checkout = try PaymentPageTests.path(checkouts.first ?? nil)
            let failed = try await payer.post(checkout, [("status", "failed")])
            // The old address leads to how things are now.
            let moved = try await payer.get(page)
            #expect(moved.status == .seeOther && moved.location == failed.location)
            let paid = try await Self.pay(payer, try PaymentPageTests.path(failed.location), choosing: "paid")
            #expect(paid.contains("Thank you. The payment was received.") && paid.form("/payment/") == nil)
            #expect(try await payer.post(page, []).location?.contains("/payment/") == true)
            let payments = try await Self.payments(server, id)
            #expect(payments.map(\.status) == [.paid, .failed, .expired])
            #expect(payments.map { $0.term?.attempt } == [3, 2, 1])
            #expect(
                try await server.useCases.subscriptions.find(id, in: server.cast.a.id)?.charging?.mandate != nil)
            // Nor is a second attempt made by us beside those of the customer.
            server.clock.advance(seconds: 4 * 86_400)
            _ = try await server.useCases.subscriptions.followUp()
            #expect(try await Self.payments(server, id).count == 3)
        }
    }

    @Test("What is paid by its invoice meanwhile is not asked for again", arguments: Backend.available)
    func settled(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (id, page) = try await Self.begin(server, createsInvoice: true)
            let payer = server.browser()
            _ = try await Self.pay(payer, page, choosing: "canceled")
            let invoice = try #require(try await Self.payments(server, id).first?.term?.invoice)
            _ = try await server.useCases.customerInvoices.markPaid(
                CustomerInvoiceID(stored: invoice), at: server.clock.now, in: server.cast.a.id, by: .commandLine)
            let answer = try await payer.post(page, [])
            #expect(answer.status == .ok && answer.contains("This has been paid in another way"))
            #expect(try await Self.payments(server, id).count == 1)
        }
    }

    @Test("What was a trial in the sandbox is not asked for in earnest", arguments: Backend.available)
    func trial(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let (id, page) = try await Self.begin(server)
            let payer = server.browser()
            #expect(try await Self.pay(payer, page, choosing: "expired").contains("Try again"))
            let owner = try await server.manage()
            let fields = ["integration": "mollie", "mollie_key": "test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM"]
            _ = try await server.fill(owner, "/manage/settings/payments", fields)
            #expect(try await payer.get(page).form("/payment/") == nil)
            #expect(try await payer.post(page, []).contains("Online payments are not possible"))
            #expect(try await Self.payments(server, id).count == 1)
        }
    }

    @Test("Buttons that make payments can be pressed sixty times a minute from one address")
    func throttled() async throws {
        try await withServer(on: .sqlite) { server in
            let (_, page) = try await Self.begin(server)
            for _ in 0..<60 { #expect(try await server.browser().post(page, []).status == .seeOther) }
            let refused = try await server.browser().post(page, [])
            #expect(refused.status == .tooManyRequests && refused.headers[.retryAfter] != nil)
            server.clock.advance(seconds: 60)
            #expect(try await server.browser().post(page, []).status == .seeOther)
        }
    }
}
