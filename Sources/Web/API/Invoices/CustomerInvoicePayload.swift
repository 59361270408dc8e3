import Kernel
import PortalDomain

/// `CustomerInvoice` of contract api-v1, 4.5. The same in all versions.
enum CustomerInvoicePayload {
    static func write(
        _ invoice: CustomerInvoice, in zone: TimeZoneTable, _ origins: Origins, to json: inout JSONWriter
    ) {
        json.object { json in
            json.field("id", invoice.id.text)
            json.field("createdAt", zone.atom(invoice.createdAt))
            json.field("customerId", invoice.customer.text)
            json.field("invoiceNumber", invoice.number)
            json.field("issuedAt", invoice.issuedAt.description)
            json.field("currency", "EUR")
            json.field("amount", invoice.amount.description)
            json.field("paidAt", invoice.paidAt.map(zone.atom))
            json.name("links")
            json.object { json in
                json.link("customer", to: "\(origins.api)/customers/\(invoice.customer)", type: "application/json")
                json.link("onlinePaymentLink", to: invoice.paymentAddress, type: "text/html")
            }
        }
    }

    static let schema = Schema.Component("CustomerInvoice") { _ in
        .object([
            .init("id", .id("inv_06apz0pry3me4m7dj13n")), .init("createdAt", .moment),
            .init("customerId", .id("cst_06apczxmqbsaeh9edd1r")),
            .init("invoiceNumber", .string("Not necessarily unique.", example: "2025-001")), .init("issuedAt", .date),
            .init("currency", .currency), .init("amount", .amount), .init("paidAt", .moment.nullable),
            .init(
                "links",
                .object([
                    .init(
                        "customer",
                        .link(
                            to: "application/json",
                            example: "http://localhost:8080/v1/customers/cst_06apczxmqbsaeh9edd1r")),
                    .init(
                        "onlinePaymentLink",
                        .link(
                            to: "text/html",
                            example: "http://localhost:8080/public-invoice/inv_06apz0pry3me4m7dj13n/pay/…")),
                ])),
        ])
    }
}
