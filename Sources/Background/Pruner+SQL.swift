import Kernel
import Persistence
import PortalDomain

extension Pruner {
    /// At most `batch` rows at a time.
    enum Deletion: Sendable {
        case unspentCodes, deadDevices, unusedApps
        case rows(SQL)
    }

    /// In the order of the foreign keys: what points to a grant goes, grants stay.
    func deletions(at now: Timestamp) -> [Deletion] {
        let late = now - Self.grace
        return [
            .unspentCodes, .deadDevices, .rows(deadCodes(before: late, at: now)), .rows(deadRefreshTokens(at: now)),
            .rows(expired("access_tokens", before: late)), .rows(expired("authorization_tickets", before: late)),
            .rows(expired("pushed_requests", before: late)),
            .rows(expired("mailed_links", before: late)), .rows(expired("pending_sign_ins", before: late)),
            .rows(knownBrowsers(at: now)),
            .rows(expired("spent_proofs", before: late)), .rows(expired("app_tokens", before: late)),
            .rows(unconfirmedDevelopers(at: now)),
            .rows(sessions(at: now)), .rows(answers(at: now)), .unusedApps,
            .rows(Webhooks.prune(before: now - deliveryRecords, batch: Self.batch)),
        ] + Outbox.prune(at: now, batch: Self.batch).map(Deletion.rows)
    }

    static func run(
        _ deletion: Deletion, at now: Timestamp, _ journal: Journal, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        switch deletion {
        case .unspentCodes: try deleteUnspentCodes(before: now - grace, at: now, on: connection)
        case .deadDevices: try deleteDeadDevices(before: now - grace, at: now, on: connection)
        case .unusedApps: try Registrations.removeUnused(at: now, atMost: batch, journal, on: connection)
        case .rows(let sql): try connection.execute(sql)
        }
    }

    /// Codes that nobody came for. Their grants never began, and end with them.
    private static func deleteUnspentCodes(
        before late: Timestamp, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        let codes = try connection.rows(
            """
            DELETE FROM authorization_codes
            WHERE digest IN (
                SELECT digest FROM authorization_codes WHERE expires_at <= \(late) AND spent_at IS NULL LIMIT \(batch)
            ) AND spent_at IS NULL
            RETURNING portal_id, grant_id
            """)
        for code in codes { try end(try code.id("grant_id"), in: try code.id("portal_id"), at: now, on: connection) }
        return codes.count
    }

    /// Devices that are served, refused or too late. What was approved and never fetched ends with them.
    private static func deleteDeadDevices(
        before late: Timestamp, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        let devices = try connection.rows(
            """
            DELETE FROM device_requests
            WHERE digest IN (SELECT digest FROM device_requests WHERE expires_at <= \(late) LIMIT \(batch))
            RETURNING portal_id, grant_id
            """)
        for device in devices where try device.optionalText("grant_id") != nil {
            try end(try device.id("grant_id"), in: try device.id("portal_id"), at: now, on: connection)
        }
        return devices.count
    }

    /// Ends a grant that never began.
    private static func end(
        _ grant: GrantID, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE grants SET revoked_at = \(now)
            WHERE portal_id = \(portal) AND id = \(grant) AND head_digest IS NULL AND revoked_at IS NULL
            """)
    }

    private func deadCodes(before late: Timestamp, at now: Timestamp) -> SQL {
        """
        DELETE FROM authorization_codes WHERE digest IN (
            SELECT c.digest FROM authorization_codes c
            JOIN grants g ON g.portal_id = c.portal_id AND g.id = c.grant_id
            WHERE c.expires_at <= \(late) AND c.spent_at IS NOT NULL AND \(isDead(at: now))
            LIMIT \(Self.batch)
        )
        """
    }

    private func deadRefreshTokens(at now: Timestamp) -> SQL {
        """
        DELETE FROM retired_refresh_tokens WHERE digest IN (
            SELECT r.digest FROM retired_refresh_tokens r
            JOIN grants g ON g.portal_id = r.portal_id AND g.id = r.grant_id
            WHERE \(isDead(at: now))
            LIMIT \(Self.batch)
        )
        """
    }

    /// Revoked; or past its last refresh by as long as an access token from then can live.
    private func isDead(at now: Timestamp) -> SQL {
        let end = now - max(longestAccessToken, 86_400)
        return "(g.revoked_at IS NOT NULL OR g.expires_at <= \(end) OR g.idle_expires_at <= \(end))"
    }

    /// Rows that are found by a digest and end by themselves. What has expired is refused without our remembering it. The grace is for
    /// nodes whose clocks are behind ours, and for pushed requests longer than their tickets live.
    private func expired(_ table: SQL, before late: Timestamp) -> SQL {
        """
        DELETE FROM \(table)
        WHERE digest IN (SELECT digest FROM \(table) WHERE expires_at <= \(late) LIMIT \(Self.batch))
        """
    }

    /// Whoever never opened the link can register again. What they made before addresses had to be confirmed is kept.
    private func unconfirmedDevelopers(at now: Timestamp) -> SQL {
        """
        DELETE FROM developers
        WHERE id IN (
            SELECT d.id FROM developers d
            WHERE d.confirmed_at IS NULL AND d.banned_at IS NULL AND d.created_at <= \(now - Self.registrationLife)
                AND NOT EXISTS (SELECT 1 FROM apps a WHERE a.developer_id = d.id)
                AND NOT EXISTS (SELECT 1 FROM test_portals t WHERE t.developer_id = d.id)
            LIMIT \(Self.batch))
        """
    }

    /// A browser that nobody used for a year is news when it comes back.
    private func knownBrowsers(at now: Timestamp) -> SQL {
        """
        DELETE FROM known_browsers WHERE (account_kind, account_id, browser_digest) IN (
            SELECT account_kind, account_id, browser_digest FROM known_browsers
            WHERE last_seen_at <= \(now - Int64(365 * 86_400))
            LIMIT \(Self.batch)
        )
        """
    }

    private func sessions(at now: Timestamp) -> SQL {
        """
        DELETE FROM sessions WHERE digest IN (
            SELECT digest FROM sessions
            WHERE last_seen_at <= \(now - Session.idle) OR created_at <= \(now - Session.longest)
            LIMIT \(Self.batch)
        )
        """
    }

    private func answers(at now: Timestamp) -> SQL {
        """
        DELETE FROM idempotency_records WHERE (portal_id, holder, key) IN (
            SELECT portal_id, holder, key FROM idempotency_records
            WHERE created_at <= \(now - IdempotencyRecords.lifetime)
            LIMIT \(Self.batch)
        )
        """
    }
}
