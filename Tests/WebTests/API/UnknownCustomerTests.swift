import Kernel
import TestSupport
import Testing

@Suite("An unknown customer is told together with everything else that is wrong (contract 2.4)")
struct UnknownCustomerTests {
    static let unknown = "cst_06arf2ssg0h1ffdw95pb"

    @Test(
        "In a JSON body",
        arguments: [
            ("tickets", #"{"customerId":"#, ["customerId", "message", "title"]),
            ("appointments", #"{"name":"","customerId":"#, ["customerId", "endsAt", "name", "startsAt"]),
            (
                "file-shares", #"{"content":["fsf_06arf2ssg0h1ffdw95pb","x"],"customerId":"#,
                ["content[0]", "content[1]", "customerId"]
            ),
            (
                "file-requests", #"{"directoryId":"fsd_06arf2ssg0h1ffdw95pb","customerId":"#,
                ["customerId", "directoryId", "name", "requestedFiles"]
            ),
            (
                "customer-invoices/manual", #"{"issuedAt":"2025-03-05","customerId":"#,
                ["customerId", "invoiceNumber", "lines"]
            ),
            (
                "customer-offers/manual", #"{"issuedAt":"2025-03-05","expiresAt":"2025-03-05","customerId":"#,
                ["customerId", "lines", "offerNumber"]
            ),
            (
                "customer-subscriptions", #"{"startDate":"2025-03-05","interval":"1 month","vatRate":21,"customerId":"#,
                ["amount", "customerId", "description"]
            ),
        ])
    func json(_ path: String, _ body: String, _ fields: [String]) async throws {
        try await withAPI { api in
            let foreign = try await api.customer(token: api.tokenOfB)
            for customer in [Self.unknown, foreign, "x"] {
                let reply = try await api.post("/v1/\(path)", body + "\"\(customer)\"}")
                #expect(reply.status == 422)
                #expect(reply.fields.sorted() == fields, "\(customer)")
            }
            #expect(try await api.auditActions() == [])
        }
    }

    @Test("In a form")
    func form() async throws {
        try await withAPI { api in
            let form = FormBody.field("customerId", Self.unknown).field("name", "Contract")
            let agreement = try await api.upload("/v1/agreements", form)
            #expect(
                agreement.fields.sorted() == [
                    "customerId", "documents", "signerName", "signerSignatureData", "signers",
                ])
            let invoice = try await api.upload("/v1/customer-invoices", form)
            #expect(invoice.fields.sorted() == ["amount", "customerId", "invoiceNumber", "issuedAt", "pdf"])
        }
    }
}
