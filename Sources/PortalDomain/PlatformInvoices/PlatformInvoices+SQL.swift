import Kernel
import Persistence

extension PlatformInvoices {
    static func selection(of id: PlatformInvoiceID, in portal: PortalID) -> SQL {
        withLines("SELECT * FROM platform_invoices WHERE portal_id = \(portal) AND id = \(id)")
    }

    static func selection(of number: String, in portal: PortalID) -> SQL {
        withLines("SELECT * FROM platform_invoices WHERE portal_id = \(portal) AND invoice_number = \(number)")
    }

    static func selection(_ page: PageRequest<PlatformInvoiceKind>, in portal: PortalID) -> SQL {
        withLines("SELECT * FROM platform_invoices WHERE \(page.conditions(in: portal)) \(page.limits)")
    }

    /// One row per line, the lines of an invoice one after the other.
    private static func withLines(_ invoices: SQL) -> SQL {
        """
        SELECT i.id, i.invoice_number, i.issued_at, i.paid_at, i.content_id, l.id AS line_id, l.description, l.quantity,
            l.unit_price, l.vat_rate
        FROM (\(invoices)) AS i
        JOIN platform_invoice_lines AS l ON l.portal_id = i.portal_id AND l.invoice_id = i.id
        ORDER BY i.id DESC, l.id
        """
    }

    /// Folds the rows of one invoice, which follow each other, into one.
    static func invoices(of rows: [SQLRow]) throws(StorageError) -> [PlatformInvoice] {
        var invoices: [PlatformInvoice] = []
        var lines: [PlatformInvoice.Line] = []
        for (position, row) in rows.enumerated() {
            lines.append(try line(row))
            let id = try row.text("id")
            if position + 1 < rows.count, try rows[position + 1].text("id") == id { continue }
            invoices.append(
                PlatformInvoice(
                    id: try row.id("id"), number: try row.text("invoice_number"), lines: lines,
                    issuedAt: try row.timestamp("issued_at"), paidAt: try row.optionalTimestamp("paid_at"),
                    content: try row.id("content_id")))
            lines = []
        }
        return invoices
    }

    private static func line(_ row: SQLRow) throws(StorageError) -> PlatformInvoice.Line {
        PlatformInvoice.Line(
            id: try row.id("line_id"),
            amounts: AmountLine(
                try row.text("description"), quantity: Quantity(stored: try row.integer("quantity")),
                unitPrice: try row.cents("unit_price"), vatRate: try row.vatRate("vat_rate")))
    }

    static func insert(
        _ invoice: PlatformInvoice, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO platform_invoices (portal_id, id, invoice_number, issued_at, paid_at, content_id)
            VALUES (\(portal), \(invoice.id), \(invoice.number), \(invoice.issuedAt), \(invoice.paidAt), \(invoice.content))
            """)
        for line in invoice.lines {
            try connection.execute(
                """
                INSERT INTO platform_invoice_lines (portal_id, id, invoice_id, description, quantity, unit_price, vat_rate)
                VALUES (\(portal), \(line.id), \(invoice.id), \(line.amounts.description),
                    \(line.amounts.quantity.thousandths), \(line.amounts.unitPrice), \(line.amounts.vatRate))
                """)
        }
    }

    static func pay(
        _ number: String, at moment: Timestamp, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE platform_invoices SET paid_at = \(moment)
            WHERE portal_id = \(portal) AND invoice_number = \(number) AND paid_at IS NULL
            """) == 1
    }
}
