package import Kernel
package import Persistence

/// What others do with an invoice in a transaction of their own: payments and the terms of subscriptions.
extension CustomerInvoices {
    /// An invoice that is ready to be written: its PDF is printed and kept.
    package struct Draft: Sendable {
        let invoice: CustomerInvoice
        let pdf: KeptContent
        let notice: CustomerNotice
    }

    /// Before the transaction. Nil if there is no such customer.
    package func prepare(_ new: ManualInvoice, in portal: PortalID) async throws(StorageError) -> Draft? {
        guard let pdf = try await papers.keep(new.order, for: new.customer, in: portal) else { return nil }
        return draft(of: new.draft, pdf, in: portal)
    }

    func draft(of new: NewCustomerInvoice, _ pdf: KeptContent, in portal: PortalID) -> Draft {
        let id: CustomerInvoiceID = ambient.makeID()
        let invoice = CustomerInvoice(
            id: id, customer: new.customer, number: new.number, issuedAt: new.issuedAt, amount: new.amount,
            paidAt: new.paidAt, content: pdf.id, createdAt: id.madeAt, paymentAddress: links.payment(of: id, in: portal)
        )
        return Draft(invoice: invoice, pdf: pdf, notice: new.notice)
    }

    /// Writes it with its event, and the mail to the customer. Nil if there is no such customer (any more).
    package func insert(
        _ draft: Draft, in portal: PortalID, by actor: AuditEvent.Actor, on connection: any SQLConnection
    ) throws(StorageError) -> CustomerInvoice? {
        let invoice = draft.invoice
        let rows = try connection.rows(Customers.selection(of: invoice.customer, in: portal))
        guard let customer = try Customers.customers(of: rows).first else { return nil }
        try Contents.insert(draft.pdf, in: portal, at: invoice.createdAt, on: connection)
        try Self.insert(invoice, in: portal, on: connection)
        let event = AuditEvent(
            "customer_invoice.created", in: .portal(portal), by: actor, on: invoice.auditObject, after: invoice.facts)
        try journal.record(event, on: connection)
        if draft.notice == .mail {
            let letterhead = try Letterheads.find(in: portal, on: connection)
            try journal.mail(
                .invoice(invoice, to: customer, on: letterhead), from: portal, on: connection)
        }
        try journal.announce(.invoiceCreated, .customerInvoice(invoice), in: portal, on: connection)
        return invoice
    }

    /// Marks an open invoice as paid, with its event. Nil if there is none that is open.
    package func pay(
        _ id: CustomerInvoiceID, at moment: Timestamp, in portal: PortalID, by actor: AuditEvent.Actor,
        on connection: any SQLConnection
    ) throws(StorageError) -> CustomerInvoice? {
        guard let row = try connection.first(Self.payment(ofOpen: id, at: moment, in: portal)) else { return nil }
        let paid = try invoice(row, in: portal)
        try journal.record(Self.event("paid", paid, portal, actor), on: connection)
        try journal.announce(.invoicePaid, .customerInvoice(paid), in: portal, on: connection)
        return paid
    }

    /// The money went back (contract api-v1, 5.1): the invoice is open again. Nil if it was not paid.
    package func chargeBack(
        _ id: CustomerInvoiceID, in portal: PortalID, by actor: AuditEvent.Actor, on connection: any SQLConnection
    ) throws(StorageError) -> CustomerInvoice? {
        guard let row = try connection.first(Self.chargeback(ofPaid: id, in: portal)) else { return nil }
        let open = try invoice(row, in: portal)
        try journal.record(Self.event("charged_back", open, portal, actor), on: connection)
        try journal.announce(.invoiceChargeback, .customerInvoice(open), in: portal, on: connection)
        return open
    }

    private static func event(
        _ change: String, _ invoice: CustomerInvoice, _ portal: PortalID, _ actor: AuditEvent.Actor
    ) -> AuditEvent {
        AuditEvent(
            "customer_invoice.\(change)", in: .portal(portal), by: actor, on: invoice.auditObject,
            after: .facts(["paid_at": invoice.paidAt.map { "\($0.seconds)" }]))
    }
}
