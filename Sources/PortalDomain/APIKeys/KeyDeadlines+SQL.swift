import Kernel
import Persistence

extension KeyDeadlines {
    /// Live keys that no one has used since `limit`. Of all portals.
    static func selectUnused(since limit: Timestamp, at now: Timestamp, limit batch: Int) -> SQL {
        """
        \(columns)
        WHERE k.portal_id IS NOT NULL AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > \(now))
            AND COALESCE(k.last_used_at, k.created_at) <= \(limit)
        ORDER BY k.id LIMIT \(batch)
        """
    }

    /// Live keys that end within the time of a warning which has not been sent. Of all portals.
    static func selectEnding(at now: Timestamp, limit batch: Int) -> SQL {
        """
        \(columns)
        WHERE k.portal_id IS NOT NULL AND k.revoked_at IS NULL AND k.expires_at > \(now)
            AND k.expires_at <= \(now + 30 * ExpiryWarning.day)
            AND COALESCE(k.warned_days, 31) >
                CASE WHEN k.expires_at <= \(now + ExpiryWarning.day) THEN 1
                    WHEN k.expires_at <= \(now + 7 * ExpiryWarning.day) THEN 7 ELSE 30 END
        ORDER BY k.expires_at, k.id LIMIT \(batch)
        """
    }

    private static var columns: SQL {
        """
        SELECT k.portal_id AS portal_id, p.name AS portal_name, p.time_zone AS time_zone, k.id AS id, k.name AS name,
            k.last_four AS last_four, k.creator_id AS creator_id, k.expires_at AS expires_at,
            k.successor_id AS successor_id
        FROM api_keys k JOIN portals p ON p.id = k.portal_id
        """
    }

    /// Notes a warning before it is sent. False if it was sent before, or the key ended or ends at another time now.
    static func claimWarning(
        _ days: Int64, of key: DueKey, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        let changed = try connection.execute(
            """
            UPDATE api_keys SET warned_days = \(days)
            WHERE portal_id = \(key.portal) AND id = \(key.id) AND revoked_at IS NULL AND expires_at = \(key.expiresAt)
                AND (warned_days IS NULL OR warned_days > \(days))
            """)
        return changed == 1
    }

    /// False if it was used or revoked meanwhile.
    static func revokeUnused(
        _ key: DueKey, since limit: Timestamp, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        let changed = try connection.execute(
            """
            UPDATE api_keys SET revoked_at = \(now)
            WHERE portal_id = \(key.portal) AND id = \(key.id) AND revoked_at IS NULL
                AND COALESCE(last_used_at, created_at) <= \(limit)
            """)
        return changed == 1
    }
}

extension DueKey {
    init(_ row: SQLRow) throws(StorageError) {
        self.init(
            portal: try row.id("portal_id"), portalName: try row.text("portal_name"),
            timeZone: try row.text("time_zone"), id: try row.id("id"), name: try row.text("name"),
            lastFour: try row.text("last_four"), creator: try row.id("creator_id"),
            expiresAt: try row.optionalTimestamp("expires_at"),
            isReplaced: try row.optionalText("successor_id") != nil)
    }
}
