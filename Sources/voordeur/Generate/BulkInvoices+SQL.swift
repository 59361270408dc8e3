import Kernel
import Persistence
import PortalDomain

extension BulkInvoices {
    static let customersPerQuery = 10_000

    static func customers(of portal: PortalID, after last: CustomerID?) -> SQL {
        """
        SELECT id FROM customers WHERE portal_id = \(portal) AND id > \(last?.text ?? "")
        ORDER BY id LIMIT \(customersPerQuery)
        """
    }

    static func contents(of rows: some Collection<BulkInvoice>, _ pdf: KeptContent, in portal: PortalID) -> SQL {
        SQL(
            "INSERT INTO contents (portal_id, id, digest, size, created_at)",
            values: rows.map { row in
                [
                    portal.sqlValue, row.content.sqlValue, pdf.digest.sqlValue, pdf.size.sqlValue,
                    row.content.madeAt.sqlValue,
                ]
            })
    }

    static func insertion(of rows: some Collection<BulkInvoice>, into portal: PortalID) -> SQL {
        SQL(
            """
            INSERT INTO customer_invoices (portal_id, id, customer_id, invoice_number, issued_at, amount, paid_at, content_id,
                created_at)
            """,
            values: rows.map { row in
                [
                    portal.sqlValue, row.id.sqlValue, row.invention.customer.sqlValue, row.number.sqlValue,
                    row.issuedAt.sqlValue, row.invention.amount.sqlValue, row.invention.paidAt?.sqlValue ?? .null,
                    row.content.sqlValue, row.id.madeAt.sqlValue,
                ]
            })
    }
}
