import Persistence

extension Migrations {
    /// What the operator of the server charges portals.
    static let m0036PlatformInvoices = Migration(
        version: 36, name: "platform invoices",
        statements: [
            """
            CREATE TABLE platform_invoices (
                portal_id TEXT NOT NULL CONSTRAINT platform_invoices_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                invoice_number TEXT NOT NULL,
                issued_at BIGINT NOT NULL,
                paid_at BIGINT,
                content_id TEXT NOT NULL,
                CONSTRAINT platform_invoices_pkey PRIMARY KEY (portal_id, id),
                CONSTRAINT platform_invoices_number_key UNIQUE (portal_id, invoice_number),
                CONSTRAINT platform_invoices_content_fkey
                    FOREIGN KEY (portal_id, content_id) REFERENCES contents (portal_id, id)
            )
            """,
            "CREATE INDEX platform_invoices_content ON platform_invoices (portal_id, content_id)",
            // `quantity` in thousandths, `unit_price` in cents without VAT. The ids count up in the order of the lines.
            """
            CREATE TABLE platform_invoice_lines (
                portal_id TEXT NOT NULL,
                id TEXT NOT NULL,
                invoice_id TEXT NOT NULL,
                description TEXT NOT NULL,
                quantity BIGINT NOT NULL,
                unit_price BIGINT NOT NULL,
                vat_rate BIGINT NOT NULL,
                CONSTRAINT platform_invoice_lines_pkey PRIMARY KEY (portal_id, id),
                CONSTRAINT platform_invoice_lines_invoice_fkey
                    FOREIGN KEY (portal_id, invoice_id) REFERENCES platform_invoices (portal_id, id)
            )
            """,
            "CREATE INDEX platform_invoice_lines_invoice ON platform_invoice_lines (portal_id, invoice_id, id)",
        ])
}
