import Kernel
import Persistence

extension InvoicePayments {
    /// Holds an invoice until the end of the transaction: see `Customers.lock`.
    /// - Returns: whether it is open; nil if there is none.
    static func lock(
        _ id: CustomerInvoiceID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool? {
        try connection.first(
            """
            UPDATE customer_invoices SET amount = amount WHERE portal_id = \(portal) AND id = \(id) RETURNING paid_at
            """
        ).map { row throws(StorageError) in try row.optionalTimestamp("paid_at") == nil }
    }

    /// The payment of a term that is under way for its invoice: a second one beside it might be one too many.
    static func termPayment(
        of invoice: CustomerInvoiceID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Payment? {
        try connection.first(
            """
            SELECT \(Payments.columns) FROM payments
            WHERE portal_id = \(portal) AND invoice_id = \(invoice)
                AND status IN (\(PaymentStatus.open), \(PaymentStatus.pending))
            ORDER BY id DESC LIMIT 1
            """
        ).map { row throws(StorageError) in try Payments.payment(row) }
    }
}
