import Kernel
import Persistence

extension CustomerOffers {
    private static let columns: SQL = """
        id, customer_id, offer_number, issued_at, expires_at, amount, accepted_at, accepted_via_ip, accepted_via_user_agent,
        acceptance_signature, rejected_at, content_id, created_at
        """

    static func selection(of id: CustomerOfferID, in portal: PortalID) -> SQL {
        "SELECT \(columns) FROM customer_offers WHERE portal_id = \(portal) AND id = \(id)"
    }

    static func selection(
        _ page: PageRequest<CustomerOfferKind>, in portal: PortalID, where filter: ListFilter,
        status: CustomerOffer.Status?, on today: CalendarDate
    ) -> SQL {
        var conditions = page.conditions(in: portal, where: filter)
        switch status {
        case .accepted?: conditions = "\(conditions) AND accepted_at IS NOT NULL"
        case .rejected?: conditions = "\(conditions) AND rejected_at IS NOT NULL"
        case .open?:
            conditions = "\(conditions) AND accepted_at IS NULL AND rejected_at IS NULL AND expires_at >= \(today)"
        case .expired?:
            conditions = "\(conditions) AND accepted_at IS NULL AND rejected_at IS NULL AND expires_at < \(today)"
        case nil: break
        }
        return "SELECT \(columns) FROM customer_offers WHERE \(conditions) \(page.limits)"
    }

    static func offer(_ row: SQLRow) throws(StorageError) -> CustomerOffer {
        CustomerOffer(
            id: try row.id("id"), customer: try row.id("customer_id"), number: try row.text("offer_number"),
            issuedAt: try row.date("issued_at"), expiresAt: try row.date("expires_at"),
            amount: try row.cents("amount"), decision: try decision(row), content: try row.id("content_id"),
            createdAt: try row.timestamp("created_at"))
    }

    private static func decision(_ row: SQLRow) throws(StorageError) -> OfferDecision? {
        if let moment = try row.optionalTimestamp("accepted_at") {
            return .accepted(
                OfferDecision.Acceptance(
                    at: moment, from: try row.optionalText("accepted_via_ip"),
                    with: try row.optionalText("accepted_via_user_agent"),
                    signature: try row.optionalText("acceptance_signature").map(SignatureImage.init(stored:))))
        }
        return try row.optionalTimestamp("rejected_at").map { .rejected(at: $0) }
    }

    static func insert(
        _ offer: CustomerOffer, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        let acceptance = offer.decision?.acceptance
        try connection.execute(
            """
            INSERT INTO customer_offers (portal_id, id, customer_id, offer_number, issued_at, expires_at, amount, accepted_at,
                accepted_via_ip, accepted_via_user_agent, acceptance_signature, rejected_at, content_id, created_at)
            VALUES (\(portal), \(offer.id), \(offer.customer), \(offer.number), \(offer.issuedAt), \(offer.expiresAt),
                \(offer.amount), \(acceptance?.moment), \(acceptance?.address), \(acceptance?.userAgent),
                \(acceptance?.signature?.text), \(offer.decision?.rejectedAt), \(offer.content), \(offer.createdAt))
            """)
    }

    static func decision(_ decision: OfferDecision, onOpen id: CustomerOfferID, in portal: PortalID) -> SQL {
        let acceptance = decision.acceptance
        return """
            UPDATE customer_offers SET accepted_at = \(acceptance?.moment), accepted_via_ip = \(acceptance?.address),
                accepted_via_user_agent = \(acceptance?.userAgent), acceptance_signature = \(acceptance?.signature?.text),
                rejected_at = \(decision.rejectedAt)
            WHERE portal_id = \(portal) AND id = \(id) AND accepted_at IS NULL AND rejected_at IS NULL
            RETURNING \(columns)
            """
    }

    static func deletion(of id: CustomerOfferID, in portal: PortalID) -> SQL {
        """
        DELETE FROM customer_offers WHERE portal_id = \(portal) AND id = \(id) AND accepted_at IS NULL
        RETURNING \(columns)
        """
    }

    static func deletion(ofAll customer: CustomerID, in portal: PortalID) -> SQL {
        "DELETE FROM customer_offers WHERE portal_id = \(portal) AND customer_id = \(customer) RETURNING \(columns)"
    }
}
