import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

@Suite("Invoices that are paid online (contract 4.5, 5.1)", .timeLimit(.minutes(2)))
struct InvoicePaymentTests {
    private static let path = "/v1/customer-invoices"

    private static func invoice(_ api: APIBench) async throws -> CustomerInvoice {
        let body = """
            {"customerId":"\(try await api.customer())","invoiceNumber":"2026-9","issuedAt":"2026-03-02",\
            "lines":[{"description":"x","amountExclVat":"10.00","vatRate":21}]}
            """
        let id = try #require(try await api.post("\(path)/manual", body).text("id"))
        return try #require(try await api.invoices.find(CustomerInvoiceID(stored: id), in: api.a))
    }

    private static func begin(_ till: Till, _ invoice: CustomerInvoice) async throws -> Payment {
        guard case .payment(let payment) = try await till.invoicePayments.begin(invoice, in: till.api.a) else {
            throw Till.NotBegun()
        }
        return payment
    }

    @Test(
        "Paid once by many reports at once; open again after the chargeback, and told each time",
        arguments: Backend.available)
    func payment(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for event in ["invoice-paid", "invoice-chargeback"] { try await api.listen(to: event) }
            let till = Till(api)
            let invoice = try await Self.invoice(api)
            let payment = try await Self.begin(till, invoice)
            #expect(payment.amount == Cents(1210))
            #expect(try await Self.begin(till, invoice).id == payment.id)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<6 { tasks.addTask { try await till.report(.paid, on: payment) } }
                try await tasks.waitForAll()
            }
            #expect(try await api.get("\(Self.path)/\(invoice.id)").text("paidAt") == "2026-03-02T10:00:00+01:00")
            guard case .over = try await till.invoicePayments.begin(invoice, in: api.a) else {
                Issue.record("a paid invoice can be paid")
                return
            }
            try await till.report(.chargeback, on: payment)
            #expect(try await api.get("\(Self.path)/\(invoice.id)").json?["paidAt"] == .null)
            #expect(try await api.announced().map(\.type) == ["invoice-paid", "invoice-chargeback"])
            #expect(try await Self.begin(till, invoice).id != payment.id)
        }
    }

    @Test("An invoice is not deleted while somebody pays it", arguments: Backend.available)
    func deletion(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let till = Till(api)
            let invoice = try await Self.invoice(api)
            let payment = try await Self.begin(till, invoice)
            try await till.report(.pending, on: payment)
            let refused = try await api.delete("\(Self.path)/\(invoice.id)")
            #expect(refused.status == 409 && refused.message == "The invoice is being paid.")
            try await till.report(.failed, on: payment)
            #expect(try await api.delete("\(Self.path)/\(invoice.id)").status == 204)
        }
    }

    @Test(
        "What was begun in the sandbox pays nothing once the portal takes money, and is in nobody's way",
        arguments: Backend.available, [PaymentStatus.open, .pending])
    func trials(on backend: Backend, status: PaymentStatus) async throws {
        try await withAPI(on: backend) { api in
            let till = Till(api, mollie: FakeProvider())
            let invoice = try await Self.invoice(api)
            let trial = try await Self.begin(till, invoice)
            _ = try await till.payments.checkout(trial)
            let begun = try #require(try await till.payments.find(trial.id, in: api.a))
            if status == .pending { #expect(try await till.payments.choose(.pending, for: begun)?.status == .pending) }
            try await till.connectMollie()
            #expect(try await till.payments.choose(.paid, for: begun) == nil)
            #expect(try await till.payments.find(trial.id, in: api.a)?.status == .canceled)
            #expect(try await api.auditActions().contains("payment.canceled"))
            #expect(try await api.get("\(Self.path)/\(invoice.id)").json?["paidAt"] == .null)
            let real = try await Self.begin(till, invoice)
            #expect(real.id != trial.id && real.integration == .mollie)
        }
    }

    @Test("An invoice that something else paid stays as it is, also with the chargeback", arguments: Backend.available)
    func another(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let till = Till(api)
            let invoice = try await Self.invoice(api)
            let payment = try await Self.begin(till, invoice)
            let marked = try await api.patch("\(Self.path)/\(invoice.id)", #"{"paidAt":"2026-03-01 12:00"}"#)
            #expect(marked.status == 200)
            for status in [PaymentStatus.paid, .chargeback] {
                try await till.report(status, on: payment)
                #expect(try await api.get("\(Self.path)/\(invoice.id)").text("paidAt") == marked.text("paidAt"))
            }
        }
    }

    @Test("The public page: from the address in the answer to the thanks", arguments: Backend.available)
    func page(on backend: Backend) async throws {
        try await withServer(on: backend) { server in
            let email = try #require(EmailAddress("info@example.nl"))
            let customer = try await server.useCases.customers.create(
                NewCustomer(companyName: "A", address: "B", zipCode: "C", city: "D", primaryEmail: email),
                in: server.cast.a.id, by: .commandLine)
            let line = AmountLine("Brood", unitPrice: Cents(1000), vatRate: .reduced)
            let manual = ManualInvoice(
                customer: customer.id, number: "2026-<1>", issuedAt: try #require(CalendarDate("2026-03-02")),
                lines: [line], totals: try #require(AmountTotals([line])), notice: .silent)
            guard
                case .created(let invoice) = try await server.useCases.customerInvoices.create(
                    manual, in: server.cast.a.id, by: .commandLine)
            else {
                Issue.record("no invoice")
                return
            }
            let path = try PaymentPageTests.path(invoice.paymentAddress)
            let payer = server.browser()
            let page = try await payer.get(path)
            #expect(page.contains("Invoice 2026-&lt;1&gt;") && page.contains("€10.90"))
            let begun = try await payer.submit(try #require(page.form("/public-invoice/")))
            let paid = try await payer.post(try PaymentPageTests.path(begun.location), [("status", "paid")])
            #expect(try await payer.get(try PaymentPageTests.path(paid.location)).contains("Thank you."))
            #expect(try await payer.get(path).contains("This invoice has been paid."))
            #expect(try await payer.get("\(path)x").status == .notFound)
            #expect(try await payer.post("/public-invoice/\(invoice.id)/pay/x", []).status == .notFound)
        }
    }
}
