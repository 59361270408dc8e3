import Persistence

extension Migrations {
    /// Webhooks, and the outbox of what they are told.
    static let m0033Webhooks = Migration(
        version: 33, name: "webhooks",
        statements: [
            // Both secrets are encrypted: `secret` is shown on every read, and the other one signs.
            // `receiver` is scheme, host and port of `url`: deliveries to one receiver wait for each other.
            """
            CREATE TABLE webhooks (
                portal_id TEXT NOT NULL CONSTRAINT webhooks_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                type TEXT NOT NULL,
                url TEXT NOT NULL,
                receiver TEXT NOT NULL,
                secret TEXT NOT NULL,
                signing_secret TEXT NOT NULL,
                sends_secret BOOLEAN NOT NULL,
                api_version TEXT NOT NULL,
                is_whole BOOLEAN NOT NULL,
                maker_kind TEXT NOT NULL,
                maker_id TEXT NOT NULL,
                maker_name TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                failing_since BIGINT,
                inactive_at BIGINT,
                inactive_reason TEXT,
                CONSTRAINT webhooks_pkey PRIMARY KEY (portal_id, id)
            )
            """,
            "CREATE INDEX webhooks_active ON webhooks (portal_id, type, id) WHERE inactive_at IS NULL",
            "CREATE INDEX webhooks_maker ON webhooks (maker_id, portal_id) WHERE inactive_at IS NULL",
            // Written in the transaction of the change, one row for each webhook; rows with the same `event_id` are one event.
            // No foreign key to the webhook: one that is deleted at the same moment must not undo the change that is announced to
            // it. A delivery without its webhook is dropped when its turn comes.
            // `due_at` is NULL unless pending; a claimed delivery has its claim's end there.
            """
            CREATE TABLE webhook_deliveries (
                portal_id TEXT NOT NULL CONSTRAINT webhook_deliveries_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                webhook_id TEXT NOT NULL,
                event_id TEXT NOT NULL,
                type TEXT NOT NULL,
                body TEXT NOT NULL,
                receiver TEXT NOT NULL,
                is_single BOOLEAN NOT NULL,
                status TEXT NOT NULL,
                attempts BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                last_attempt_at BIGINT,
                next_attempt_at BIGINT,
                response_status BIGINT,
                error TEXT,
                due_at BIGINT,
                claim TEXT,
                CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (portal_id, id)
            )
            """,
            "CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (portal_id, webhook_id, id)",
            "CREATE INDEX webhook_deliveries_due ON webhook_deliveries (receiver, due_at) WHERE due_at IS NOT NULL",
            """
            CREATE INDEX webhook_deliveries_settled ON webhook_deliveries ((COALESCE(last_attempt_at, created_at)))
            WHERE due_at IS NULL
            """,
        ])
}
