import Persistence

extension Migrations {
    /// What lists of a portal with millions of rows need. Lists by time are ranges of ids, so the indexes on `created_at` have
    /// no use any more; lists by status get indexes for what is decided once and stays. What time decides (whether a link or an
    /// offer has expired) is looked at among those that nobody has decided.
    static let m0045LargePortals = Migration(
        version: 45, name: "large portals",
        statements: [
            "DROP INDEX customers_created",
            "DROP INDEX customer_invoices_created",
            "DROP INDEX customer_offers_created",
            "DROP INDEX payment_links_created",
            "CREATE INDEX customer_offers_accepted ON customer_offers (portal_id, id) WHERE accepted_at IS NOT NULL",
            "CREATE INDEX customer_offers_rejected ON customer_offers (portal_id, id) WHERE rejected_at IS NOT NULL",
            "CREATE INDEX payment_links_paid ON payment_links (portal_id, id) WHERE paid_at IS NOT NULL",
            """
            CREATE INDEX payment_links_closed ON payment_links (portal_id, id)
            WHERE paid_at IS NULL AND closed_at IS NOT NULL
            """,
            """
            CREATE INDEX payment_links_unpaid ON payment_links (portal_id, id) WHERE paid_at IS NULL AND closed_at IS NULL
            """,
        ])
}
