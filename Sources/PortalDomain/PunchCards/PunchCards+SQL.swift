import Kernel
import Persistence

extension PunchCards {
    private static let columns: SQL = """
        id, name, description, punches, punch_label, price, vat_rate, expiry_count, expiry_period, created_at
        """

    static func selection(of id: PunchCardID, in portal: PortalID) -> SQL {
        "SELECT \(columns) FROM punch_cards WHERE portal_id = \(portal) AND id = \(id)"
    }

    static func selection(_ page: PageRequest<PunchCardKind>, in portal: PortalID) -> SQL {
        "SELECT \(columns) FROM punch_cards WHERE \(page.conditions(in: portal)) \(page.limits)"
    }

    static func card(_ row: SQLRow) throws(StorageError) -> PunchCard {
        var sale: PunchCard.Sale?
        if let price = try row.optionalCents("price") {
            sale = .init(price: price, vatRate: try row.vatRate("vat_rate"))
        }
        var expiry: PunchCard.Expiry?
        if let count = try row.optionalInteger("expiry_count") {
            expiry = .init(Int(count), try row.choice("expiry_period"))
        }
        return PunchCard(
            id: try row.id("id"), name: try row.text("name"), description: try row.optionalText("description"),
            punches: try row.int("punches"), punchLabel: try row.text("punch_label"), sale: sale, expiry: expiry,
            createdAt: try row.timestamp("created_at"))
    }

    static func insert(
        _ card: PunchCard, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO punch_cards (portal_id, id, name, description, punches, punch_label, price, vat_rate, expiry_count,
                expiry_period, created_at)
            VALUES (\(portal), \(card.id), \(card.name), \(card.description), \(card.punches), \(card.punchLabel),
                \(card.sale?.price), \(card.sale?.vatRate), \(card.expiry?.count), \(card.expiry?.period.rawValue),
                \(card.createdAt))
            """)
    }

    /// Reads a punch card and holds its row until the end of the transaction: see `Customers.lock`.
    static func lock(
        _ id: PunchCardID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> PunchCard? {
        try connection.first(
            "UPDATE punch_cards SET name = name WHERE portal_id = \(portal) AND id = \(id) RETURNING \(columns)",
            as: card)
    }

    static func update(
        _ card: PunchCard, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE punch_cards SET price = \(card.sale?.price), vat_rate = \(card.sale?.vatRate)
            WHERE portal_id = \(portal) AND id = \(card.id)
            """)
    }

    /// False if somebody holds one.
    static func deleteUnissued(
        _ id: PunchCardID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            DELETE FROM punch_cards WHERE portal_id = \(portal) AND id = \(id) AND NOT EXISTS (
                SELECT 1 FROM issued_punch_cards WHERE portal_id = \(portal) AND punch_card_id = \(id)
            )
            """) == 1
    }

    // MARK: Issued cards

    private static let issuedColumns: SQL = "id, punch_card_id, customer_id, punches_left, expires_at, issued_at"

    static func selection(of id: IssuedPunchCardID, card: PunchCardID, in portal: PortalID) -> SQL {
        """
        SELECT \(issuedColumns) FROM issued_punch_cards
        WHERE portal_id = \(portal) AND punch_card_id = \(card) AND id = \(id)
        """
    }

    static func selection(_ page: PageRequest<IssuedPunchCardKind>, card: PunchCardID, in portal: PortalID) -> SQL {
        """
        SELECT \(issuedColumns) FROM issued_punch_cards
        WHERE \(page.conditions(in: portal)) AND punch_card_id = \(card) \(page.limits)
        """
    }

    static func issued(_ row: SQLRow) throws(StorageError) -> IssuedPunchCard {
        IssuedPunchCard(
            id: try row.id("id"), card: try row.id("punch_card_id"), customer: try row.id("customer_id"),
            punchesLeft: try row.int("punches_left"), expiresAt: try row.optionalTimestamp("expires_at"),
            issuedAt: try row.timestamp("issued_at"))
    }

    static func insert(
        _ issued: IssuedPunchCard, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO issued_punch_cards (portal_id, id, punch_card_id, customer_id, punches_left, expires_at, issued_at)
            VALUES (\(portal), \(issued.id), \(issued.card), \(issued.customer), \(issued.punchesLeft), \(issued.expiresAt),
                \(issued.issuedAt))
            """)
    }

    /// The one statement by which punches go: enough are left and the card is good, or no row comes back.
    static func stamping(
        _ id: IssuedPunchCardID, card: PunchCardID, _ stamps: Int, in portal: PortalID, at now: Timestamp
    ) -> SQL {
        """
        UPDATE issued_punch_cards SET punches_left = punches_left - \(stamps)
        WHERE portal_id = \(portal) AND punch_card_id = \(card) AND id = \(id) AND punches_left >= \(stamps)
            AND (expires_at IS NULL OR expires_at >= \(now))
        RETURNING \(issuedColumns)
        """
    }

    /// What goes with a deleted customer.
    static func delete(
        of customer: CustomerID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            "DELETE FROM issued_punch_cards WHERE portal_id = \(portal) AND customer_id = \(customer)")
    }

    static func deleteAll(in portal: PortalID, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute("DELETE FROM issued_punch_cards WHERE portal_id = \(portal)")
        try connection.execute("DELETE FROM punch_cards WHERE portal_id = \(portal)")
    }
}
