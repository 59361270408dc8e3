import Persistence

extension Migrations {
    /// Letterheads, the series of numbers, and the invoices of portals to their customers.
    static let m0034CustomerInvoices = Migration(
        version: 34, name: "customer invoices",
        statements: [
            """
            CREATE TABLE letterheads (
                portal_id TEXT NOT NULL CONSTRAINT letterheads_portal_fkey REFERENCES portals (id),
                name TEXT NOT NULL,
                address TEXT NOT NULL,
                zip_code TEXT NOT NULL,
                city TEXT NOT NULL,
                country_code TEXT NOT NULL,
                email TEXT,
                vat_number TEXT,
                registration TEXT,
                iban TEXT,
                language TEXT NOT NULL,
                CONSTRAINT letterheads_pkey PRIMARY KEY (portal_id)
            )
            """,
            // `content` is base64url, as all bytes are.
            """
            CREATE TABLE letterhead_logos (
                portal_id TEXT NOT NULL CONSTRAINT letterhead_logos_portal_fkey REFERENCES portals (id),
                content TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                CONSTRAINT letterhead_logos_pkey PRIMARY KEY (portal_id)
            )
            """,
            """
            CREATE TABLE invoice_numbers (
                portal_id TEXT NOT NULL CONSTRAINT invoice_numbers_portal_fkey REFERENCES portals (id),
                year BIGINT NOT NULL,
                last_number BIGINT NOT NULL,
                CONSTRAINT invoice_numbers_pkey PRIMARY KEY (portal_id, year)
            )
            """,
            // `issued_at` is a day (2025-03-05), `amount` cents with VAT; `paid_at` is null while it is open.
            """
            CREATE TABLE customer_invoices (
                portal_id TEXT NOT NULL CONSTRAINT customer_invoices_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                customer_id TEXT NOT NULL,
                invoice_number TEXT NOT NULL,
                issued_at TEXT NOT NULL,
                amount BIGINT NOT NULL,
                paid_at BIGINT,
                content_id TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                CONSTRAINT customer_invoices_pkey PRIMARY KEY (portal_id, id),
                CONSTRAINT customer_invoices_customer_fkey
                    FOREIGN KEY (portal_id, customer_id) REFERENCES customers (portal_id, id),
                CONSTRAINT customer_invoices_content_fkey
                    FOREIGN KEY (portal_id, content_id) REFERENCES contents (portal_id, id)
            )
            """,
            "CREATE INDEX customer_invoices_customer ON customer_invoices (portal_id, customer_id, id)",
            "CREATE INDEX customer_invoices_created ON customer_invoices (portal_id, created_at)",
            "CREATE INDEX customer_invoices_number ON customer_invoices (portal_id, invoice_number)",
            "CREATE INDEX customer_invoices_content ON customer_invoices (portal_id, content_id)",
            "CREATE INDEX customer_invoices_open ON customer_invoices (portal_id, id) WHERE paid_at IS NULL",
            "CREATE INDEX customer_invoices_paid ON customer_invoices (portal_id, id) WHERE paid_at IS NOT NULL",
        ])
}
