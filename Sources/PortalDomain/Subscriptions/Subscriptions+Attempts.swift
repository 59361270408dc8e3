package import Kernel
import Persistence

/// What follows when the payment of a term comes to nothing (contract api-v1, 5.3).
extension Subscriptions {
    /// Seconds after a failed payment until the one more attempt (contract api-v1, 5.3): 3 days.
    static let followUpPause: Int64 = 3 * 86_400
    /// Seconds until it is looked at again whether the payment of the invoice has come in: a day.
    private static let patience: Int64 = 86_400

    /// Makes the second attempts that are due.
    /// - Returns: how many.
    @discardableResult
    package func followUp(limit: Int = 50) async throws(StorageError) -> Int {
        let now = ambient.now()
        let seeds = (0..<limit).map { _ in PaymentSeed(SubscriptionPaymentKind.self, ambient) }
        return try await database.write { connection throws(StorageError) in
            let failed = try Payments.takeFollowUps(at: now, limit: limit, on: connection)
            for (payment, seed) in zip(failed, seeds) {
                let id = SubscriptionID(stored: payment.subject)
                guard let term = payment.term,
                    let subscription = try Self.lock(id, in: payment.portal, on: connection),
                    // Whoever has tried again from the page of the payment has made the second attempt.
                    try Payments.lastAttempt(at: term, of: payment, on: connection)?.id == payment.id
                else { continue }
                if let invoice = term.invoice.map(CustomerInvoiceID.init(stored:)) {
                    // Paid meanwhile, or withdrawn: nothing is owed.
                    guard try InvoicePayments.lock(invoice, in: payment.portal, on: connection) == true else {
                        continue
                    }
                    // Somebody is paying it: a charge beside that would be one too many.
                    if try InvoicePayments.mayComeIn(for: invoice, in: payment.portal, on: connection) {
                        try Payments.planFollowUp(of: payment, at: now + Self.patience, on: connection)
                        continue
                    }
                }
                try journal.record(
                    AuditEvent(
                        "subscription.followed_up", in: .portal(payment.portal), by: .system,
                        on: subscription.auditObject, after: .facts(["term": term.startsOn.description])),
                    on: connection)
                // Of the same term, so what it costs is what it cost.
                var same = subscription
                (same.amount, same.description) = (payment.amount, payment.description)
                try charge(same, for: term.next, seed, in: payment.portal, at: now, on: connection)
            }
            return failed.count
        }
    }

    // MARK: - By the customer

    /// The newest attempt at the term that a payment is for.
    package func lastAttempt(asIn payment: Payment) async throws(StorageError) -> Payment? {
        guard let term = payment.term else { return nil }
        return try await database.read { connection throws(StorageError) in
            try Payments.lastAttempt(at: term, of: payment, on: connection)
        }
    }

    /// One more way to pay a term whose checkout was left or failed, from the page of that payment. Whoever asks twice is led to the same.
    ///
    /// - Parameter payment: any attempt at the term.
    /// - Returns: `.over` with the last attempt, if that tells how things are.
    package func payAgain(_ payment: Payment) async throws(StorageError) -> PaymentBeginning<Payment> {
        let (id, portal) = (SubscriptionID(stored: payment.subject), payment.portal)
        let seed = PaymentSeed(SubscriptionPaymentKind.self, ambient)
        return try await database.write { [journal] connection throws(StorageError) in
            guard let term = payment.term, try Self.lock(id, in: portal, on: connection) != nil,
                let last = try Payments.lastAttempt(at: term, of: payment, on: connection)
            else { return .notFound }
            guard last.canBeRepeated else { return last.isPayable ? .payment(last) : .over(last) }
            if let invoice = term.invoice.map(CustomerInvoiceID.init(stored:)) {
                guard try InvoicePayments.lock(invoice, in: portal, on: connection) == true else { return .over(last) }
                if try InvoicePayments.isPending(invoice, in: portal, on: connection) { return .pending }
            }
            // What was a trial in the sandbox is not asked for in earnest.
            guard try PaymentSettings.find(in: portal, on: connection).integration == last.integration else {
                return .noProvider
            }
            let new = NewPayment(
                seed: seed, purpose: .term, subject: payment.subject, description: payment.description,
                amount: payment.amount, integration: last.integration, term: last.term?.next)
            try Payments.insert(new, in: portal, on: connection)
            let again = new.payment(in: portal)
            try Payments.recordBeginning(of: again, journal, on: connection)
            try journal.announce(.subscriptionPaymentCreated, .subscriptionPayment(again), in: portal, on: connection)
            return .payment(again)
        }
    }
}
