package import Kernel
package import Persistence

/// The invoices that portals receive from the operator. Portals read them; the operator makes them.
package struct PlatformInvoices: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient
    let letterheads: Letterheads
    let papers: PaperWork

    /// What `StorageError.uniqueViolation` names when a number was used before.
    static let numberConstraint = "platform_invoices_number_key"

    package init(
        database: any SQLDatabase, journal: Journal, ambient: Ambient, letterheads: Letterheads, papers: PaperWork
    ) {
        (self.database, self.journal, self.ambient) = (database, journal, ambient)
        (self.letterheads, self.papers) = (letterheads, papers)
    }

    package func find(_ id: PlatformInvoiceID, in portal: PortalID) async throws(StorageError) -> PlatformInvoice? {
        try Self.invoices(of: await database.rows(Self.selection(of: id, in: portal))).first
    }

    package func list(
        _ page: PageRequest<PlatformInvoiceKind>, in portal: PortalID
    ) async throws(StorageError) -> Slice<PlatformInvoice> {
        let rows = try await database.rows(Self.selection(page, in: portal))
        return Slice(try Self.invoices(of: rows), size: page.size)
    }

    /// Nil if this portal has an invoice of that number.
    package func issue(
        _ new: NewPlatformInvoice, at moment: Timestamp, to portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> PlatformInvoice? {
        let recipient = try await letterheads.find(in: portal)
        let sender = PaperDocument.Party(name: new.sender, address: "", zipCode: "", city: "", country: .netherlands)
        let pdf = try await papers.keep(new.order, from: sender, .init(), to: recipient)
        let invoice = PlatformInvoice(
            id: ambient.makeID(), number: new.number,
            lines: new.lines.map { PlatformInvoice.Line(id: ambient.makeID(), amounts: $0) }, issuedAt: moment,
            paidAt: nil, content: pdf.id)
        let now = ambient.now()
        let event = AuditEvent(
            "invoice.issued", in: .portal(portal), by: actor, on: Self.object(invoice),
            after: .facts(["invoice_number": invoice.number, "total_amount": invoice.gross.description]))
        do {
            try await database.write { [journal] connection throws(StorageError) in
                try Contents.insert(pdf, in: portal, at: now, on: connection)
                try Self.insert(invoice, in: portal, on: connection)
                try journal.record(event, on: connection)
            }
        } catch .uniqueViolation(Self.numberConstraint) {
            return nil
        }
        return invoice
    }

    /// Of two at once exactly one does it.
    package func markPaid(
        number: String, at moment: Timestamp, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Transition<PlatformInvoice> {
        try await database.write { [journal] connection throws(StorageError) in
            guard try Self.pay(number, at: moment, in: portal, on: connection) else {
                return try connection.first(Self.selection(of: number, in: portal)) == nil
                    ? .notFound : .refused("The invoice is already paid.")
            }
            let rows = try connection.rows(Self.selection(of: number, in: portal))
            guard let invoice = try Self.invoices(of: rows).first else { return .notFound }
            let event = AuditEvent(
                "invoice.paid", in: .portal(portal), by: actor, on: Self.object(invoice),
                after: .facts(["invoice_number": invoice.number]))
            try journal.record(event, on: connection)
            return .done(invoice)
        }
    }

    private static func object(_ invoice: PlatformInvoice) -> AuditEvent.Object {
        .init(kind: "invoice", id: invoice.id.text)
    }
}
