import Persistence

extension Migrations {
    /// The audit log, answers kept for `Idempotency-Key`, and the outbox of mails.
    static let m0006Journal = Migration(
        version: 6, name: "journal",
        statements: [
            // `portal_id` is a portal's id, or the developer's for events outside of any portal.
            """
            CREATE TABLE audit_events (
                portal_id TEXT NOT NULL,
                id TEXT NOT NULL,
                action TEXT NOT NULL,
                actor_kind TEXT NOT NULL,
                actor_id TEXT NOT NULL,
                actor_name TEXT NOT NULL,
                address TEXT NOT NULL,
                object_kind TEXT NOT NULL,
                object_id TEXT NOT NULL,
                before TEXT,
                after TEXT,
                created_at BIGINT NOT NULL,
                CONSTRAINT audit_events_pkey PRIMARY KEY (portal_id, id)
            )
            """,
            """
            CREATE TABLE idempotency_records (
                portal_id TEXT NOT NULL CONSTRAINT idempotency_records_portal_fkey REFERENCES portals (id),
                holder TEXT NOT NULL,
                key TEXT NOT NULL,
                request_digest TEXT NOT NULL,
                status BIGINT NOT NULL,
                location TEXT,
                body TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                CONSTRAINT idempotency_records_pkey PRIMARY KEY (portal_id, holder, key)
            )
            """,
            "CREATE INDEX idempotency_records_created ON idempotency_records (created_at)",
            """
            CREATE TABLE mails (
                id TEXT NOT NULL CONSTRAINT mails_pkey PRIMARY KEY,
                recipient TEXT NOT NULL,
                subject TEXT NOT NULL,
                body TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                sent_at BIGINT
            )
            """,
        ],
        variants: [
            // Append-only, also for our own code (contract O51).
            .sqlite: [
                """
                CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
                BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END
                """,
                """
                CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
                BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END
                """,
            ],
            .postgres: [
                """
                CREATE FUNCTION audit_events_append_only() RETURNS trigger LANGUAGE plpgsql AS
                $body$ BEGIN RAISE EXCEPTION 'audit events are append-only'; END $body$
                """,
                """
                CREATE TRIGGER audit_events_no_change BEFORE UPDATE OR DELETE ON audit_events
                FOR EACH STATEMENT EXECUTE FUNCTION audit_events_append_only()
                """,
            ],
        ])
}
