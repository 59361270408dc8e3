import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Payments and signatures of a suspended portal", .timeLimit(.minutes(2)))
struct SuspendedPortalTests {
    /// The addresses of portal A that people without an account open, with something to do on each.
    private static func addresses(_ server: ServerUnderTest) async throws -> [String] {
        let (useCases, portal) = (server.useCases, server.cast.a.id)
        let link = try await useCases.paymentLinks.create(
            NewPaymentLink(description: "Deposit", amount: Cents(5000)), in: portal, by: .commandLine)
        let other = try await useCases.paymentLinks.create(
            NewPaymentLink(description: "Rent", amount: Cents(5000)), in: portal, by: .commandLine)
        guard case .payment(let payment) = try await useCases.paymentLinks.begin(other.id, in: portal) else {
            throw Till.NotBegun()
        }
        let email = try #require(EmailAddress("info@example.nl"))
        let customer = try await useCases.customers.create(
            NewCustomer(companyName: "A", address: "B", zipCode: "C", city: "D", primaryEmail: email), in: portal,
            by: .commandLine)
        let line = AmountLine("Brood", unitPrice: Cents(1000), vatRate: .reduced)
        let manual = ManualInvoice(
            customer: customer.id, number: "2026-1", issuedAt: try #require(CalendarDate("2026-03-02")), lines: [line],
            totals: try #require(AmountTotals([line])), notice: .silent)
        let invoice = try await useCases.customerInvoices.create(manual, in: portal, by: .commandLine)
        let package = try await useCases.subscriptionPackages.create(
            NewSubscriptionPackage(name: "Hosting", interval: .month, amount: Cents(2420), vatRate: .standard),
            in: portal, by: .commandLine)
        let applicant = Applicant(companyName: "N", address: "K", zipCode: "1", city: "U", email: email)
        let signUp = try await useCases.signUps.apply(applicant, for: package.id, in: portal, by: .commandLine)
        let image = try #require(SignatureImage(APIBench.signature))
        let agreement = try await useCases.agreements.create(
            NewAgreement(
                name: "Contract", signerName: "Noor", signature: image,
                signers: [.init(firstName: "Jan", lastName: "Bos", email: email, shouldIdentify: false)], documents: []),
            in: portal, by: .commandLine)
        guard case .created(let invoice) = invoice, case .pending(let signUp) = signUp,
            case .created(let agreement) = agreement
        else { throw Till.NotBegun() }
        return [
            "/payment-link/\(link.id)", "/payment/\(payment.code)", "/sign-up/\(signUp.id)",
            try PaymentPageTests.path(invoice.paymentAddress),
            try PaymentPageTests.path(useCases.agreements.links.url(of: agreement.signers[0].id)),
        ]
    }

    @Test("Nobody pays it or signs for it, and nothing is begun; reinstated it goes on", arguments: Backend.available)
    func pages(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let paths = try await Self.addresses(server)
            let visitor = server.browser()
            let signing = try #require(try await visitor.get(paths[4]).form(paths[4]))
            let known = try await server.auditRecords(server.cast.a.id.text).count
            try await server.suspend(server.cast.a)
            for path in paths { #expect(try await visitor.get(path).status == .notFound, "\(path)") }
            for path in paths.dropLast() { #expect(try await visitor.post(path, []).status == .notFound, "\(path)") }
            #expect(try await visitor.upload(signing, "picture", Pictures.png(20, 10)).status == .notFound)
            let events = try await server.auditRecords(server.cast.a.id.text).dropFirst(known)
            #expect(events.map(\.action) == ["portal.suspended"])

            try await server.reinstate(server.cast.a)
            for path in paths { #expect(try await visitor.get(path).status == .ok, "\(path)") }
            for path in paths.dropLast() { #expect(try await visitor.post(path, []).status == .seeOther, "\(path)") }
            #expect(try await visitor.upload(signing, "picture", Pictures.png(20, 10)).status == .seeOther)
        }
    }

    @Test(
        "No term is made, no mandate charged, no failure followed up; money that moved is heard of; later all is made up for",
        arguments: Backend.available)
    func background(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let provider = FakeProvider()
            let till = Till(api, mollie: provider)
            try await till.connectMollie()
            let mandate = #","createPayment":true,"paymentIntegrationMandateId":"mdt_1","followUpFailedPayment":true"#
            let customer = try await api.customer()
            try await till.mandate(of: customer)
            let body = SubscriptionTests.body(customer, start: "2026-03-03", mandate)
            let id = try #require(try await api.post(SubscriptionTests.path, body).text("id"))
            func terms() async throws -> [String] {
                try await api.get("\(SubscriptionTests.path)/\(id)/payments?per_page=100").data.reversed().compactMap {
                    if case .string(let day)? = $0["termStartsAt"] { day } else { nil }
                }
            }
            let payment = try await till.begin(try await till.link())

            // The term of March has failed, that of April is made and not charged yet.
            provider.refuse(true)
            api.clock.advance(seconds: 86_400)
            #expect(try await till.subscriptions.makeTerms() == 1)
            _ = try await till.payments.takeSteps()
            provider.refuse(false)
            api.clock.advance(seconds: 31 * 86_400)
            #expect(try await till.subscriptions.makeTerms() == 1)
            #expect(try await terms() == ["2026-03-03", "2026-04-03"])
            try await Self.set(suspended: true, api)
            api.clock.advance(seconds: 35 * 86_400)
            let orders = provider.orders.count
            provider.set(PaymentReport([.paid]), of: try #require(payment.integrationID))
            #expect(try await till.subscriptions.makeTerms() == 0)
            #expect(try await till.subscriptions.followUp() == 0)
            #expect(try await till.payments.takeSteps() == 1)
            #expect(try await till.payments.find(payment.id, in: api.a)?.status == .paid)
            #expect(try await terms() == ["2026-03-03", "2026-04-03"])
            #expect(provider.orders.count == orders)

            try await Self.set(suspended: false, api)
            #expect(try await till.subscriptions.followUp() == 1)
            while try await till.subscriptions.makeTerms() > 0 {}
            while try await till.payments.takeSteps() > 0 {}
            #expect(try await terms() == ["2026-03-03", "2026-04-03", "2026-03-03", "2026-05-03"])
            #expect(provider.orders.count == orders + 3)
        }
    }

    private static func set(suspended isSuspended: Bool, _ api: APIBench) async throws {
        let moment: Timestamp? = isSuspended ? api.clock.now : nil
        try await api.database.write { connection throws(StorageError) in
            try connection.execute("UPDATE portals SET suspended_at = \(moment) WHERE id = \(api.a)")
        }
    }
}
