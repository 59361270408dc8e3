import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

/// Payments as providers and payers cause them, on the database of an `APIBench`.
struct Till: Sendable {
    let api: APIBench
    let journal: Journal
    let settings: PaymentSettings
    let payments: Payments
    let links: PaymentLinks
    let subscriptions: Subscriptions
    let signUps: SignUps
    let invoicePayments: InvoicePayments

    init(_ api: APIBench, mollie: (any PaymentProvider)? = nil) {
        self.api = api
        let useCases = UseCases.test(on: api.database, ambient: api.ambient, files: api.folder, mollie: mollie)
        (journal, settings, payments) = (useCases.journal, useCases.paymentSettings, useCases.payments)
        (links, subscriptions, signUps) = (useCases.paymentLinks, useCases.subscriptions, useCases.signUps)
        invoicePayments = useCases.invoicePayments
    }

    /// A payment link, made through the API.
    func link(_ more: String = "", token: String? = nil) async throws -> PaymentLinkID {
        let reply = try await api.post(
            "/v1/payment-links", "{\"description\":\"Deposit\",\"amount\":\"50.00\"\(more)}", token: token)
        return PaymentLinkID(stored: try #require(reply.text("id")))
    }

    /// A payment through a link, begun and made at the provider.
    func begin(_ link: PaymentLinkID) async throws -> Payment {
        guard case .payment(let payment) = try await links.begin(link, in: api.a) else { throw NotBegun() }
        _ = try await payments.checkout(payment)
        return try #require(try await payments.find(payment.id, in: api.a))
    }

    @discardableResult
    func report(_ statuses: PaymentStatus..., on payment: Payment) async throws -> PaymentStatus? {
        try await payments.apply(PaymentReport(statuses), to: payment.id, in: payment.portal)?.status
    }

    func status(of link: PaymentLinkID) async throws -> String? {
        try await api.get("/v1/payment-links/\(link)").text("status")
    }

    struct NotBegun: Error {}
}
