import Persistence

extension Migrations {
    static let m0044TicketAttachments = Migration(
        version: 44, name: "ticket attachments",
        statements: [
            """
            CREATE TABLE ticket_attachments (
                portal_id TEXT NOT NULL,
                id TEXT NOT NULL,
                ticket_id TEXT NOT NULL,
                message_id TEXT NOT NULL,
                name TEXT NOT NULL,
                media_type TEXT NOT NULL,
                size BIGINT NOT NULL,
                content_id TEXT NOT NULL,
                CONSTRAINT ticket_attachments_pkey PRIMARY KEY (portal_id, id),
                CONSTRAINT ticket_attachments_ticket_fkey
                    FOREIGN KEY (portal_id, ticket_id) REFERENCES tickets (portal_id, id),
                CONSTRAINT ticket_attachments_message_fkey
                    FOREIGN KEY (portal_id, message_id) REFERENCES ticket_messages (portal_id, id),
                CONSTRAINT ticket_attachments_content_fkey
                    FOREIGN KEY (portal_id, content_id) REFERENCES contents (portal_id, id)
            )
            """,
            "CREATE INDEX ticket_attachments_ticket ON ticket_attachments (portal_id, ticket_id, id)",
            "CREATE INDEX ticket_attachments_message ON ticket_attachments (portal_id, message_id)",
            "CREATE INDEX ticket_attachments_content ON ticket_attachments (portal_id, content_id)",
        ])
}
