import Kernel
import Persistence

extension Tickets {
    private static let columns: SQL = "id, customer_id, title, source, status, created_at"

    static func selection(
        _ page: PageRequest<TicketKind>, in portal: PortalID, where filter: TicketFilter
    ) -> SQL {
        var conditions = page.conditions(in: portal, where: filter.common)
        if let status = filter.status { conditions = "\(conditions) AND status = \(status.rawValue)" }
        return "SELECT \(columns) FROM tickets WHERE \(conditions) \(page.limits)"
    }

    static func ticket(_ row: SQLRow) throws(StorageError) -> Ticket {
        Ticket(
            id: try row.id("id"), customer: try row.optionalID("customer_id"), title: try row.text("title"),
            source: try row.choice("source"), status: try row.choice("status"),
            createdAt: try row.timestamp("created_at"))
    }

    static func thread(
        _ id: TicketID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> TicketThread? {
        let row = try connection.first(
            "SELECT \(columns) FROM tickets WHERE portal_id = \(portal) AND id = \(id)")
        guard let row else { return nil }
        let messages = try connection.rows(
            """
            SELECT id, posted_by, is_by_customer, message, posted_at FROM ticket_messages
            WHERE portal_id = \(portal) AND ticket_id = \(id) ORDER BY id
            """)
        let attachments = try attachments(of: id, in: portal, on: connection)
        return TicketThread(
            ticket: try ticket(row),
            messages: try messages.map { row throws(StorageError) in
                var message = try message(row)
                message.attachments = attachments[message.id] ?? []
                return message
            })
    }

    static func message(_ row: SQLRow) throws(StorageError) -> TicketMessage {
        let name = try row.text("posted_by")
        return TicketMessage(
            id: try row.id("id"),
            author: try row.bool("is_by_customer") ? .customer(named: name) : .portal(named: name),
            text: MessageHTML(stored: try row.text("message")), postedAt: try row.timestamp("posted_at"))
    }

    static func insert(
        _ ticket: Ticket, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO tickets (portal_id, id, customer_id, title, source, status, created_at)
            VALUES (\(portal), \(ticket.id), \(ticket.customer), \(ticket.title), \(ticket.source.rawValue),
                \(ticket.status.rawValue), \(ticket.createdAt))
            """)
    }

    static func insert(
        _ message: TicketMessage, of ticket: TicketID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO ticket_messages (portal_id, id, ticket_id, posted_by, is_by_customer, message, posted_at)
            VALUES (\(portal), \(message.id), \(ticket), \(message.author.name), \(message.author.isCustomer),
                \(message.text.text), \(message.postedAt))
            """)
    }

    /// Reads a ticket and holds its row until the end of the transaction: see `Customers.lock`.
    static func lock(
        _ id: TicketID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Ticket? {
        try connection.first(
            "UPDATE tickets SET status = status WHERE portal_id = \(portal) AND id = \(id) RETURNING \(columns)",
            as: ticket)
    }

    static func reopen(_ id: TicketID, in portal: PortalID, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute("UPDATE tickets SET status = 'open' WHERE portal_id = \(portal) AND id = \(id)")
    }

    /// False if it is not open, or not there.
    static func close(
        _ id: TicketID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            "UPDATE tickets SET status = 'closed' WHERE portal_id = \(portal) AND id = \(id) AND status = 'open'") == 1
    }

    /// What goes with a deleted customer.
    static func delete(
        of customer: CustomerID, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try deleteAttachments(of: customer, in: portal, at: now, on: connection)
        try connection.execute(
            """
            DELETE FROM ticket_messages WHERE portal_id = \(portal) AND ticket_id IN (
                SELECT id FROM tickets WHERE portal_id = \(portal) AND customer_id = \(customer)
            )
            """)
        try connection.execute("DELETE FROM tickets WHERE portal_id = \(portal) AND customer_id = \(customer)")
    }

    static func deleteAll(
        in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try deleteAttachments(of: nil, in: portal, at: now, on: connection)
        try connection.execute("DELETE FROM ticket_messages WHERE portal_id = \(portal)")
        try connection.execute("DELETE FROM tickets WHERE portal_id = \(portal)")
    }
}
