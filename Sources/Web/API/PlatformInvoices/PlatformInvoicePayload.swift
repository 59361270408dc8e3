import Kernel
import PortalDomain

/// `Invoice` of contract api-v1, 4.12. How amounts and moments are written is the affair of `PlatformInvoiceShape`.
enum PlatformInvoicePayload {
    static func write(
        _ invoice: PlatformInvoice, in zone: TimeZoneTable, _ version: APIVersion, to json: inout JSONWriter
    ) {
        let shape = PlatformInvoiceShape(version)
        json.object { json in
            json.field("id", invoice.id.text)
            json.field("invoiceNumber", invoice.number)
            json.name("lines")
            json.array(invoice.lines) { write($1, shape, to: &$0) }
            json.field("currency", "EUR")
            shape.write("subtotalAmount", invoice.net, to: &json)
            shape.write("vatAmount", invoice.vat, to: &json)
            shape.write("totalAmount", invoice.gross, to: &json)
            json.field("issuedAt", shape.moment(invoice.issuedAt, in: zone))
            json.field("isPaid", invoice.paidAt != nil)
        }
    }

    private static func write(
        _ line: PlatformInvoice.Line, _ shape: PlatformInvoiceShape, to json: inout JSONWriter
    ) {
        json.object { json in
            json.field("id", line.id.text)
            json.field("description", line.amounts.description)
            json.name("quantity")
            json.value(.number(line.amounts.quantity.description))
            json.field("currency", "EUR")
            shape.write("amountExclVat", line.amounts.unitPrice, to: &json)
            json.field("vatRate", line.amounts.vatRate.rawValue)
            shape.write("vatAmount", line.amounts.vat, to: &json)
            shape.write("amountInclVat", line.amounts.gross, to: &json)
        }
    }

    static let schema = Schema.Component("Invoice") { version in
        let shape = PlatformInvoiceShape(version)
        let line = Schema.object([
            .init("id", .id("fcl_06ar024vac7xcfs9t3d9")), .init("description", .string(example: "Portal, April")),
            .init("quantity", .quantity), .init("currency", .currency), .init("amountExclVat", shape.schema),
            .init("vatRate", .vatRate), .init("vatAmount", shape.schema), .init("amountInclVat", shape.schema),
        ])
        return .object([
            .init("id", .id("fac_06aqx20n9aakyjg9yxnn")), .init("invoiceNumber", .string(example: "VDR-2025.0010")),
            .init("lines", .array(of: line)), .init("currency", .currency), .init("subtotalAmount", shape.schema),
            .init("vatAmount", shape.schema), .init("totalAmount", shape.schema), .init("issuedAt", shape.momentSchema),
            .init("isPaid", .boolean),
        ])
    }
}
