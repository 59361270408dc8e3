import Kernel
import PortalDomain

/// The bodies of `create-customer-invoice`, `create-customer-invoice-manual` and `mark-customer-invoice-paid`.
enum CustomerInvoiceRequest {
    static func new(
        _ call: APICall, _ customers: Customers
    ) async throws -> (invoice: NewCustomerInvoice, pdf: UploadedFile) {
        var fields = FieldReader(call.body)
        let customer = fields.required("customerId", .id(of: CustomerKind.self))
        let number = fields.required("invoiceNumber", .text(255))
        let issuedAt = fields.required("issuedAt", .date)
        let amount = fields.required("amount", .amount())
        let paidAt = fields.optional("paidAt", .dateTime(in: call.zone))
        let isNotified = fields.optional("sendNotification", .formBoolean) ?? false
        let pdf = fields.file("pdf", in: call.uploads)
        guard fields.errors.isEmpty, let customer, let number, let issuedAt, let amount, let pdf else {
            throw try await fields.refusal(naming: customer, of: customers, in: call.portal)
        }
        let invoice = NewCustomerInvoice(
            customer: customer, number: number, issuedAt: issuedAt, amount: amount, paidAt: paidAt,
            notice: isNotified ? .mail : .silent)
        return (invoice, pdf)
    }

    static func manual(_ call: APICall, _ customers: Customers) async throws -> ManualInvoice {
        var fields = FieldReader(call.body)
        let customer = fields.required("customerId", .id(of: CustomerKind.self))
        let number = fields.required("invoiceNumber", .text(255))
        let issuedAt = fields.required("issuedAt", .date)
        let isNotified = fields.optional("sendNotification", .boolean) ?? false
        let content = AmountLineFields.read(&fields)
        guard fields.errors.isEmpty, let customer, let number, let issuedAt, let content else {
            throw try await fields.refusal(naming: customer, of: customers, in: call.portal)
        }
        return ManualInvoice(
            customer: customer, number: number, issuedAt: issuedAt, lines: content.lines, totals: content.totals,
            notice: isNotified ? .mail : .silent)
    }

    static func payment(_ call: APICall) throws(APIError) -> Timestamp {
        var fields = FieldReader(call.body)
        guard let paidAt = fields.required("paidAt", .dateTime(in: call.zone)) else { throw fields.refusal }
        return paidAt
    }

    static let newSchema = Schema.Component("NewCustomerInvoice") { _ in
        .object(
            properties + [
                .init("amount", .amount),
                .init("pdf", .file("At most 25 MB unless the operator has chosen otherwise.", type: "application/pdf")),
                .init("paidAt", .writtenMoment, isRequired: false),
                .init("sendNotification", .boolean, isRequired: false),
            ])
    }
    static let manualSchema = Schema.Component("ManualCustomerInvoice") { _ in
        .object(
            properties + [
                .init("sendNotification", .boolean, isRequired: false), .init("lines", AmountLineFields.schema),
            ])
    }
    static let paymentSchema = Schema.Component("CustomerInvoicePayment") { _ in
        .object([.init("paidAt", .writtenMoment)])
    }

    private static let properties: [Schema.Property] = [
        .init("customerId", .id("cst_06apczxmqbsaeh9edd1r")), .init("invoiceNumber", .text(255, example: "2025-001")),
        .init("issuedAt", .date),
    ]
}
