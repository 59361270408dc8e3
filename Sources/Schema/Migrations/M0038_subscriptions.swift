import Persistence

extension Migrations {
    static let m0038Subscriptions = Migration(
        version: 38, name: "subscriptions",
        statements: [
            // `billing_day` is the day of the month on which terms begin. `due_at` is when the background looks at it next.
            """
            CREATE TABLE subscriptions (
                portal_id TEXT NOT NULL,
                id TEXT NOT NULL,
                customer_id TEXT NOT NULL,
                description TEXT NOT NULL,
                starts_on TEXT NOT NULL,
                billing_interval TEXT NOT NULL,
                renews_on TEXT NOT NULL,
                billing_day BIGINT NOT NULL,
                amount BIGINT NOT NULL,
                vat_rate BIGINT NOT NULL,
                create_invoice BOOLEAN NOT NULL,
                invoice_description TEXT,
                create_payment BOOLEAN NOT NULL,
                integration TEXT,
                mandate_id TEXT,
                provider_customer TEXT,
                follow_up BOOLEAN NOT NULL,
                terminated_at BIGINT,
                is_final BOOLEAN NOT NULL,
                created_at BIGINT NOT NULL,
                due_at BIGINT,
                CONSTRAINT subscriptions_pkey PRIMARY KEY (portal_id, id),
                CONSTRAINT subscriptions_customer_fkey
                    FOREIGN KEY (portal_id, customer_id) REFERENCES customers (portal_id, id)
            )
            """,
            "CREATE INDEX subscriptions_customer ON subscriptions (portal_id, customer_id)",
            "CREATE INDEX subscriptions_due ON subscriptions (due_at) WHERE due_at IS NOT NULL",
        ])
}
