import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Payments at a provider elsewhere (contract 5.1)", .timeLimit(.minutes(2)))
struct ProviderTests {
    private static func callback(_ server: ServerUnderTest, _ payment: Payment, _ id: String?) async throws -> Answer {
        try await server.browser().post(
            "/providers/mollie/\(payment.code)", id.map { [("id", $0)] } ?? [])
    }

    /// A server whose portal A takes its payments at `provider`, with a link.
    private static func withProvider(
        on backend: Backend,
        _ body: @escaping @Sendable (ServerUnderTest, FakeProvider, PaymentLinkID) async throws -> Void
    ) async throws {
        let provider = FakeProvider()
        try await withServer(on: backend, configure: { $0.mollie = provider }) { server in
            let settings = server.useCases.paymentSettings
            let wish = try await PaymentSettings.Wish(
                integration: "mollie", mollieKey: "test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM", chargesFirstTerm: true,
                present: settings.find(in: server.cast.a.id))
            _ = try await settings.change(to: wish, in: server.cast.a.id, by: .commandLine)
            let link = try await server.useCases.paymentLinks.create(
                NewPaymentLink(description: "Deposit", amount: Cents(5000)), in: server.cast.a.id, by: .commandLine)
            try await body(server, provider, link.id)
        }
    }

    private static func begin(_ server: ServerUnderTest, _ link: PaymentLinkID) async throws -> Payment {
        let answer = try await server.browser().post("/payment-link/\(link)", [])
        #expect(answer.status == .seeOther)
        return try await payment(server, link)
    }

    private static func payment(_ server: ServerUnderTest, _ link: PaymentLinkID) async throws -> Payment {
        let page = PageRequest<PaymentLinkPaymentKind>(start: .page(1), size: 10)
        return try #require(
            try await server.useCases.paymentLinks.payments(page, of: link, in: server.cast.a.id).entities.first)
    }

    @Test(
        "A call-back is believed only as far as the provider confirms it: repeated, reordered, invented",
        arguments: Backend.available)
    func callbacks(on backend: Backend) async throws {
        try await Self.withProvider(on: backend) { server, provider, link in
            let payment = try await Self.begin(server, link)
            let id = try #require(payment.integrationID)
            #expect(payment.checkoutURL == "\(ServerUnderTest.issuer)/fake/\(id)")
            #expect(provider.orders.first?.reportURL == "\(ServerUnderTest.issuer)/providers/mollie/\(payment.code)")
            // Somebody claims that it was paid; the provider says that it is open.
            #expect(try await Self.callback(server, payment, id).status == .ok)
            #expect(try await Self.payment(server, link).status == .open)
            provider.set(PaymentReport([.paid], payersName: "J. Bos"), of: id)
            for _ in 0..<3 { #expect(try await Self.callback(server, payment, id).status == .ok) }
            let paid = try await Self.payment(server, link)
            #expect(paid.status == .paid && paid.payersName == "J. Bos")
            // An old state that arrives late.
            provider.set(PaymentReport([.pending]), of: id)
            #expect(try await Self.callback(server, payment, id).status == .ok)
            #expect(try await Self.payment(server, link).status == .paid)
            provider.set(PaymentReport([.paid, .chargeback], refunded: Cents(100)), of: id)
            #expect(try await Self.callback(server, payment, id).status == .ok)
            #expect(try await Self.payment(server, link).status == .chargeback)
            let actions = try await server.auditActions(server.cast.a.id.text).filter { $0.hasPrefix("payment.") }
            #expect(actions.sorted() == ["payment.begun", "payment.chargeback", "payment.paid", "payment.refunded"])
            for strange in ["tr_unknown", "x", "", nil] {
                let answer = try await Self.callback(server, payment, strange)
                #expect(answer.status == .ok && answer.body.isEmpty)
            }
        }
    }

    @Test(
        "Paid before and after in one: a chargeback of a payment whose `paid` nobody told us",
        arguments: Backend.available)
    func missed(on backend: Backend) async throws {
        try await Self.withProvider(on: backend) { server, provider, link in
            let payment = try await Self.begin(server, link)
            let id = try #require(payment.integrationID)
            provider.set(PaymentReport([.paid, .chargeback]), of: id)
            _ = try await Self.callback(server, payment, id)
            #expect(try await Self.payment(server, link).status == .chargeback)
            let found = try await server.useCases.paymentLinks.find(link, in: server.cast.a.id)
            #expect(found?.status(at: server.clock.now) == .paid)
        }
    }

    @Test("A provider that cannot be asked is asked again, and nothing is lost", arguments: Backend.available)
    func down(on backend: Backend) async throws {
        try await Self.withProvider(on: backend) { server, provider, link in
            server.watch.excuse(.serverErrors)
            provider.goDown(true)
            let answer = try await server.browser().post("/payment-link/\(link)", [])
            #expect(answer.status == .serviceUnavailable)
            #expect(answer.headers[.retryAfter] == "10")
            #expect(answer.contains("You cannot pay at this moment"))
            let waiting = try await Self.payment(server, link)
            #expect(waiting.status == .open && waiting.integrationID == nil)
            provider.goDown(false)
            // The payer tries again: the same payment, made once.
            let payment = try await Self.begin(server, link)
            #expect(payment.id == waiting.id)
            #expect(provider.orders.count == 1)
            let id = try #require(payment.integrationID)
            provider.set(PaymentReport([.paid]), of: id)
            // It will not answer: not with the portal's key of today.
            provider.refuse(true)
            #expect(try await Self.callback(server, payment, id).status == .serviceUnavailable)
            provider.refuse(false)
            provider.goDown(true)
            #expect(try await Self.callback(server, payment, id).status == .serviceUnavailable)
            #expect(try await Self.payment(server, link).status == .open)
            provider.goDown(false)
            // No second call comes: the background asks.
            #expect(try await server.useCases.payments.takeSteps() == 0)
            server.clock.advance(seconds: 900)
            #expect(try await server.useCases.payments.takeSteps() == 1)
            #expect(try await Self.payment(server, link).status == .paid)
            server.clock.advance(seconds: 86_400)
            #expect(try await server.useCases.payments.takeSteps() == 0)
        }
    }

    @Test(
        "A portal that takes no payments any more begins none; what its provider reports counts",
        arguments: Backend.available)
    func left(on backend: Backend) async throws {
        try await Self.withProvider(on: backend) { server, provider, link in
            server.watch.excuse(.serverErrors)
            let payment = try await Self.begin(server, link)
            let settings = server.useCases.paymentSettings
            let none = try await PaymentSettings.Wish(
                integration: "none", mollieKey: "", chargesFirstTerm: true, present: settings.find(in: server.cast.a.id)
            )
            _ = try await settings.change(to: none, in: server.cast.a.id, by: .commandLine)
            let answer = try await server.browser().post("/payment/\(payment.code)", [])
            #expect(answer.status == .serviceUnavailable && answer.contains("You cannot pay at this moment"))
            let id = try #require(payment.integrationID)
            provider.set(PaymentReport([.paid]), of: id)
            #expect(try await Self.callback(server, payment, id).status == .ok)
            #expect(try await Self.payment(server, link).status == .paid)
        }
    }

    @Test("A call-back that overtakes the answer in which we learn the id", arguments: Backend.available)
    func overtaking(on backend: Backend) async throws {
        try await Self.withProvider(on: backend) { server, provider, link in
            guard case .payment(let payment) = try await server.useCases.paymentLinks.begin(link, in: server.cast.a.id)
            else {
                Issue.record("not begun")
                return
            }
            let order = PaymentOrder(
                payment: payment.id, description: "", amount: payment.amount, kind: .once, returnURL: "", reportURL: "")
            let begun = try await provider.begin(order, with: Secret(""))
            provider.set(PaymentReport([.paid]), of: begun.integrationID)
            #expect(try await Self.callback(server, payment, begun.integrationID).status == .ok)
            #expect(try await Self.payment(server, link).status == .paid)
            #expect(try await Self.payment(server, link).integrationID == begun.integrationID)
            // The payer, who was on the way to the checkout, is shown the thanks.
            let answer = try await server.browser().post("/payment/\(payment.code)", [])
            #expect(answer.location?.hasSuffix("/payment/\(payment.code)") == true)
        }
    }
}
