package import Kernel
package import Persistence

extension Webhooks {
    /// Whether whoever made a webhook may still be told things. A grant that ran out was not taken back: an app that only listens never
    /// refreshes.
    static let makerHasAccess: SQL = """
        (webhooks.maker_kind <> 'app' OR (
            EXISTS (SELECT 1 FROM grants g
                JOIN apps a ON a.id = g.app_id AND a.deleted_at IS NULL
                JOIN developers d ON d.id = a.developer_id AND d.banned_at IS NULL
                WHERE g.portal_id = webhooks.portal_id AND g.app_id = webhooks.maker_id AND g.revoked_at IS NULL)
            AND NOT EXISTS (SELECT 1 FROM standings s
                WHERE s.portal_id = webhooks.portal_id AND s.app_id = webhooks.maker_id AND s.suspended_at IS NOT NULL)))
        """

    private static let columns: SQL = """
        SELECT id, type, url, secret, sends_secret, api_version, is_whole, maker_kind, maker_id, maker_name, created_at,
            failing_since, CASE WHEN inactive_at IS NOT NULL THEN inactive_reason
                WHEN \(makerHasAccess) THEN NULL ELSE 'app' END AS inactivity
        FROM webhooks
        """

    static func selection(of id: WebhookID, in portal: PortalID) -> SQL {
        "\(columns) WHERE portal_id = \(portal) AND id = \(id)"
    }

    static func selection(_ page: PageRequest<WebhookKind>, in portal: PortalID) -> SQL {
        "\(columns) WHERE \(page.conditions(in: portal)) \(page.limits)"
    }

    func webhook(_ row: SQLRow) throws(StorageError) -> Webhook {
        let id: WebhookID = try row.id("id")
        guard let url = WebhookURL(try row.text("url")) else { throw .invalid(detail: "the address of \(id)") }
        let reason = try row.optionalText("inactivity")
        return Webhook(
            id: id, type: try row.choice("type"), url: url,
            secret: try WebhookSecrets.published(try row.text("secret"), of: id, in: box),
            sendsSecret: try row.bool("sends_secret"),
            shape: EventShape(version: try row.text("api_version"), isWhole: try row.bool("is_whole")),
            maker: .init(
                kind: try row.choice("maker_kind"), id: try row.text("maker_id"), name: try row.text("maker_name"),
                address: ""),
            createdAt: try row.timestamp("created_at"), failingSince: try row.optionalTimestamp("failing_since"),
            inactivity: reason.map { Webhook.Inactivity(rawValue: $0) ?? .failing })
    }

    static func countActive(in portal: PortalID, on connection: any SQLConnection) throws(StorageError) -> Int {
        try connection.first(
            "SELECT COUNT(*) AS n FROM webhooks WHERE portal_id = \(portal) AND inactive_at IS NULL")?.int("n") ?? 0
    }

    static func insert(
        _ webhook: Webhook, _ sealed: (published: String, signing: String), in portal: PortalID,
        on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO webhooks (portal_id, id, type, url, receiver, secret, signing_secret, sends_secret, api_version, is_whole,
                maker_kind, maker_id, maker_name, created_at)
            VALUES (\(portal), \(webhook.id), \(webhook.type.rawValue), \(webhook.url.text), \(webhook.url.receiver),
                \(sealed.published), \(sealed.signing), \(webhook.sendsSecret), \(webhook.shape.version),
                \(webhook.shape.isWhole), \(webhook.maker.kind.rawValue), \(webhook.maker.id), \(webhook.maker.name),
                \(webhook.createdAt))
            """)
    }

    /// The webhook first, as everywhere: two transactions that hold what the other wants would both wait.
    static func delete(
        _ id: WebhookID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        let deleted = try connection.execute("DELETE FROM webhooks WHERE portal_id = \(portal) AND id = \(id)")
        try connection.execute("DELETE FROM webhook_deliveries WHERE portal_id = \(portal) AND webhook_id = \(id)")
        return deleted == 1
    }

    /// Deletes the webhooks of all portals: their secrets were sealed under a key that is lost, so nobody can show or call them.
    /// - Returns: how many there were.
    package static func deleteAll(
        _ journal: Journal, by actor: AuditEvent.Actor, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        let rows = try connection.rows(
            "DELETE FROM webhooks WHERE portal_id IS NOT NULL RETURNING portal_id, id, type, url")
        try connection.execute("DELETE FROM webhook_deliveries WHERE portal_id IS NOT NULL")
        for row in rows {
            let event = AuditEvent(
                "webhook.deleted", in: .portal(try row.id("portal_id")), by: actor,
                on: .init(kind: "webhook", id: try row.text("id")),
                before: .facts(["type": try row.text("type"), "url": try row.text("url")]))
            try journal.record(event, on: connection)
        }
        return rows.count
    }

    // MARK: - Deliveries

    private static let deliveryColumns: SQL = """
        SELECT id, webhook_id, event_id, type, status, attempts, created_at, last_attempt_at, next_attempt_at,
            response_status, error
        FROM webhook_deliveries
        """

    static func delivery(_ id: DeliveryID, of webhook: WebhookID, in portal: PortalID) -> SQL {
        "\(deliveryColumns) WHERE portal_id = \(portal) AND id = \(id) AND webhook_id = \(webhook)"
    }

    static func deliveries(_ page: PageRequest<DeliveryKind>, of webhook: WebhookID, in portal: PortalID) -> SQL {
        "\(deliveryColumns) WHERE \(page.conditions(in: portal)) AND webhook_id = \(webhook) \(page.limits)"
    }

    static func delivery(_ row: SQLRow) throws(StorageError) -> WebhookDelivery {
        WebhookDelivery(
            id: try row.id("id"), webhook: try row.id("webhook_id"), event: try row.id("event_id"),
            type: try row.text("type"), status: try row.choice("status"), attempts: try row.int("attempts"),
            createdAt: try row.timestamp("created_at"), lastAttemptAt: try row.optionalTimestamp("last_attempt_at"),
            nextAttemptAt: try row.optionalTimestamp("next_attempt_at"),
            responseStatus: try row.optionalInteger("response_status").map(Int.init),
            error: try row.optionalText("error").flatMap(WebhookFault.init(rawValue:)))
    }

    static func redeliver(
        _ id: DeliveryID, of webhook: WebhookID, in portal: PortalID, at now: Timestamp,
        on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE webhook_deliveries
            SET status = 'pending', is_single = TRUE, next_attempt_at = \(now), due_at = \(now), claim = NULL
            WHERE portal_id = \(portal) AND id = \(id) AND webhook_id = \(webhook) AND status <> 'pending'
            """) == 1
    }

    static let waitingCount: SQL = """
        SELECT COUNT(due_at) AS n FROM webhook_deliveries WHERE portal_id IS NOT NULL AND due_at IS NOT NULL
        """

    /// What the pruner does, at most `batch` rows at a time: records go whose last attempt was before a moment.
    package static func prune(before moment: Timestamp, batch: Int) -> SQL {
        """
        DELETE FROM webhook_deliveries WHERE (portal_id, id) IN (
            SELECT portal_id, id FROM webhook_deliveries
            WHERE due_at IS NULL AND COALESCE(last_attempt_at, created_at) <= \(moment)
            LIMIT \(batch)
        )
        """
    }

    /// Seconds that records stay by contract, unless the operator has chosen otherwise: 30 days.
    package static let recordLifetime: Int64 = 30 * 86_400
}
