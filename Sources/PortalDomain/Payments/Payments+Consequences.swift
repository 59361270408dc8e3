import Kernel
import Persistence

extension Payments {
    /// What follows from a transition that has just been made, in its transaction (contract api-v1, 5.1).
    ///
    /// - Parameter newcomer: the ids of what a sign-up becomes.
    func follow(
        _ payment: Payment, _ report: PaymentReport, _ newcomer: SignUps.Newcomer, at now: Timestamp,
        on connection: any SQLConnection
    ) throws(StorageError) {
        let portal = payment.portal
        switch payment.purpose {
        case .link:
            guard payment.status == .paid else { return }
            try PaymentLinks.settle(
                PaymentLinkID(stored: payment.subject), in: portal, at: now, journal, on: connection)
        case .invoice:
            try settle(CustomerInvoiceID(stored: payment.subject), by: payment, at: now, on: connection)
        case .term:
            try followTerm(payment, report, at: now, on: connection)
        case .signUp:
            guard payment.status == .paid else { return }
            let zone = try Portals.zone(of: portal, zones, on: connection)
            try SignUps.settle(payment, report, newcomer, at: now, zone, journal, on: connection)
        }
    }

    /// The invoice is paid with the payment, and open again with its chargeback; one that something else paid stays as it is.
    private func settle(
        _ invoice: CustomerInvoiceID, by payment: Payment, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        let portal = payment.portal
        switch payment.status {
        case .paid:
            let moment = payment.paidAt ?? now
            guard try invoices.pay(invoice, at: moment, in: portal, by: .system, on: connection) != nil else { return }
            try Self.noteSettled(payment, on: connection)
        case .chargeback where payment.hasSettled:
            _ = try invoices.chargeBack(invoice, in: portal, by: .system, on: connection)
        default: return
        }
    }

    private func followTerm(
        _ payment: Payment, _ report: PaymentReport, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        let (portal, id) = (payment.portal, SubscriptionID(stored: payment.subject))
        try journal.announce(.subscriptionPaymentUpdated, .subscriptionPayment(payment), in: portal, on: connection)
        if let invoice = payment.term?.invoice {
            try settle(CustomerInvoiceID(stored: invoice), by: payment, at: now, on: connection)
        }
        guard let row = try connection.first(Subscriptions.selection(of: id, in: portal)) else { return }
        let subscription = try Subscriptions.subscription(row)
        switch payment.status {
        case .failed where subscription.followsUpFailures && payment.term?.attempt == 1:
            try Self.planFollowUp(of: payment, at: now + Subscriptions.followUpPause, on: connection)
        case .paid where payment.mandate == nil:
            guard let mandate = report.mandate,
                try Subscriptions.give(mandate, of: report.customer, to: id, in: portal, on: connection),
                let row = try connection.first(Subscriptions.selection(of: id, in: portal))
            else { return }
            try journal.record(
                AuditEvent(
                    "subscription.mandated", in: .portal(portal), by: .system, on: subscription.auditObject,
                    after: .facts(["mandate": mandate])), on: connection)
            try journal.announce(
                .subscriptionUpdated, .subscription(try Subscriptions.subscription(row)), in: portal, on: connection)
        default: return
        }
    }
}
