import Kernel
import Persistence

extension PaymentLinks {
    static let columns: SQL = """
        portal_id, id, description, amount, reusable, expires_at, paid_at, closed_at, expired_at, created_at
        """

    static func selection(of id: PaymentLinkID, in portal: PortalID) -> SQL {
        "SELECT \(columns) FROM payment_links WHERE portal_id = \(portal) AND id = \(id)"
    }

    /// For the page of the link, whose address names no portal.
    static func selection(of id: PaymentLinkID) -> SQL { "SELECT \(columns) FROM payment_links WHERE id = \(id)" }

    static func selection(
        _ page: PageRequest<PaymentLinkKind>, in portal: PortalID, where filter: ListFilter,
        status: PaymentLink.Status?, at now: Timestamp
    ) -> SQL {
        var conditions = page.conditions(in: portal, where: filter)
        // As `PaymentLink.status(at:)`.
        switch status {
        case nil: break
        case .paid: conditions = "\(conditions) AND paid_at IS NOT NULL"
        case .closed: conditions = "\(conditions) AND paid_at IS NULL AND closed_at IS NOT NULL"
        case .expired:
            conditions = """
                \(conditions) AND paid_at IS NULL AND closed_at IS NULL AND (expired_at IS NOT NULL OR expires_at < \(now))
                """
        case .open: conditions = "\(conditions) AND \(isOpen(at: now))"
        }
        return "SELECT \(columns) FROM payment_links WHERE \(conditions) \(page.limits)"
    }

    private static func isOpen(at now: Timestamp) -> SQL {
        """
        paid_at IS NULL AND closed_at IS NULL AND expired_at IS NULL AND (expires_at IS NULL OR expires_at >= \(now))
        """
    }

    static func link(_ row: SQLRow) throws(StorageError) -> PaymentLink {
        PaymentLink(
            id: try row.id("id"), description: try row.text("description"), amount: try row.cents("amount"),
            isReusable: try row.bool("reusable"), expiresAt: try row.optionalTimestamp("expires_at"),
            paidAt: try row.optionalTimestamp("paid_at"), closedAt: try row.optionalTimestamp("closed_at"),
            expiredAt: try row.optionalTimestamp("expired_at"), createdAt: try row.timestamp("created_at"))
    }

    static func insert(
        _ link: PaymentLink, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO payment_links (portal_id, id, description, amount, reusable, expires_at, created_at)
            VALUES (\(portal), \(link.id), \(link.description), \(link.amount.count), \(link.isReusable),
                \(link.expiresAt), \(link.createdAt))
            """)
    }

    /// Closes a link that is open. Nil if there is none.
    static func close(
        _ id: PaymentLinkID, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> PaymentLink? {
        try connection.first(
            """
            UPDATE payment_links SET closed_at = \(now)
            WHERE portal_id = \(portal) AND id = \(id) AND \(isOpen(at: now))
            RETURNING \(columns)
            """, as: link)
    }

    /// Reads a link and holds its row until the end of the transaction: see `Customers.lock`.
    static func lock(
        _ id: PaymentLinkID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> PaymentLink? {
        try connection.first(
            """
            UPDATE payment_links SET amount = amount WHERE portal_id = \(portal) AND id = \(id) RETURNING \(columns)
            """, as: link)
    }

    /// A payment of this link is paid: one that is not reusable is paid with it, also if it was closed or has expired since (contract api-v1,
    /// 5.2). The event is sent each time.
    static func settle(
        _ id: PaymentLinkID, in portal: PortalID, at now: Timestamp, _ journal: Journal,
        on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE payment_links SET paid_at = \(now)
            WHERE portal_id = \(portal) AND id = \(id) AND reusable = \(false) AND paid_at IS NULL
            """)
        guard let row = try connection.first(selection(of: id, in: portal)) else { return }
        try journal.announce(.paymentLinkPaid, .paymentLink(try link(row)), in: portal, on: connection)
    }

    /// Links of all portals whose time is over and whose expiry was not told yet.
    static func takeExpired(
        at now: Timestamp, limit: Int, on connection: any SQLConnection
    ) throws(StorageError) -> [(portal: PortalID, link: PaymentLink)] {
        let isDue: SQL = "expires_at < \(now) AND expired_at IS NULL AND paid_at IS NULL AND closed_at IS NULL"
        let rows = try connection.rows(
            """
            UPDATE payment_links SET expired_at = \(now)
            WHERE \(isDue) AND (portal_id, id) IN (
                SELECT portal_id, id FROM payment_links WHERE \(isDue) ORDER BY expires_at LIMIT \(limit)
            )
            RETURNING \(columns)
            """)
        return try rows.map { row throws(StorageError) in (try row.id("portal_id"), try link(row)) }
    }
}
