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
        try await database.first(Self.selection(of: id, in: portal), as: Self.link)
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
        try await database.slice(
            Self.selection(page, in: portal, where: filter, status: status, at: ambient.now()), of: page, as: Self.link)
    }

    /// The payments through a link. Empty as well if there is no such link: ask `find` first.
    package func payments(
        _ page: PageRequest<PaymentLinkPaymentKind>, of link: PaymentLinkID, in portal: PortalID
    ) async throws(StorageError) -> Slice<Payment> {
        try await database.slice(
            Payments.selection(page, for: .link, of: link.text, in: portal), of: page, as: Payments.payment)
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
        let link = new.link(ambient.makeID())
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

    /// Makes a payment for whoever opened the link, or finds the one that was begun for it: a link that is not reusable has one payer.
    package func begin(
        _ id: PaymentLinkID, in portal: PortalID
    ) async throws(StorageError) -> PaymentBeginning<PaymentLink> {
        let (now, seed) = (ambient.now(), PaymentSeed(PaymentLinkPaymentKind.self, ambient))
        return try await database.write { [journal] connection throws(StorageError) in
            guard let link = try Self.lock(id, in: portal, on: connection) else { return .notFound }
            guard link.status(at: now) == .open else { return .over(link) }
            return try Payments.begin(
                seed, for: .link, of: id.text, link.description, link.amount, isShared: link.isReusable, in: portal,
                journal, on: connection)
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
