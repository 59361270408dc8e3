import Persistence

extension Migrations {
    static let m0040Appointments = Migration(
        version: 40, name: "appointments",
        statements: [
            """
            CREATE TABLE appointments (
                portal_id TEXT NOT NULL CONSTRAINT appointments_portal_fkey REFERENCES portals (id),
                id TEXT NOT NULL,
                customer_id TEXT,
                name TEXT NOT NULL,
                attendee_name TEXT NOT NULL,
                attendee_email TEXT NOT NULL,
                starts_at BIGINT NOT NULL,
                ends_at BIGINT NOT NULL,
                status TEXT NOT NULL,
                online_meeting_link TEXT,
                created_at BIGINT NOT NULL,
                CONSTRAINT appointments_pkey PRIMARY KEY (portal_id, id),
                CONSTRAINT appointments_customer_fkey
                    FOREIGN KEY (portal_id, customer_id) REFERENCES customers (portal_id, id)
            )
            """,
            "CREATE INDEX appointments_start ON appointments (portal_id, starts_at, id)",
            "CREATE INDEX appointments_customer ON appointments (portal_id, customer_id, starts_at)",
        ])
}
