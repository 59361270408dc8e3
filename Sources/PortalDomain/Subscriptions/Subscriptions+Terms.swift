package import Kernel
import Persistence

/// The term job (contract api-v1, 5.3).
extension Subscriptions {
    /// Begins terms whose day has come, of all portals: each in a transaction of its own, with all that belongs to it, and exactly once,
    /// however many nodes do it and wherever one of them stops. A subscription that was missed for long is moved on term by term.
    ///
    /// - Returns: how many subscriptions it looked at. Call again until that is none.
    @discardableResult
    package func makeTerms(limit: Int = 100) async throws(StorageError) -> Int {
        let rows = try await database.rows(Self.selectDue(at: ambient.now(), limit: limit))
        for row in rows { try await makeTerm(of: try row.id("id"), in: try row.id("portal_id")) }
        return rows.count
    }

    private func makeTerm(of id: SubscriptionID, in portal: PortalID) async throws(StorageError) {
        let (now, seed) = (ambient.now(), PaymentSeed(SubscriptionPaymentKind.self, ambient))
        try await database.writeAcrossKeys { connection throws(StorageError) in
            // Waits for whoever is at it now; then it is not due any more.
            guard let before = try Self.lockDue(id, in: portal, at: now, on: connection) else { return }
            let zone = try Portals.zone(of: portal, zones, on: connection)
            guard before.renewsOn <= zone.date(at: now) else {
                return try Self.plan(id, at: zone.start(of: before.renewsOn), in: portal, on: connection)
            }
            guard before.hasFurtherTerm(in: zone) else { return try end(before, in: portal, on: connection) }
            var after = before
            after.renewsOn = before.nextRenewal
            try Self.update(after, dueAt: zone.start(of: after.renewsOn), in: portal, on: connection)
            try journal.record(
                AuditEvent(
                    "subscription.renewed", in: .portal(portal), by: .system, on: after.auditObject,
                    after: .facts(["term": before.renewsOn.description])), on: connection)
            let term = Payment.Term(startsOn: before.renewsOn, endsOn: after.renewsOn)
            try charge(before, for: term, seed, in: portal, at: now, on: connection)
            try journal.announce(.subscriptionUpdated, .subscription(after), in: portal, on: connection)
        }
    }

    /// The last term of a terminated subscription is over: nothing follows.
    private func end(
        _ subscription: Subscription, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        var ended = subscription
        ended.isFinal = true
        try Self.update(ended, dueAt: nil, in: portal, on: connection)
        try journal.record(
            AuditEvent("subscription.ended", in: .portal(portal), by: .system, on: ended.auditObject), on: connection)
        try journal.announce(.subscriptionUpdated, .subscription(ended), in: portal, on: connection)
    }

    /// The payment of a term: charged by mandate in the background, or mailed to the customer, who pays on a page of ours.
    func charge(
        _ subscription: Subscription, for term: Payment.Term, _ seed: PaymentSeed, in portal: PortalID,
        at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        guard let charging = subscription.charging else { return }
        let new = NewPayment(
            seed: seed, purpose: .term, subject: subscription.id.text, description: subscription.description,
            amount: subscription.amount, integration: charging.integration, mandate: charging.mandate, term: term)
        try Payments.insert(new, nextStep: charging.mandate == nil ? nil : now, in: portal, on: connection)
        let payment = new.payment(in: portal)
        if charging.mandate == nil { try mail(payment, to: subscription.customer, on: connection) }
        try journal.announce(.subscriptionPaymentCreated, .subscriptionPayment(payment), in: portal, on: connection)
    }

    private func mail(
        _ payment: Payment, to customer: CustomerID, on connection: any SQLConnection
    ) throws(StorageError) {
        guard
            let customer = try Customers.customers(
                of: connection.rows(Customers.selection(of: customer, in: payment.portal))
            ).first,
            let portal = try connection.first(Portals.select(payment.portal))?.text("name")
        else { return }
        try journal.mail(
            .payment(payment, to: customer, from: portal, at: addresses.page(of: payment)), on: connection)
    }

    // MARK: - After a failure

    /// Seconds after a failed payment until the one more attempt (contract api-v1, 5.3): 3 days.
    static let followUpPause: Int64 = 3 * 86_400

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
                    let subscription = try Self.lock(id, in: payment.portal, on: connection)
                else { continue }
                try journal.record(
                    AuditEvent(
                        "subscription.followed_up", in: .portal(payment.portal), by: .system,
                        on: subscription.auditObject, after: .facts(["term": term.startsOn.description])),
                    on: connection)
                // Of the same term, so what it costs is what it cost.
                var same = subscription
                (same.amount, same.description) = (payment.amount, payment.description)
                let again = Payment.Term(
                    startsOn: term.startsOn, endsOn: term.endsOn, attempt: term.attempt + 1, invoice: term.invoice)
                try charge(same, for: again, seed, in: payment.portal, at: now, on: connection)
            }
            return failed.count
        }
    }
}
