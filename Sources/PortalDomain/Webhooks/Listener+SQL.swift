import Kernel
import Persistence

/// An active webhook, as far as whoever announces an event has to know it.
struct Listener: Sendable {
    let id: WebhookID
    let receiver: String
    let shape: EventShape
    /// The portal's.
    let zone: String

    /// Oldest first.
    static func all(
        of type: EventType, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> [Listener] {
        try connection.rows(
            """
            SELECT webhooks.id AS id, receiver, api_version, is_whole, p.time_zone AS time_zone
            FROM webhooks JOIN portals p ON p.id = webhooks.portal_id
            WHERE portal_id = \(portal) AND type = \(type.rawValue) AND inactive_at IS NULL
                AND \(Webhooks.makerHasAccess)
            ORDER BY webhooks.id
            """
        ).map { row throws(StorageError) in
            Listener(
                id: try row.id("id"), receiver: try row.text("receiver"),
                shape: EventShape(version: try row.text("api_version"), isWhole: try row.bool("is_whole")),
                zone: try row.text("time_zone"))
        }
    }
}

/// A delivery that is to be written down.
struct NewDelivery: Sendable {
    let id: DeliveryID
    let webhook: WebhookID
    let receiver: String
    let event: Event
    let body: String
    /// One attempt, whatever comes of it.
    var isSingle = false

    func insert(in portal: PortalID, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO webhook_deliveries (portal_id, id, webhook_id, event_id, type, body, receiver, is_single, status,
                attempts, created_at, next_attempt_at, due_at)
            VALUES (\(portal), \(id), \(webhook), \(event.id), \(event.type), \(body), \(receiver), \(isSingle), 'pending',
                0, \(event.createdAt), \(event.createdAt), \(event.createdAt))
            """)
    }
}
