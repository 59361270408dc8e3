import Kernel
import Persistence

extension WebhookQueue {
    /// Each receiver that something waits for, with the time of its first delivery. It hops through the index from one receiver to the next, so that
    /// a receiver with a million deliveries costs as much as one with a single one.
    static let receivers: SQL = """
        WITH RECURSIVE waiting (receiver) AS (
            SELECT MIN(receiver) FROM webhook_deliveries WHERE portal_id IS NOT NULL AND due_at IS NOT NULL
            UNION ALL
            SELECT (SELECT MIN(d.receiver) FROM webhook_deliveries d
                WHERE d.due_at IS NOT NULL AND d.receiver > waiting.receiver)
            FROM waiting WHERE waiting.receiver IS NOT NULL
        )
        SELECT receiver, (SELECT MIN(d.due_at) FROM webhook_deliveries d
            WHERE d.receiver = waiting.receiver AND d.due_at IS NOT NULL) AS due_at
        FROM waiting WHERE receiver IS NOT NULL
        """

    /// Seconds after which a portal that was stopped is asked for again.
    static let rest: Int64 = 600

    static func claim(from receiver: String, atMost count: Int, token: String, at now: Timestamp) -> SQL {
        """
        UPDATE webhook_deliveries
        SET attempts = attempts + 1, last_attempt_at = \(now), due_at = \(now + claim), claim = \(token)
        WHERE (portal_id, id) IN (
            SELECT portal_id, id FROM webhook_deliveries
            WHERE receiver = \(receiver) AND due_at <= \(now) ORDER BY due_at, id LIMIT \(count)
        ) AND due_at <= \(now)
        RETURNING portal_id, id, webhook_id, event_id, type, body, attempts, is_single
        """
    }

    /// Nil if it is not to be sent now: written off where nobody is left to send it to, put back where the operator has stopped the portal.
    static func withWebhook(
        _ row: SQLRow, _ token: String, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Claimed? {
        let (portal, id): (PortalID, DeliveryID) = (try row.id("portal_id"), try row.id("id"))
        let webhook: WebhookID = try row.id("webhook_id")
        let isSingle = try row.bool("is_single")
        let found = try connection.first(
            """
            SELECT url, secret, signing_secret, sends_secret, p.suspended_at AS suspended_at,
                CASE WHEN inactive_at IS NULL AND \(Webhooks.makerHasAccess) THEN TRUE ELSE FALSE END AS is_active
            FROM webhooks JOIN portals p ON p.id = webhooks.portal_id
            WHERE portal_id = \(portal) AND webhooks.id = \(webhook)
            """)
        guard let found, let url = WebhookURL(try found.text("url")) else {
            // Announced to a webhook that was being deleted.
            try connection.execute("DELETE FROM webhook_deliveries WHERE portal_id = \(portal) AND id = \(id)")
            return nil
        }
        // Announced while the webhook was made inactive, or in a portal that is stopped: nothing is attempted.
        let isStopped = try found.optionalTimestamp("suspended_at") != nil
        let isOver = try !found.bool("is_active") && !isSingle
        guard !isStopped, !isOver else {
            let next = isOver ? nil : now + rest
            try connection.execute(
                """
                UPDATE webhook_deliveries
                SET status = \((isOver ? WebhookDelivery.Status.failed : .pending).rawValue), attempts = attempts - 1,
                    next_attempt_at = \(next), due_at = \(next), claim = NULL,
                    last_attempt_at = CASE WHEN attempts = 1 THEN NULL ELSE last_attempt_at END
                WHERE portal_id = \(portal) AND id = \(id) AND claim = \(token)
                """)
            return nil
        }
        return Claimed(
            portal: portal, id: id, webhook: webhook, event: try row.id("event_id"), type: try row.text("type"),
            body: try row.text("body"), attempt: try row.int("attempts"), isSingle: isSingle, url: url,
            sealedSecret: try found.text("secret"), sealedSigningSecret: try found.text("signing_secret"),
            sendsSecret: try found.bool("sends_secret"), token: token)
    }

    /// False if it is not ours any more.
    static func finish(
        _ claimed: Claimed, _ status: WebhookDelivery.Status, _ answer: Int?, _ fault: WebhookFault?,
        on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE webhook_deliveries
            SET status = \(status.rawValue), response_status = \(answer), error = \(fault?.rawValue),
                next_attempt_at = NULL, due_at = NULL, claim = NULL
            WHERE portal_id = \(claimed.portal) AND id = \(claimed.id) AND claim = \(claimed.token)
            """) == 1
    }

    static func postpone(
        _ claimed: Claimed, until moment: Timestamp, _ answer: Int?, _ fault: WebhookFault,
        on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE webhook_deliveries
            SET response_status = \(answer), error = \(fault.rawValue), next_attempt_at = \(moment), due_at = \(moment),
                claim = NULL
            WHERE portal_id = \(claimed.portal) AND id = \(claimed.id) AND claim = \(claimed.token)
            """) == 1
    }

    static func noteSuccess(
        of webhook: WebhookID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE webhooks SET failing_since = NULL
            WHERE portal_id = \(portal) AND id = \(webhook) AND failing_since IS NOT NULL
            """)
    }

    /// A webhook of which an attempt has just failed.
    struct FailingWebhook: Sendable {
        let isActive: Bool
        let failingSince: Timestamp
        let portalName: String
    }

    /// Nil if the webhook was deleted. Holds its row until the end of the transaction.
    ///
    /// - Parameter silence: seconds since the last failure after which this one is the first of a row.
    static func noteFailure(
        of claimed: Claimed, at now: Timestamp, within silence: Int64, on connection: any SQLConnection
    ) throws(StorageError) -> FailingWebhook? {
        // Single attempts are made by hand: they prove that a receiver works, not that it does not.
        let change: SQL =
            claimed.isSingle
            ? "failed_at = failed_at"
            : """
            failed_at = \(now),
            failing_since = CASE WHEN failing_since IS NOT NULL AND failed_at >= \(now - silence) THEN failing_since ELSE \(now) END
            """
        let row = try connection.first(
            """
            UPDATE webhooks SET \(change)
            WHERE portal_id = \(claimed.portal) AND id = \(claimed.webhook)
            RETURNING failing_since, inactive_at, (SELECT name FROM portals WHERE id = portal_id) AS portal_name
            """)
        guard let row else { return nil }
        return FailingWebhook(
            isActive: try row.optionalTimestamp("inactive_at") == nil,
            failingSince: try row.optionalTimestamp("failing_since") ?? now, portalName: try row.text("portal_name"))
    }
}
