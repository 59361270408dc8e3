package import Kernel
package import Persistence

/// Of an invoice, through its public page. Not in any list of the API.
enum InvoicePaymentKind: EntityKind { static let idPrefix = "ivp" }

/// Invoices that customers pay on their public page (contract api-v1, 5.1).
package struct InvoicePayments: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient

    package init(database: any SQLDatabase, journal: Journal, ambient: Ambient) {
        (self.database, self.journal, self.ambient) = (database, journal, ambient)
    }

    /// Makes a payment of an open invoice, or finds the one that was begun: a term's own, if the invoice is of a term.
    package func begin(
        _ invoice: CustomerInvoice, in portal: PortalID
    ) async throws(StorageError) -> PaymentBeginning<CustomerInvoice> {
        let seed = PaymentSeed(InvoicePaymentKind.self, ambient)
        return try await database.write { [journal] connection throws(StorageError) in
            guard let isOpen = try Self.lock(invoice.id, in: portal, on: connection) else { return .notFound }
            guard isOpen, invoice.amount > .zero else { return .over(invoice) }
            if let term = try Self.termPayment(of: invoice.id, in: portal, on: connection) {
                return term.isPayable ? .payment(term) : .pending
            }
            return try Payments.begin(
                seed, for: .invoice, of: invoice.id.text, invoice.number, invoice.amount, in: portal, journal,
                on: connection)
        }
    }
}
