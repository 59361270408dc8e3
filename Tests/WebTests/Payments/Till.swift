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
        let zones = TimeZones()
        journal = Journal(ambient: api.ambient, renderer: .payloads)
        settings = PaymentSettings(database: api.database, journal: journal, box: .test)
        payments = Payments(
            database: api.database, journal: journal, ambient: api.ambient, settings: settings,
            zones: zones, addresses: PaymentAddresses(origin: APIBench.origin),
            invoices: api.invoices, mollie: mollie)
        links = PaymentLinks(database: api.database, journal: journal, ambient: api.ambient)
        subscriptions = Subscriptions(
            database: api.database, journal: journal, ambient: api.ambient, zones: zones,
            addresses: PaymentAddresses(origin: APIBench.origin), invoices: api.invoices)
        invoicePayments = InvoicePayments(database: api.database, journal: journal, ambient: api.ambient)
        signUps = SignUps(database: api.database, journal: journal, ambient: api.ambient, zones: zones)
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
