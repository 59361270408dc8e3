import HTTPTypes
import Kernel
package import PortalDomain

/// `/invoices`: what the operator of the server charges the portal (contract api-v1, 4.12).
package struct PlatformInvoiceOperations: Sendable {
    private let invoices: PlatformInvoices
    private let downloads: DownloadLinks
    private let origins: Origins

    package init(invoices: PlatformInvoices, downloads: DownloadLinks, origins: Origins) {
        (self.invoices, self.downloads, self.origins) = (invoices, downloads, origins)
    }

    private static let group = "Invoices"

    static let list = Operation(
        "list-invoices", .get, "/invoices", group: group, summary: "List the invoices that you receive, newest first.",
        access: .scope(.businessOperationsRead), success: .page("Invoice"))
    static let get = Operation(
        "get-invoice", .get, "/invoices/{invoiceId}", group: group, summary: "Read one invoice.",
        access: .scope(.businessOperationsRead), success: .entity("Invoice"))
    static let pdf = Operation(
        "get-invoice-pdf", .get, "/invoices/{invoiceId}/pdf", group: group, summary: "Get a link to the PDF.",
        access: .scope(.businessOperationsRead), success: .entity("CloudFile"))

    static let all = [list, get, pdf]

    package var endpoints: [Endpoint] {
        [.init(Self.list, list), .init(Self.get, get), .init(Self.pdf, pdf)]
    }

    func list(_ call: APICall) async throws -> APIAnswer {
        var fields = FieldReader(call.query)
        let query = ListQuery<PlatformInvoiceKind>(reading: &fields, of: call)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await invoices.list(query.request, in: call.portal)
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/invoices")
        return page.answer(id: \.id) { PlatformInvoicePayload.write($1, in: call.zone, call.version, to: &$0) }
    }

    func get(_ call: APICall) async throws -> APIAnswer {
        var json = JSONWriter()
        PlatformInvoicePayload.write(try await find(call), in: call.zone, call.version, to: &json)
        return .ok(json)
    }

    func pdf(_ call: APICall) async throws -> APIAnswer {
        let invoice = try await find(call)
        return downloads.link(
            to: invoice.content, in: call.portal, named: PaperName.of(invoice.number), type: "application/pdf",
            at: call.now
        ).answer(to: call)
    }

    private func find(_ call: APICall) async throws -> PlatformInvoice {
        let id = try call.id("invoiceId", of: PlatformInvoiceKind.self)
        guard let invoice = try await invoices.find(id, in: call.portal) else { throw APIError.notFound }
        return invoice
    }
}
