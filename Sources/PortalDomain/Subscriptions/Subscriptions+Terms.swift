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
        var fault: StorageError?
        for row in rows {
            let (id, portal): (SubscriptionID, PortalID) = (try row.id("id"), try row.id("portal_id"))
            do {
                try await makeTerm(of: id, in: portal)
            } catch {
                // One that cannot be done must not keep the others waiting.
                fault = error
                try await postpone(id, in: portal)
            }
        }
        if let fault { throw fault }
        return rows.count
    }

    private func postpone(_ id: SubscriptionID, in portal: PortalID) async throws(StorageError) {
        let later = ambient.now() + 300
        try await database.write { connection throws(StorageError) in
            try Self.plan(id, at: later, in: portal, on: connection)
        }
    }

    /// The invoice of a term that is due, printed before the transaction that makes the term.
    private struct Draft: Sendable {
        /// What it was made of.
        let subscription: Subscription
        let number: InvoiceNumbers.Choice
        let invoice: CustomerInvoices.Draft
    }

    /// Nil if the term needs none, or is not due.
    private func draft(of id: SubscriptionID, in portal: PortalID) async throws(StorageError) -> Draft? {
        let (now, zones) = (ambient.now(), zones)
        let found = try await database.read { connection throws(StorageError) -> (Subscription, CalendarDate, Bool)? in
            guard let row = try connection.first(Self.selection(of: id, in: portal)) else { return nil }
            let subscription = try Self.subscription(row)
            let zone = try Portals.zone(of: portal, zones, on: connection)
            let today = zone.date(at: now)
            guard subscription.createsInvoice, subscription.renewsOn <= today, subscription.hasFurtherTerm(in: zone)
            else { return nil }
            return (subscription, today, try PaymentSettings.find(in: portal, on: connection).mailsInvoices)
        }
        guard let (subscription, today, isMailed) = found else { return nil }
        let line = AmountLine(
            subscription.invoiceDescription ?? subscription.description, gross: subscription.amount,
            vatRate: subscription.vatRate)
        guard let totals = AmountTotals([line]) else { throw .invalid(detail: "no invoice of \(id)") }
        let number = try await numbers.choose(in: portal, of: today.year)
        let invoice = ManualInvoice(
            customer: subscription.customer, number: number.text, issuedAt: today, lines: [line], totals: totals,
            notice: isMailed ? .mail : .silent)
        return try await invoices.prepare(invoice, in: portal).map {
            Draft(subscription: subscription, number: number, invoice: $0)
        }
    }

    private func makeTerm(of id: SubscriptionID, in portal: PortalID) async throws(StorageError) {
        let (now, seed) = (ambient.now(), PaymentSeed(SubscriptionPaymentKind.self, ambient))
        let draft = try await draft(of: id, in: portal)
        try await database.writeAcrossKeys { connection throws(StorageError) in
            // Waits for whoever is at it now; then it is not due any more.
            guard let before = try Self.lockDue(id, in: portal, at: now, on: connection) else { return }
            let zone = try Portals.zone(of: portal, zones, on: connection)
            guard before.renewsOn <= zone.date(at: now) else {
                return try Self.plan(id, at: zone.start(of: before.renewsOn), in: portal, on: connection)
            }
            guard before.hasFurtherTerm(in: zone) else { return try end(before, in: portal, on: connection) }
            // What changed while its invoice was printed is made by the next round, as it is then.
            if before.createsInvoice, draft?.subscription != before { return }
            if let draft, try !InvoiceNumbers.take(draft.number, in: portal, on: connection) { return }
            var after = before
            after.renewsOn = before.nextRenewal
            try Self.update(after, dueAt: zone.start(of: after.renewsOn), in: portal, on: connection)
            try journal.record(
                AuditEvent(
                    "subscription.renewed", in: .portal(portal), by: .system, on: after.auditObject,
                    after: .facts(["term": before.renewsOn.description])), on: connection)
            let invoice = try draft.flatMap { draft throws(StorageError) in
                try invoices.insert(draft.invoice, in: portal, by: .system, on: connection)
            }
            let term = Payment.Term(
                startsOn: before.renewsOn, endsOn: after.renewsOn, invoice: invoice?.id.text)
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
        // Nobody is asked for what they cannot pay.
        guard try PaymentSettings.find(in: payment.portal, on: connection).integration == payment.integration,
            let customer = try Customers.customers(
                of: connection.rows(Customers.selection(of: customer, in: payment.portal))
            ).first,
            let portal = try connection.first(Portals.select(payment.portal))?.text("name")
        else { return }
        try journal.mail(
            .payment(payment, to: customer, from: portal, at: addresses.page(of: payment)),
            from: payment.portal, on: connection)
    }
}
