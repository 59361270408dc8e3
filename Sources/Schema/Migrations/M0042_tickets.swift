import Persistence

extension Migrations {
    static let m0042Tickets = Migration(
        version: 42, name: "tickets",
        statements: [
            """
            CREATE TABLE tickets (
                portal_id TEXT NOT NULL CONSTRAINT tickets_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                customer_id TEXT,
                title TEXT NOT NULL,
                source TEXT NOT NULL,
                status TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                CONSTRAINT tickets_pkey PRIMARY KEY (portal_id, id),
                CONSTRAINT tickets_customer_fkey
                    FOREIGN KEY (portal_id, customer_id) REFERENCES customers (portal_id, id)
            )
            """,
            "CREATE INDEX tickets_customer ON tickets (portal_id, customer_id, id)",
            "CREATE INDEX tickets_status ON tickets (portal_id, status, id)",
            // `message` is HTML that was made safe before it was written.
            """
            CREATE TABLE ticket_messages (
                portal_id TEXT NOT NULL,
                id TEXT NOT NULL,
                ticket_id TEXT NOT NULL,
                posted_by TEXT NOT NULL,
                is_by_customer BOOLEAN NOT NULL,
                message TEXT NOT NULL,
                posted_at BIGINT NOT NULL,
                CONSTRAINT ticket_messages_pkey PRIMARY KEY (portal_id, id),
                CONSTRAINT ticket_messages_ticket_fkey
                    FOREIGN KEY (portal_id, ticket_id) REFERENCES tickets (portal_id, id)
            )
            """,
            "CREATE INDEX ticket_messages_ticket ON ticket_messages (portal_id, ticket_id, id)",
        ])
}
