import HTTPTypes
import Kernel
package import PortalDomain

/// `/customer-invoices`: the invoices of a portal to its customers (contract api-v1, 4.5).
package struct CustomerInvoiceOperations: Sendable {
    private let invoices: CustomerInvoices
    private let customers: Customers
    private let contents: Contents
    private let downloads: DownloadLinks
    private let origins: Origins

    package init(
        invoices: CustomerInvoices, customers: Customers, contents: Contents, downloads: DownloadLinks, origins: Origins
    ) {
        (self.invoices, self.customers, self.contents) = (invoices, customers, contents)
        (self.downloads, self.origins) = (downloads, origins)
    }

    private static let group = "Customer Invoices"
    private static let one = "/customer-invoices/{invoiceId}"

    static let list = Operation(
        "list-customer-invoices", .get, "/customer-invoices", group: group, summary: "List invoices, newest first.",
        access: .scope(.invoicesRead), feature: .invoicing,
        parameters: [.customer, .status(CustomerInvoice.Status.self), .createdAfter, .createdBefore],
        success: .page("CustomerInvoice"))
    static let create = Operation(
        "create-customer-invoice", .post, "/customer-invoices", group: group, summary: "Add an invoice with its PDF.",
        access: .scope(.invoicesWrite), feature: .invoicing,
        body: .multipart("NewCustomerInvoice", files: [FilePart("pdf", isPDF: true)]),
        success: .created("CustomerInvoice"))
    static let createManual = Operation(
        "create-customer-invoice-manual", .post, "/customer-invoices/manual", group: group,
        summary: "Make an invoice from lines; the server makes the PDF.", access: .scope(.invoicesWrite),
        feature: .invoicing, body: .json("ManualCustomerInvoice", required: true), success: .created("CustomerInvoice"))
    static let get = Operation(
        "get-customer-invoice", .get, one, group: group, summary: "Read one invoice.", access: .scope(.invoicesRead),
        feature: .invoicing, success: .entity("CustomerInvoice"))
    static let markPaid = Operation(
        "mark-customer-invoice-paid", .patch, one, group: group, summary: "Mark an open invoice as paid.",
        access: .scope(.invoicesWrite), feature: .invoicing, body: .json("CustomerInvoicePayment", required: true),
        success: .entity("CustomerInvoice"), mayConflict: true)
    static let delete = Operation(
        "delete-customer-invoice", .delete, one, group: group, summary: "Delete an open invoice.",
        access: .scope(.invoicesWrite), feature: .invoicing, success: .noContent, mayConflict: true)
    static let pdf = Operation(
        "get-customer-invoice-pdf", .get, "\(one)/pdf", group: group, summary: "Get a link to the PDF.",
        access: .scope(.invoicesRead), feature: .invoicing, success: .entity("CloudFile"))

    static let all = [list, create, createManual, get, markPaid, delete, pdf]

    package var endpoints: [Endpoint] {
        [
            .init(Self.list, list), .init(Self.create, create), .init(Self.createManual, createManual),
            .init(Self.get, get), .init(Self.markPaid, markPaid), .init(Self.delete, delete), .init(Self.pdf, pdf),
        ]
    }

    func list(_ call: APICall) async throws -> APIAnswer {
        var fields = FieldReader(call.query)
        let query = ListQuery<CustomerInvoiceKind>(reading: &fields, of: call)
        let filter = ListFilter(reading: &fields, of: call)
        let status = fields.optional("status", ValueRule<CustomerInvoice.Status>.choice)
        guard fields.errors.isEmpty else { throw fields.refusal }
        let slice = try await invoices.list(query.request, in: call.portal, where: filter, status: status)
        let page = PageAnswer(slice, of: query, for: call, at: "\(origins.api)/customer-invoices")
        return page.answer(id: \.id) { [origins] in CustomerInvoicePayload.write($1, in: call.zone, origins, to: &$0) }
    }

    func create(_ call: APICall) async throws -> APIAnswer {
        let (new, pdf) = try await CustomerInvoiceRequest.new(call, customers)
        let kept = try await contents.keep(pdf, in: call.portal)
        return try created(
            await invoices.create(
                new, pdf: kept, in: call.portal, by: call.actor, keeping: call.keeping(answer(call))), call)
    }

    func createManual(_ call: APICall) async throws -> APIAnswer {
        let new = try await CustomerInvoiceRequest.manual(call, customers)
        return try created(
            await invoices.create(new, in: call.portal, by: call.actor, keeping: call.keeping(answer(call))), call)
    }

    func get(_ call: APICall) async throws -> APIAnswer { .ok(payload(try await find(call), call)) }

    func markPaid(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("invoiceId", of: CustomerInvoiceKind.self)
        let moment = try await call.fields { () throws(APIError) in
            try CustomerInvoiceRequest.payment(call)
        } of: {
            try await invoices.find(id, in: call.portal) != nil
        }
        let change = try await invoices.markPaid(id, at: moment, in: call.portal, by: call.actor)
        return .ok(payload(try change.entity(), call))
    }

    func delete(_ call: APICall) async throws -> APIAnswer {
        let id = try call.id("invoiceId", of: CustomerInvoiceKind.self)
        return try .deletion(await invoices.delete(id, in: call.portal, by: call.actor))
    }

    func pdf(_ call: APICall) async throws -> APIAnswer {
        let invoice = try await find(call)
        return downloads.link(
            to: invoice.content, in: call.portal, named: PaperName.of(invoice.number), type: "application/pdf",
            at: call.now
        ).answer(to: call)
    }

    private func find(_ call: APICall) async throws -> CustomerInvoice {
        let id = try call.id("invoiceId", of: CustomerInvoiceKind.self)
        guard let invoice = try await invoices.find(id, in: call.portal) else { throw APIError.notFound }
        return invoice
    }

    private func answer(_ call: APICall) -> @Sendable (CustomerInvoice) -> APIAnswer {
        { .created(payload($0, call), at: "\(origins.api)/customer-invoices/\($0.id)") }
    }

    private func created(_ creation: Creation<CustomerInvoice>, _ call: APICall) throws(APIError) -> APIAnswer {
        answer(call)(try creation.entity())
    }

    private func payload(_ invoice: CustomerInvoice, _ call: APICall) -> JSONWriter {
        var json = JSONWriter()
        CustomerInvoicePayload.write(invoice, in: call.zone, origins, to: &json)
        return json
    }
}
