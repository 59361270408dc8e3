import HTTPTypes
import Kernel
import Persistence
import PortalDomain
import Testing

/// What tests of invoices and offers do over and over.
extension APIBench {
    static let lines =
        #"[{"description":"Advice","quantity":2.5,"amountExclVat":"95.00","vatRate":21},{"description":"Book","amountExclVat":"10.00","vatRate":9}]"#
    /// What `lines` come to, VAT included: 237.50 + 49.88 and 10.00 + 0.90.
    static let total = "298.28"

    func manualInvoice(_ customer: String, number: String = "2026-001", more: String = "") -> String {
        #"{"customerId":"\#(customer)","invoiceNumber":"\#(number)","issuedAt":"2026-03-02","lines":\#(Self.lines)\#(more)}"#
    }

    func manualOffer(_ customer: String, expiresAt: String = "2026-03-31", more: String = "") -> String {
        """
        {"customerId":"\(customer)","offerNumber":"O-1","issuedAt":"2026-03-02","expiresAt":"\(expiresAt)",\
        "lines":\(Self.lines)\(more)}
        """
    }

    @discardableResult
    func invoice(_ customer: String, number: String = "2026-001", token: String? = nil) async throws -> String {
        let reply = try await post(
            "/v1/customer-invoices/manual", manualInvoice(customer, number: number), token: token)
        #expect(reply.status == 201, "\(reply.body)")
        return try #require(reply.text("id"))
    }

    @discardableResult
    func offer(_ customer: String, expiresAt: String = "2026-03-31", token: String? = nil) async throws -> String {
        let reply = try await post(
            "/v1/customer-offers/manual", manualOffer(customer, expiresAt: expiresAt), token: token)
        #expect(reply.status == 201, "\(reply.body)")
        return try #require(reply.text("id"))
    }

    /// A form as a browser would send it, with a PDF.
    func form(
        _ path: String, _ fields: [(String, String)], pdf: String? = "%PDF-1.7\nours", key: String? = nil
    ) async throws -> Reply {
        var form = fields.reduce(FormBody()) { $0.field($1.0, $1.1) }
        if let pdf { form = form.file("pdf", "paper.pdf", Array(pdf.utf8), type: "text/plain") }
        return try await upload(path, form, key: key)
    }

    /// The bytes behind the link of a `CloudFile`.
    func download(_ reply: Reply) async throws -> Reply { try await download(try #require(reply.text("link"))) }

    /// The mails in the outbox, oldest first.
    func mails() async throws -> [(to: String, subject: String, body: String)] {
        try await database.rows("SELECT recipient, subject, body FROM mails ORDER BY id").map {
            (try $0.text("recipient"), try $0.text("subject"), try $0.text("body"))
        }
    }

    func count(_ table: String) async throws -> Int {
        let row =
            switch table {
            case "invoices":
                try await database.first("SELECT COUNT(*) AS n FROM customer_invoices WHERE portal_id = \(a)")
            case "offers": try await database.first("SELECT COUNT(*) AS n FROM customer_offers WHERE portal_id = \(a)")
            default: try await database.first("SELECT COUNT(*) AS n FROM contents WHERE portal_id = \(a)")
            }
        return try #require(row).int("n")
    }
}
