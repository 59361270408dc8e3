import Kernel
import Persistence
import PortalDomain
import TestSupport
import Testing

@testable import Web

@Suite("Invoices of the operator to the portal (contract 4.12)", .timeLimit(.minutes(2)))
struct PlatformInvoiceTests {
    @Test("Both versions, and the PDF", arguments: Backend.available)
    func shapes(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let invoice = try await api.charge("VDR-2025.0010")
            let lines = invoice.lines.map(\.id.text)
            let first = try await api.get("/v1/invoices/\(invoice.id)", version: "1.0.0")
            #expect(
                first.body == """
                    {"id":"\(invoice.id)","invoiceNumber":"VDR-2025.0010","lines":[{"id":"\(lines[0])","description":"Portal, April",\
                    "quantity":1,"currency":"EUR","amountExclVat":12.95,"vatRate":21,"vatAmount":2.72,"amountInclVat":15.67},\
                    {"id":"\(lines[1])","description":"Support","quantity":1.5,"currency":"EUR","amountExclVat":80,"vatRate":0,\
                    "vatAmount":0,"amountInclVat":120}],"currency":"EUR","subtotalAmount":132.95,"vatAmount":2.72,\
                    "totalAmount":135.67,"issuedAt":"2026-03-02T09:00:00.000Z","isPaid":false}
                    """)
            let second = try await api.get("/v1/invoices/\(invoice.id)", version: "1.1.0")
            #expect(
                second.body == """
                    {"id":"\(invoice.id)","invoiceNumber":"VDR-2025.0010","lines":[{"id":"\(lines[0])","description":"Portal, April",\
                    "quantity":1,"currency":"EUR","amountExclVat":"12.95","vatRate":21,"vatAmount":"2.72","amountInclVat":"15.67"},\
                    {"id":"\(lines[1])","description":"Support","quantity":1.5,"currency":"EUR","amountExclVat":"80.00","vatRate":0,\
                    "vatAmount":"0.00","amountInclVat":"120.00"}],"currency":"EUR","subtotalAmount":"132.95","vatAmount":"2.72",\
                    "totalAmount":"135.67","issuedAt":"2026-03-02T10:00:00+01:00","isPaid":false}
                    """)
            let file = try await api.download(try await api.get("/v1/invoices/\(invoice.id)/pdf"))
            #expect(file.body.hasPrefix("%PDF-1."))
            for version in ["1.0.0", "1.1.0"] {
                #expect(
                    try await api.get("/v1/invoices", version: version).data
                        == [try #require(version == "1.0.0" ? first.json : second.json)])
            }
        }
    }

    @Test("Paid once; a number is used once per portal; others see nothing", arguments: Backend.available)
    func life(on backend: Backend) async throws {
        try await withAPI(on: backend) { api in
            let invoices = api.platformInvoices
            let first = try await api.charge("1")
            #expect(try await api.charge("1", expectsRefusal: true) == nil)
            let second = try await api.charge("2")
            #expect(try await api.get("/v1/invoices").ids == [second.id.text, first.id.text])
            #expect(try await api.get("/v1/invoices?per_page=1").ids == [second.id.text])
            let now = api.ambient.now()
            guard case .done = try await invoices.markPaid(number: "1", at: now, in: api.a, by: .commandLine) else {
                Issue.record("not paid")
                return
            }
            guard case .refused = try await invoices.markPaid(number: "1", at: now, in: api.a, by: .commandLine) else {
                Issue.record("paid twice")
                return
            }
            guard case .notFound = try await invoices.markPaid(number: "9", at: now, in: api.a, by: .commandLine) else {
                Issue.record("paid what is not there")
                return
            }
            #expect(try await api.get("/v1/invoices/\(first.id)").json?["isPaid"] == .bool(true))
            #expect(try await api.get("/v1/invoices/\(second.id)").json?["isPaid"] == .bool(false))
            #expect(try await api.get("/v1/invoices/\(first.id)", token: api.tokenOfB).status == 404)
            #expect(try await api.get("/v1/invoices/\(first.id)/pdf", token: api.tokenOfB).status == 404)
            #expect(try await api.get("/v1/invoices", token: api.tokenOfB).ids == [])
            #expect(try await api.auditActions() == ["invoice.issued", "invoice.issued", "invoice.paid"])
        }
    }

    @Test(
        "1.0.0 writes exact decimals of at most two places",
        arguments: [(1295, "12.95"), (1290, "12.9"), (1200, "12"), (0, "0"), (-5, "-0.05"), (100_000, "1000")])
    func numbers(count: Int64, text: String) { #expect(PlatformInvoiceShape.number(Cents(count)) == text) }

    @Test("1.0.0 writes moments in UTC with milliseconds")
    func moments() {
        #expect(PlatformInvoiceShape.utc(Timestamp(seconds: 1_744_416_000)) == "2025-04-12T00:00:00.000Z")
        #expect(PlatformInvoiceShape.utc(Timestamp(seconds: 1_744_415_999)) == "2025-04-11T23:59:59.000Z")
        #expect(PlatformInvoiceShape.utc(Timestamp(seconds: -1)) == "1969-12-31T23:59:59.000Z")
    }
}

extension APIBench {
    /// An invoice of the operator to portal A.
    func charge(_ number: String) async throws -> PlatformInvoice {
        try #require(try await charge(number, expectsRefusal: false))
    }

    func charge(_ number: String, expectsRefusal: Bool) async throws -> PlatformInvoice? {
        let lines = [
            AmountLine("Portal, April", unitPrice: Cents(1295), vatRate: .standard),
            AmountLine("Support", quantity: Quantity(stored: 1500), unitPrice: Cents(8000), vatRate: .zero),
        ]
        let totals = try #require(AmountTotals(lines))
        let day = try #require(CalendarDate(year: 2026, month: 3, day: 2))
        return try await platformInvoices.issue(
            NewPlatformInvoice(number: number, issuedAt: day, lines: lines, totals: totals, sender: "Voordeur B.V."),
            at: ambient.now(), to: a, by: .commandLine)
    }
}
