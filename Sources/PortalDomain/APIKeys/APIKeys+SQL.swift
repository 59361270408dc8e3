import Kernel
import Persistence

extension APIKeys {
    static func selectAll(in portal: PortalID) -> SQL {
        "\(columns) WHERE k.portal_id = \(portal) AND k.revoked_at IS NULL ORDER BY k.id DESC"
    }

    static func select(_ id: APIKeyID, in portal: PortalID) -> SQL {
        "\(columns) WHERE k.portal_id = \(portal) AND k.id = \(id) AND k.revoked_at IS NULL"
    }

    private static var columns: SQL {
        """
        SELECT k.id AS id, k.name AS name, k.last_four AS last_four, k.scopes AS scopes, u.email AS creator,
            m.role AS creator_role, k.allowed_addresses AS allowed_addresses, k.api_version AS api_version,
            k.rate_limit AS rate_limit,
            k.created_at AS created_at, k.expires_at AS expires_at, k.last_used_at AS last_used_at,
            k.last_used_address AS last_used_address, k.successor_id AS successor_id, k.revision AS revision
        FROM api_keys k
        JOIN users u ON u.id = k.creator_id
        LEFT JOIN memberships m ON m.portal_id = k.portal_id AND m.user_id = k.creator_id AND u.disabled_at IS NULL
        """
    }

    static func key(_ row: SQLRow) throws(StorageError) -> APIKey {
        APIKey(
            id: try row.id("id"), name: try row.text("name"), lastFour: try row.text("last_four"),
            scopes: try row.scopes("scopes"), creator: try row.text("creator"),
            creatorRole: try row.optionalText("creator_role").flatMap(Role.init(rawValue:)),
            allowedAddresses: try row.text("allowed_addresses").split(separator: " ").compactMap {
                AddressRange(String($0))
            },
            apiVersion: try row.optionalText("api_version"),
            rateLimit: try row.optionalInteger("rate_limit").map(Int.init), createdAt: try row.timestamp("created_at"),
            expiresAt: try row.optionalTimestamp("expires_at"), lastUsedAt: try row.optionalTimestamp("last_used_at"),
            lastUsedAddress: try row.optionalText("last_used_address"), successor: try row.optionalID("successor_id"),
            revision: try row.integer("revision"))
    }

    static func rateCeiling(
        of portal: PortalID, standard: Int, on connection: any SQLConnection
    ) throws(StorageError) -> RateCeiling {
        let row = try connection.first("SELECT rate_limit FROM portals WHERE id = \(portal)")
        return RateCeiling(try row?.optionalInteger("rate_limit").map(Int.init) ?? standard)
    }

    static func selectLifetime(of portal: PortalID) -> SQL {
        "SELECT time_zone, key_days FROM portals WHERE id = \(portal)"
    }

    static func lifetime(_ row: SQLRow?, _ zones: TimeZones) throws(StorageError) -> KeyLifetime {
        guard let row else { return KeyLifetime(maximumDays: nil, zone: nil) }
        return KeyLifetime(
            maximumDays: try row.optionalInteger("key_days").map { Int($0) },
            zone: zones.table(named: try row.text("time_zone")))
    }

    static func exists(
        _ id: APIKeyID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.first("SELECT id FROM api_keys WHERE portal_id = \(portal) AND id = \(id)") != nil
    }

    static func countLive(
        in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        try connection.first(
            """
            SELECT COUNT(*) AS n FROM api_keys
            WHERE portal_id = \(portal) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > \(now))
            """)?.int("n") ?? 0
    }

    static func insert(
        _ new: NewAPIKey, _ id: APIKeyID, _ key: Credential, in portal: PortalID, for creator: UserID,
        at now: Timestamp,
        on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO api_keys (digest, portal_id, id, name, last_four, scopes, creator_id, allowed_addresses, api_version,
                rate_limit, created_at, expires_at, warned_days)
            VALUES (\(key.digest), \(portal), \(id), \(new.name.text), \(key.lastFour), \(new.scopes), \(creator),
                \(addresses(new)), \(new.apiVersion), \(new.rateLimit), \(now), \(new.expiresAt),
                \(ExpiryWarning.reached(before: new.expiresAt, at: now)))
            """)
    }

    /// Only while the key is as it was read, and nobody ended it. False if it is not.
    static func update(
        _ old: APIKey, to new: NewAPIKey, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        let changed = try connection.execute(
            """
            UPDATE api_keys SET name = \(new.name.text), scopes = \(new.scopes), allowed_addresses = \(addresses(new)),
                api_version = \(new.apiVersion), rate_limit = \(new.rateLimit), revision = revision + 1
            WHERE portal_id = \(portal) AND id = \(old.id) AND revision = \(old.revision) AND revoked_at IS NULL
                AND successor_id IS NULL AND (expires_at IS NULL OR expires_at > \(now))
            """)
        return changed == 1
    }

    /// Warnings are counted anew for the new end.
    static func move(
        _ id: APIKeyID, in portal: PortalID, endTo end: Timestamp?, at now: Timestamp,
        on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE api_keys SET expires_at = \(end), warned_days = \(ExpiryWarning.reached(before: end, at: now))
            WHERE portal_id = \(portal) AND id = \(id)
            """)
    }

    /// Notes the successor; the key itself ends at `end`, or if that is nil at once. False if it was ended, or replaced, since it
    /// was read: a dead key gets no successor.
    static func replace(
        _ id: APIKeyID, in portal: PortalID, by successor: APIKeyID, end: Timestamp?, at now: Timestamp,
        on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        let changed = try connection.execute(
            """
            UPDATE api_keys SET successor_id = \(successor), revision = revision + 1
            WHERE portal_id = \(portal) AND id = \(id) AND revoked_at IS NULL AND successor_id IS NULL
            """)
        guard changed == 1 else { return false }
        if let end {
            try move(id, in: portal, endTo: end, at: now, on: connection)
        } else {
            _ = try revoke(id, in: portal, at: now, on: connection)
        }
        return true
    }

    /// Name and last four of the key that was live until now; nil if none was.
    static func revoke(
        _ id: APIKeyID, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> (name: String, lastFour: String)? {
        guard
            let row = try connection.first(
                """
                UPDATE api_keys SET revoked_at = \(now) WHERE portal_id = \(portal) AND id = \(id) AND revoked_at IS NULL
                RETURNING name, last_four
                """)
        else { return nil }
        return (try row.text("name"), try row.text("last_four"))
    }

    private static func addresses(_ key: NewAPIKey) -> String {
        key.allowedAddresses.map(\.description).joined(separator: " ")
    }
}
