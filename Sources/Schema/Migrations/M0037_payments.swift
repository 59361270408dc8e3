import Persistence

extension Migrations {
    static let m0037Payments = Migration(
        version: 37, name: "payments",
        statements: [
            """
            CREATE TABLE payment_settings (
                portal_id TEXT NOT NULL CONSTRAINT payment_settings_pkey PRIMARY KEY
                    CONSTRAINT payment_settings_portal_fkey REFERENCES portals (id),
                integration TEXT NOT NULL,
                mollie_key TEXT,
                first_payment BOOLEAN NOT NULL,
                mail_invoices BOOLEAN NOT NULL
            )
            """,
            """
            CREATE TABLE payment_links (
                portal_id TEXT NOT NULL CONSTRAINT payment_links_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                description TEXT NOT NULL,
                amount BIGINT NOT NULL,
                reusable BOOLEAN NOT NULL,
                expires_at BIGINT,
                paid_at BIGINT,
                closed_at BIGINT,
                expired_at BIGINT,
                created_at BIGINT NOT NULL,
                CONSTRAINT payment_links_pkey PRIMARY KEY (portal_id, id)
            )
            """,
            "CREATE UNIQUE INDEX payment_links_id ON payment_links (id)",
            "CREATE INDEX payment_links_created ON payment_links (portal_id, created_at)",
            """
            CREATE INDEX payment_links_expiring ON payment_links (expires_at)
            WHERE expires_at IS NOT NULL AND expired_at IS NULL AND paid_at IS NULL AND closed_at IS NULL
            """,
            // Of all purposes (decision 0036). `subject_id` is what is paid. `code` is in the addresses of the payer and the provider.
            // `next_step_at` is when the background looks at it.
            """
            CREATE TABLE payments (
                portal_id TEXT NOT NULL CONSTRAINT payments_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                purpose TEXT NOT NULL,
                subject_id TEXT NOT NULL,
                code TEXT NOT NULL,
                description TEXT NOT NULL,
                amount BIGINT NOT NULL,
                refunded BIGINT NOT NULL,
                status TEXT NOT NULL,
                integration TEXT NOT NULL,
                integration_id TEXT,
                checkout_url TEXT,
                mandate_id TEXT,
                payers_name TEXT,
                term_starts_on TEXT,
                term_ends_on TEXT,
                attempt BIGINT,
                invoice_id TEXT,
                is_settled BOOLEAN,
                created_at BIGINT NOT NULL,
                paid_at BIGINT,
                next_step_at BIGINT,
                steps BIGINT NOT NULL,
                follow_up_at BIGINT,
                CONSTRAINT payments_pkey PRIMARY KEY (portal_id, id)
            )
            """,
            "CREATE UNIQUE INDEX payments_code ON payments (code)",
            "CREATE UNIQUE INDEX payments_integration ON payments (portal_id, integration, integration_id)",
            "CREATE INDEX payments_subject ON payments (portal_id, purpose, subject_id, id)",
            // One attempt of each number for one term.
            "CREATE UNIQUE INDEX payments_term ON payments (portal_id, subject_id, term_starts_on, attempt)",
            "CREATE INDEX payments_next_step ON payments (next_step_at) WHERE next_step_at IS NOT NULL",
            "CREATE INDEX payments_follow_up ON payments (follow_up_at) WHERE follow_up_at IS NOT NULL",
        ])
}
