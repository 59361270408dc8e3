package import Kernel
package import Persistence

/// The payment links of a portal, and the payments through them.
package struct PaymentLinks: Sendable {
    let database: any SQLDatabase
    let journal: Journal
    let ambient: Ambient

    package init(database: any SQLDatabase, journal: Journal, ambient: Ambient) {
        (self.database, self.journal, self.ambient) = (database, journal, ambient)
    }

    package func find(_ id: PaymentLinkID, in portal: PortalID) async throws(StorageError) -> PaymentLink? {
        try await database.first(Self.selection(of: id, in: portal)).map { row throws(StorageError) in
            try Self.link(row)
        }
    }

    /// Whose it is, for its page.
    package func find(_ id: PaymentLinkID) async throws(StorageError) -> (link: PaymentLink, portal: PortalID)? {
        try await database.first(Self.selection(of: id)).map { row throws(StorageError) in
            (try Self.link(row), try row.id("portal_id"))
        }
    }

    package func list(
        _ page: PageRequest<PaymentLinkKind>, in portal: PortalID, where filter: ListFilter = .init(),
        status: PaymentLink.Status? = nil
    ) async throws(StorageError) -> Slice<PaymentLink> {
        let rows = try await database.rows(
            Self.selection(page, in: portal, where: filter, status: status, at: ambient.now()))
        return Slice(try rows.map { row throws(StorageError) in try Self.link(row) }, size: page.size)
    }

    /// The payments through a link. Empty as well if there is no such link: ask `find` first.
    package func payments(
        _ page: PageRequest<PaymentLinkPaymentKind>, of link: PaymentLinkID, in portal: PortalID
    ) async throws(StorageError) -> Slice<Payment> {
        let rows = try await database.rows(
            Payments.selection(page, for: .link, of: link.text, in: portal))
        return Slice(try rows.map { row throws(StorageError) in try Payments.payment(row) }, size: page.size)
    }

    /// Nil if it is no payment of this link.
    package func payment(
        _ id: PaymentLinkPaymentID, of link: PaymentLinkID, in portal: PortalID
    ) async throws(StorageError) -> Payment? {
        let found = try await database.first(Payments.selection(of: PaymentID(id), in: portal))
        guard let payment = try found.map({ row throws(StorageError) in try Payments.payment(row) }),
            payment.purpose == .link, payment.subject == link.text
        else { return nil }
        return payment
    }

    package func create(
        _ new: NewPaymentLink, in portal: PortalID, by actor: AuditEvent.Actor,
        keeping keeper: AnswerKeeper<PaymentLink>? = nil
    ) async throws(StorageError) -> PaymentLink {
        let link = new.link(ambient.makeID(), at: ambient.now())
        return try await database.write { [journal] connection throws(StorageError) in
            try Self.insert(link, in: portal, on: connection)
            try journal.record(
                AuditEvent(
                    "payment_link.created", in: .portal(portal), by: actor, on: link.auditObject, after: link.facts),
                on: connection)
            try journal.announce(.paymentLinkCreated, .paymentLink(link), in: portal, on: connection)
            try keeper?.keep(link, on: connection)
            return link
        }
    }

    package enum Closing: Sendable, Equatable {
        case closed(PaymentLink)
        case notFound
        case notOpen(PaymentLink.Status)
    }

    /// Nobody can begin a payment any more; one that was begun before still counts.
    package func close(
        _ id: PaymentLinkID, in portal: PortalID, by actor: AuditEvent.Actor
    ) async throws(StorageError) -> Closing {
        let now = ambient.now()
        return try await database.write { [journal] connection throws(StorageError) in
            guard let link = try Self.close(id, in: portal, at: now, on: connection) else {
                guard let row = try connection.first(Self.selection(of: id, in: portal)) else { return .notFound }
                return .notOpen(try Self.link(row).status(at: now))
            }
            try journal.record(
                AuditEvent("payment_link.closed", in: .portal(portal), by: actor, on: link.auditObject), on: connection)
            return .closed(link)
        }
    }

    // MARK: - Paying

    package enum Beginning: Sendable, Equatable {
        case payment(Payment)
        case notFound
        case notOpen(PaymentLink.Status)
        /// Somebody has begun to pay, and nobody knows yet whether it will succeed: a second payment might be one too many.
        case pending
        /// The portal takes no payments.
        case noProvider
    }

    /// Makes a payment for whoever opened the link, or finds the one that was begun for it: a link that is not reusable has one payer.
    package func begin(_ id: PaymentLinkID, in portal: PortalID) async throws(StorageError) -> Beginning {
        let (now, seed) = (ambient.now(), PaymentSeed(PaymentLinkPaymentKind.self, ambient))
        return try await database.write { [journal] connection throws(StorageError) in
            guard let link = try Self.lock(id, in: portal, on: connection) else { return .notFound }
            let status = link.status(at: now)
            guard status == .open else { return .notOpen(status) }
            guard let integration = try PaymentSettings.find(in: portal, on: connection).integration else {
                return .noProvider
            }
            if !link.isReusable {
                if let unfinished = try Payments.unfinished(
                    for: .link, of: id.text, through: integration, in: portal, on: connection)
                {
                    return .payment(unfinished)
                }
                if try Payments.hasPending(for: .link, of: id.text, in: portal, on: connection) { return .pending }
            }
            let new = NewPayment(
                seed: seed, purpose: .link, subject: id.text, description: link.description, amount: link.amount,
                integration: integration)
            try Payments.insert(new, in: portal, on: connection)
            let payment = new.payment(in: portal)
            try journal.record(
                AuditEvent(
                    "payment.begun", in: .portal(portal), by: .system, on: payment.auditObject,
                    after: .facts(["for": id.text, "amount": link.amount.description])), on: connection)
            return .payment(payment)
        }
    }

    /// Tells of links whose time is over: the background's work, for all portals.
    /// - Returns: how many.
    @discardableResult
    package func expire(limit: Int = 100) async throws(StorageError) -> Int {
        let now = ambient.now()
        return try await database.write { [journal] connection throws(StorageError) in
            let expired = try Self.takeExpired(at: now, limit: limit, on: connection)
            for (portal, link) in expired {
                try journal.record(
                    AuditEvent("payment_link.expired", in: .portal(portal), by: .system, on: link.auditObject),
                    on: connection)
                try journal.announce(.paymentLinkExpired, .paymentLink(link), in: portal, on: connection)
            }
            return expired.count
        }
    }
}
