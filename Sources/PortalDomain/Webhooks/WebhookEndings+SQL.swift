package import Kernel
package import Persistence

extension Webhooks {
    /// Which webhooks are to become inactive.
    package enum Selection: Sendable {
        case one(WebhookID, in: PortalID)
        case made(by: AppID, in: PortalID)
        /// As `made`, if the app has no grant in the portal any more.
        case left(by: AppID, in: PortalID)
        /// Of all portals: those whose maker has lost access in one of the many ways in which that happens.
        case abandoned(atMost: Int)

        fileprivate var condition: SQL {
            switch self {
            case .one(let id, let portal): "portal_id = \(portal) AND id = \(id)"
            case .made(let app, let portal): "portal_id = \(portal) AND maker_kind = 'app' AND maker_id = \(app)"
            case .left(let app, let portal):
                "portal_id = \(portal) AND maker_kind = 'app' AND maker_id = \(app) AND NOT \(makerHasAccess)"
            case .abandoned(let batch):
                """
                (portal_id, id) IN (
                    SELECT portal_id, id FROM webhooks
                    WHERE inactive_at IS NULL AND maker_kind = 'app' AND NOT \(makerHasAccess) LIMIT \(batch))
                """
            }
        }
    }

    /// Ends webhooks for good, with what they were not told yet, and records it. What is under way at this moment is left to whoever
    /// sends it.
    /// - Returns: how many.
    @discardableResult
    package static func deactivate(
        _ selection: Selection, because reason: Webhook.Inactivity, at now: Timestamp, _ journal: Journal,
        on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        let rows = try connection.rows(
            """
            UPDATE webhooks SET inactive_at = \(now), inactive_reason = \(reason.rawValue)
            WHERE inactive_at IS NULL AND \(selection.condition)
            RETURNING portal_id, id, type, url
            """)
        for row in rows {
            let (portal, id): (PortalID, WebhookID) = (try row.id("portal_id"), try row.id("id"))
            try connection.execute(
                """
                UPDATE webhook_deliveries SET status = 'failed', next_attempt_at = NULL, due_at = NULL
                WHERE portal_id = \(portal) AND webhook_id = \(id) AND status = 'pending' AND is_single = FALSE AND claim IS NULL
                """)
            let event = AuditEvent(
                "webhook.deactivated", in: .portal(portal), by: .system, on: .init(kind: "webhook", id: id.text),
                before: .facts(["type": try row.text("type"), "url": try row.text("url")]),
                after: .facts(["reason": reason.rawValue]))
            try journal.record(event, on: connection)
        }
        return rows.count
    }
}
