import Persistence

extension Migrations {
    /// The offers of portals to their customers.
    static let m0035CustomerOffers = Migration(
        version: 35, name: "customer offers",
        statements: [
            // `issued_at` and `expires_at` are days (2025-03-05), `amount` cents with VAT. At most one of `accepted_at` and
            // `rejected_at` is set, once.
            """
            CREATE TABLE customer_offers (
                portal_id TEXT NOT NULL CONSTRAINT customer_offers_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                customer_id TEXT NOT NULL,
                offer_number TEXT NOT NULL,
                issued_at TEXT NOT NULL,
                expires_at TEXT NOT NULL,
                amount BIGINT NOT NULL,
                accepted_at BIGINT,
                accepted_via_ip TEXT,
                accepted_via_user_agent TEXT,
                acceptance_signature TEXT,
                rejected_at BIGINT,
                content_id TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                CONSTRAINT customer_offers_pkey PRIMARY KEY (portal_id, id),
                CONSTRAINT customer_offers_customer_fkey
                    FOREIGN KEY (portal_id, customer_id) REFERENCES customers (portal_id, id),
                CONSTRAINT customer_offers_content_fkey
                    FOREIGN KEY (portal_id, content_id) REFERENCES contents (portal_id, id),
                CONSTRAINT customer_offers_one_decision CHECK (accepted_at IS NULL OR rejected_at IS NULL)
            )
            """,
            "CREATE INDEX customer_offers_customer ON customer_offers (portal_id, customer_id, id)",
            "CREATE INDEX customer_offers_created ON customer_offers (portal_id, created_at)",
            "CREATE INDEX customer_offers_content ON customer_offers (portal_id, content_id)",
            """
            CREATE INDEX customer_offers_undecided ON customer_offers (portal_id, id)
            WHERE accepted_at IS NULL AND rejected_at IS NULL
            """,
        ])
}
