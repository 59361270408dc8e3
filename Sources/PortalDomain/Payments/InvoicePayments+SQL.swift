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

    /// Whether somebody has begun to pay an invoice, and nobody knows yet whether it will succeed.
    static func isPending(
        _ invoice: CustomerInvoiceID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        if try Payments.hasPending(for: .invoice, of: invoice.text, in: portal, on: connection) { return true }
        return try termPayment(of: invoice, in: portal, on: connection)?.status == .pending
    }

    /// Whether money for an invoice may be on its way: somebody pays it, or has a checkout open at the provider, which says so too while it
    /// waits for a transfer.
    static func mayComeIn(
        for invoice: CustomerInvoiceID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        if try isPending(invoice, in: portal, on: connection) { return true }
        return try connection.first(
            """
            SELECT 1 AS one FROM payments
            WHERE portal_id = \(portal) AND purpose = \(Payment.Purpose.invoice.rawValue) AND subject_id = \(invoice)
                AND status = \(PaymentStatus.open) AND integration_id IS NOT NULL
                AND integration <> \(PaymentIntegration.sandbox.rawValue) LIMIT 1
            """) != nil
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
            """, as: Payments.payment)
    }
}
