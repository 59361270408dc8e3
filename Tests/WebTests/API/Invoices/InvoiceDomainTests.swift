import Crypto
import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing

@Suite("Numbers, public addresses and payments of invoices", .timeLimit(.minutes(2)))
struct InvoiceDomainTests {
    @Test("The series counts up per portal and year, and leaves out what somebody used", arguments: Backend.available)
    func series(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let numbers = InvoiceNumbers(database: api.database)
            #expect(try await numbers.take(in: api.a, of: 2026) == "2026-001")
            try await api.invoice(try await api.customer(), number: "2026-002")
            #expect(try await numbers.take(in: api.a, of: 2026) == "2026-003")
            #expect(try await numbers.take(in: api.b, of: 2026) == "2026-001")
            #expect(try await numbers.take(in: api.a, of: 2027) == "2027-001")
            let many = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<16 { group.addTask { try await numbers.take(in: api.a, of: 2026) } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(many.count == 16)
            _ = try await api.database.write { connection throws(StorageError) in
                try connection.execute(
                    "UPDATE invoice_numbers SET last_number = 999 WHERE portal_id = \(api.a) AND year = 2026")
            }
            #expect(try await numbers.take(in: api.a, of: 2026) == "2026-1000")
        }
    }

    @Test("A public address leads to its invoice, and no other one does", arguments: Backend.available)
    func addresses(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let customer = try await api.customer()
            let (id, other) = (try await api.invoice(customer), try await api.invoice(customer, number: "2"))
            let address = try #require(
                try await api.get("/v1/customer-invoices/\(id)").json?["links"]?["onlinePaymentLink"]?["href"]?.text)
            let secret = String(try #require(address.split(separator: "/").last))
            let found = try #require(try await api.invoices.find(public: id, secret: secret))
            #expect(found.invoice.id.text == id)
            #expect(found.portal == api.a)
            #expect(found.invoice.paymentAddress == address)
            var altered = secret
            altered.replaceSubrange(altered.startIndex...altered.startIndex, with: altered.hasPrefix("0") ? "1" : "0")
            for (invoice, secret) in [
                (other, secret), (id, altered), (id, String(secret.dropLast())), (id, ""), (id, "."), ("inv_x", secret),
                (id, secret.replacing(".", with: "..")),
            ] {
                #expect(try await api.invoices.find(public: invoice, secret: secret) == nil, "\(invoice) \(secret)")
            }
            // Another server's key makes other addresses.
            let strange = PublicInvoiceLinks(key: SymmetricKey(size: .bits256), origin: APIBench.origin)
            #expect(strange.payment(of: found.invoice.id, in: api.a) != address)
            _ = try await api.delete("/v1/customer-invoices/\(id)")
            #expect(try await api.invoices.find(public: id, secret: secret) == nil)
        }
    }

    @Test("A payment is taken once and given back once, whoever tells of it", arguments: Backend.available)
    func payments(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            for type in ["invoice-paid", "invoice-chargeback"] { try await api.listen(to: type) }
            let id = try #require(CustomerInvoiceID(try await api.invoice(try await api.customer())))
            let (invoices, moment) = (api.invoices, api.ambient.now())
            func write(
                _ body: @escaping @Sendable (any SQLConnection) throws(StorageError) -> CustomerInvoice?
            ) async throws -> CustomerInvoice? {
                try await api.database.write { connection throws(StorageError) in try body(connection) }
            }
            #expect(
                try await write { connection throws(StorageError) in
                    try invoices.chargeBack(id, in: api.a, by: .system, on: connection)
                } == nil)
            for isFirst in [true, false] {
                let paid = try await write { connection throws(StorageError) in
                    try invoices.pay(id, at: moment, in: api.a, by: .system, on: connection)
                }
                #expect((paid?.paidAt == moment) == isFirst)
            }
            for isFirst in [true, false] {
                let open = try await write { connection throws(StorageError) in
                    try invoices.chargeBack(id, in: api.a, by: .system, on: connection)
                }
                #expect((open != nil) == isFirst)
                #expect(open?.paidAt == nil)
            }
            #expect(try await api.announced().map(\.type) == ["invoice-paid", "invoice-chargeback"])
            #expect(
                try await api.auditActions().suffix(2) == ["customer_invoice.paid", "customer_invoice.charged_back"])
        }
    }
}
