import Kernel
import Persistence

extension Tickets {
    static func postedAt(
        _ message: TicketMessageID, of ticket: TicketID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Timestamp? {
        try connection.first(
            """
            SELECT posted_at FROM ticket_messages
            WHERE portal_id = \(portal) AND ticket_id = \(ticket) AND id = \(message)
            """
        ).map { row throws(StorageError) in try row.timestamp("posted_at") }
    }

    /// Those of all messages of a ticket, oldest first.
    static func attachments(
        of ticket: TicketID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> [TicketMessageID: [TicketAttachment]] {
        var attachments: [TicketMessageID: [TicketAttachment]] = [:]
        let rows = try connection.rows(
            """
            SELECT id, message_id, name, media_type, size, content_id FROM ticket_attachments
            WHERE portal_id = \(portal) AND ticket_id = \(ticket) ORDER BY id
            """)
        for row in rows {
            let attachment = TicketAttachment(
                id: try row.id("id"), name: FileName(stored: try row.text("name")), content: try row.id("content_id"),
                size: try row.int("size"), mediaType: try row.text("media_type"))
            attachments[try row.id("message_id"), default: []].append(attachment)
        }
        return attachments
    }

    static func countAttachments(
        of ticket: TicketID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        try connection.first(
            "SELECT COUNT(*) AS n FROM ticket_attachments WHERE portal_id = \(portal) AND ticket_id = \(ticket)"
        )?.int("n") ?? 0
    }

    static func insert(
        _ attachment: TicketAttachment, of message: TicketMessageID, of ticket: TicketID, in portal: PortalID,
        on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO ticket_attachments (portal_id, id, ticket_id, message_id, name, media_type, size, content_id)
            VALUES (\(portal), \(attachment.id), \(ticket), \(message), \(attachment.name.text), \(attachment.mediaType),
                \(attachment.size), \(attachment.content))
            """)
    }

    /// - Parameter customer: nil: of everybody.
    static func deleteAttachments(
        of customer: CustomerID?, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        var condition: SQL = ""
        if let customer {
            condition = """
                 AND ticket_id IN (
                    SELECT id FROM tickets WHERE portal_id = \(portal) AND customer_id = \(customer)
                )
                """
        }
        let uses: [ContentID] = try connection.rows(
            "DELETE FROM ticket_attachments WHERE portal_id = \(portal)\(condition) RETURNING content_id"
        ).map { row throws(StorageError) in try row.id("content_id") }
        try Contents.delete(uses, in: portal, at: now, on: connection)
    }
}
