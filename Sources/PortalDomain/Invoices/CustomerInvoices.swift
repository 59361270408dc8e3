package import Kernel
package import Persistence

/// The invoices of portals to their customers.
///
/// Every change writes one audit event in its own transaction, and announces itself to the portal's webhooks.
package struct CustomerInvoices: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient
    let links: PublicInvoiceLinks
    let papers: PaperWork

    package init(
        database: any SQLDatabase, journal: Journal, ambient: Ambient, links: PublicInvoiceLinks, papers: PaperWork
    ) {
        (self.database, self.journal, self.ambient) = (database, journal, ambient)
        (self.links, self.papers) = (links, papers)
    }

    package func find(_ id: CustomerInvoiceID, in portal: PortalID) async throws(StorageError) -> CustomerInvoice? {
        try await database.first(Self.selection(of: id, in: portal)).map { row throws(StorageError) in
            try invoice(row, in: portal)
        }
    }

    /// The invoice that a public address leads to: the two parts of the path. Nil for addresses that we did not make.
    package func find(
        public invoice: String, secret: String
    ) async throws(StorageError) -> (invoice: CustomerInvoice, portal: PortalID)? {
        guard let (id, portal) = links.invoice(invoice, secret: secret), let found = try await find(id, in: portal)
        else { return nil }
        return (found, portal)
    }

    package func list(
        _ page: PageRequest<CustomerInvoiceKind>, in portal: PortalID, where filter: ListFilter = .init(),
        status: CustomerInvoice.Status? = nil
    ) async throws(StorageError) -> Slice<CustomerInvoice> {
        let rows = try await database.rows(Self.selection(page, in: portal, where: filter, status: status))
        return Slice(try rows.map { row throws(StorageError) in try invoice(row, in: portal) }, size: page.size)
    }

    /// - Parameter pdf: kept, and not used yet.
    package func create(
        _ new: NewCustomerInvoice, pdf: KeptContent, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<CustomerInvoice>? = nil
    ) async throws(StorageError) -> Creation<CustomerInvoice> {
        let draft = draft(of: new, pdf, in: portal)
        return try await database.writeAcrossKeys { connection throws(StorageError) in
            guard let invoice = try insert(draft, in: portal, by: actor, on: connection) else {
                return .unknownCustomer
            }
            try keeper?.keep(invoice, on: connection)
            return .created(invoice)
        }
    }

    /// Prints it first.
    package func create(
        _ new: ManualInvoice, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<CustomerInvoice>? = nil
    ) async throws(StorageError) -> Creation<CustomerInvoice> {
        guard let pdf = try await papers.keep(new.order, for: new.customer, in: portal) else { return .unknownCustomer }
        return try await create(new.draft, pdf: pdf, in: portal, by: actor, keeping: keeper)
    }

    /// Of two at once exactly one does it.
    package func markPaid(
        _ id: CustomerInvoiceID, at moment: Timestamp, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Transition<CustomerInvoice> {
        try await database.write { connection throws(StorageError) in
            if let paid = try pay(id, at: moment, in: portal, by: actor, on: connection) { return .done(paid) }
            return try connection.first(Self.selection(of: id, in: portal)) == nil
                ? .notFound : .refused("The invoice is already paid.")
        }
    }

    /// Only while it is open, and nobody is paying it.
    package func delete(
        _ id: CustomerInvoiceID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Deletion {
        let now = ambient.now()
        return try await database.writeAcrossKeys { connection throws(StorageError) in
            guard let isOpen = try InvoicePayments.lock(id, in: portal, on: connection) else { return .notFound }
            guard isOpen, let row = try connection.first(Self.selection(of: id, in: portal)) else {
                return .refused("The invoice is paid.")
            }
            guard try !InvoicePayments.isPending(id, in: portal, on: connection) else {
                return .refused("The invoice is being paid.")
            }
            try Self.delete(id, in: portal, on: connection)
            let deleted = try invoice(row, in: portal)
            try Contents.delete(deleted.content, in: portal, at: now, on: connection)
            let event = AuditEvent(
                "customer_invoice.deleted", in: .portal(portal), by: actor, on: deleted.auditObject,
                before: deleted.facts)
            try journal.record(event, on: connection)
            try journal.announce(.invoiceDeleted, .customerInvoice(deleted), in: portal, on: connection)
            return .deleted
        }
    }
}
