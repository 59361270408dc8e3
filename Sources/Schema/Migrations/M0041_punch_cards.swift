import Persistence

extension Migrations {
    static let m0041PunchCards = Migration(
        version: 41, name: "punch cards",
        statements: [
            // For sale where there is a price; an issued card expires where there is an expiry.
            """
            CREATE TABLE punch_cards (
                portal_id TEXT NOT NULL CONSTRAINT punch_cards_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                name TEXT NOT NULL,
                description TEXT,
                punches BIGINT NOT NULL,
                punch_label TEXT NOT NULL,
                price BIGINT,
                vat_rate BIGINT,
                expiry_count BIGINT,
                expiry_period TEXT,
                created_at BIGINT NOT NULL,
                CONSTRAINT punch_cards_pkey PRIMARY KEY (portal_id, id)
            )
            """,
            """
            CREATE TABLE issued_punch_cards (
                portal_id TEXT NOT NULL,
                id TEXT NOT NULL,
                punch_card_id TEXT NOT NULL,
                customer_id TEXT NOT NULL,
                punches_left BIGINT NOT NULL CONSTRAINT issued_punch_cards_punches_left_check CHECK (punches_left >= 0),
                expires_at BIGINT,
                issued_at BIGINT NOT NULL,
                CONSTRAINT issued_punch_cards_pkey PRIMARY KEY (portal_id, id),
                CONSTRAINT issued_punch_cards_card_fkey
                    FOREIGN KEY (portal_id, punch_card_id) REFERENCES punch_cards (portal_id, id),
                CONSTRAINT issued_punch_cards_customer_fkey
                    FOREIGN KEY (portal_id, customer_id) REFERENCES customers (portal_id, id)
            )
            """,
            "CREATE INDEX issued_punch_cards_card ON issued_punch_cards (portal_id, punch_card_id, id)",
            "CREATE INDEX issued_punch_cards_customer ON issued_punch_cards (portal_id, customer_id)",
        ])
}
