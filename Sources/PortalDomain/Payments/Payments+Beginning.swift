import Kernel
import Persistence

/// What came of the wish to pay something.
package enum PaymentBeginning<Subject: Sendable>: Sendable {
    case payment(Payment)
    case notFound
    /// It is not to be paid (any more): as it is now.
    case over(Subject)
    /// Somebody has begun to pay, and nobody knows yet whether it will succeed: a second payment might be one too many.
    case pending
    /// The portal takes no payments.
    case noProvider
}

extension Payments {
    /// Makes a payment, or finds the one that was begun for the same: for whoever holds the row of what is paid, in their transaction.
    ///
    /// - Parameter isShared: many pay for the same, each a payment of their own.
    static func begin<Subject>(
        _ seed: PaymentSeed, for purpose: Payment.Purpose, of subject: String, _ description: String, _ amount: Cents,
        isShared: Bool = false, in portal: PortalID, _ journal: Journal, on connection: any SQLConnection
    ) throws(StorageError) -> PaymentBeginning<Subject> {
        guard let integration = try PaymentSettings.find(in: portal, on: connection).integration else {
            return .noProvider
        }
        if !isShared {
            let unfinished = try Self.unfinished(
                for: purpose, of: subject, through: integration, in: portal, on: connection)
            if let unfinished { return .payment(unfinished) }
            if try Self.hasPending(for: purpose, of: subject, in: portal, on: connection) { return .pending }
        }
        let new = NewPayment(
            seed: seed, purpose: purpose, subject: subject, description: description, amount: amount,
            integration: integration)
        try insert(new, in: portal, on: connection)
        let payment = new.payment(in: portal)
        try recordBeginning(of: payment, journal, on: connection)
        return .payment(payment)
    }

    static func recordBeginning(
        of payment: Payment, _ journal: Journal, on connection: any SQLConnection
    ) throws(StorageError) {
        try journal.record(
            AuditEvent(
                "payment.begun", in: .portal(payment.portal), by: .system, on: payment.auditObject,
                after: .facts(["for": payment.subject, "amount": payment.amount.description])), on: connection)
    }
}
