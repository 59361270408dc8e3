import Kernel
import Persistence

extension CustomerInvoices {
    private static let columns: SQL =
        "id, customer_id, invoice_number, issued_at, amount, paid_at, content_id, created_at"

    static func selection(of id: CustomerInvoiceID, in portal: PortalID) -> SQL {
        "SELECT \(columns) FROM customer_invoices WHERE portal_id = \(portal) AND id = \(id)"
    }

    static func selection(
        _ page: PageRequest<CustomerInvoiceKind>, in portal: PortalID, where filter: ListFilter,
        status: CustomerInvoice.Status?
    ) -> SQL {
        var conditions = page.conditions(in: portal, where: filter)
        switch status {
        case .open?: conditions = "\(conditions) AND paid_at IS NULL"
        case .paid?: conditions = "\(conditions) AND paid_at IS NOT NULL"
        case nil: break
        }
        return "SELECT \(columns) FROM customer_invoices WHERE \(conditions) \(page.limits)"
    }

    func invoice(_ row: SQLRow, in portal: PortalID) throws(StorageError) -> CustomerInvoice {
        let id: CustomerInvoiceID = try row.id("id")
        return CustomerInvoice(
            id: id, customer: try row.id("customer_id"), number: try row.text("invoice_number"),
            issuedAt: try row.date("issued_at"), amount: try row.cents("amount"),
            paidAt: try row.optionalTimestamp("paid_at"), content: try row.id("content_id"),
            createdAt: try row.timestamp("created_at"), paymentAddress: links.payment(of: id, in: portal))
    }

    static func insert(
        _ invoice: CustomerInvoice, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO customer_invoices (portal_id, id, customer_id, invoice_number, issued_at, amount, paid_at, content_id,
                created_at)
            VALUES (\(portal), \(invoice.id), \(invoice.customer), \(invoice.number), \(invoice.issuedAt), \(invoice.amount),
                \(invoice.paidAt), \(invoice.content), \(invoice.createdAt))
            """)
    }

    static func payment(ofOpen id: CustomerInvoiceID, at moment: Timestamp, in portal: PortalID) -> SQL {
        """
        UPDATE customer_invoices SET paid_at = \(moment) WHERE portal_id = \(portal) AND id = \(id) AND paid_at IS NULL
        RETURNING \(columns)
        """
    }

    static func chargeback(ofPaid id: CustomerInvoiceID, in portal: PortalID) -> SQL {
        """
        UPDATE customer_invoices SET paid_at = NULL WHERE portal_id = \(portal) AND id = \(id) AND paid_at IS NOT NULL
        RETURNING \(columns)
        """
    }

    static func delete(
        _ id: CustomerInvoiceID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute("DELETE FROM customer_invoices WHERE portal_id = \(portal) AND id = \(id)")
    }

    /// Whether a customer has any: then it cannot be deleted (contract api-v1, 4.3).
    static func has(
        _ customer: CustomerID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.first(
            "SELECT id FROM customer_invoices WHERE portal_id = \(portal) AND customer_id = \(customer) LIMIT 1") != nil
    }
}
