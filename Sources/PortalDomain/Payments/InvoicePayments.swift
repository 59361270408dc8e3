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

    package enum Beginning: Sendable, Equatable {
        case payment(Payment)
        case notFound, paid
        /// Somebody has begun to pay, and nobody knows yet whether it will succeed.
        case pending
        case noProvider
    }

    /// Makes a payment of an open invoice, or finds the one that was begun: a term's own, if the invoice is of a term.
    package func begin(_ invoice: CustomerInvoice, in portal: PortalID) async throws(StorageError) -> Beginning {
        let seed = PaymentSeed(InvoicePaymentKind.self, ambient)
        return try await database.write { [journal] connection throws(StorageError) in
            guard let isOpen = try Self.lock(invoice.id, in: portal, on: connection) else { return .notFound }
            guard isOpen, invoice.amount > .zero else { return .paid }
            if let term = try Self.termPayment(of: invoice.id, in: portal, on: connection) {
                return term.isPayable ? .payment(term) : .pending
            }
            guard let integration = try PaymentSettings.find(in: portal, on: connection).integration else {
                return .noProvider
            }
            if let unfinished = try Payments.unfinished(
                for: .invoice, of: invoice.id.text, through: integration, in: portal, on: connection)
            {
                return .payment(unfinished)
            }
            if try Payments.hasPending(for: .invoice, of: invoice.id.text, in: portal, on: connection) {
                return .pending
            }
            let new = NewPayment(
                seed: seed, purpose: .invoice, subject: invoice.id.text, description: invoice.number,
                amount: invoice.amount, integration: integration)
            try Payments.insert(new, in: portal, on: connection)
            let payment = new.payment(in: portal)
            try journal.record(
                AuditEvent(
                    "payment.begun", in: .portal(portal), by: .system, on: payment.auditObject,
                    after: .facts(["for": invoice.id.text, "amount": invoice.amount.description])), on: connection)
            return .payment(payment)
        }
    }
}
