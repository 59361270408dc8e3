import Kernel
import Persistence

extension APIKeys {
    static func selectAll(in portal: PortalID) -> SQL {
        """
        SELECT k.id AS id, k.name AS name, k.last_four AS last_four, k.scopes AS scopes, u.email AS creator,
            k.allowed_addresses AS allowed_addresses, k.api_version AS api_version, k.created_at AS created_at,
            k.expires_at AS expires_at, k.last_used_at AS last_used_at, k.last_used_address AS last_used_address
        FROM api_keys k JOIN users u ON u.id = k.creator_id
        WHERE k.portal_id = \(portal) AND k.revoked_at IS NULL ORDER BY k.id DESC
        """
    }

    static func select(_ id: APIKeyID, in portal: PortalID) -> SQL {
        """
        SELECT k.id AS id, k.name AS name, k.last_four AS last_four, k.scopes AS scopes, u.email AS creator,
            k.allowed_addresses AS allowed_addresses, k.api_version AS api_version, k.created_at AS created_at,
            k.expires_at AS expires_at, k.last_used_at AS last_used_at, k.last_used_address AS last_used_address
        FROM api_keys k JOIN users u ON u.id = k.creator_id
        WHERE k.portal_id = \(portal) AND k.id = \(id) AND k.revoked_at IS NULL
        """
    }

    static func key(_ row: SQLRow) throws(StorageError) -> APIKey {
        APIKey(
            id: try row.id("id"), name: try row.text("name"), lastFour: try row.text("last_four"),
            scopes: try row.scopes("scopes"),
            creator: try row.text("creator"),
            allowedAddresses: try row.text("allowed_addresses").split(separator: " ").compactMap {
                AddressRange(String($0))
            },
            apiVersion: try row.optionalText("api_version"), createdAt: try row.timestamp("created_at"),
            expiresAt: try row.optionalTimestamp("expires_at"), lastUsedAt: try row.optionalTimestamp("last_used_at"),
            lastUsedAddress: try row.optionalText("last_used_address"))
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
        let addresses = new.allowedAddresses.map(\.description).joined(separator: " ")
        try connection.execute(
            """
            INSERT INTO api_keys (digest, portal_id, id, name, last_four, scopes, creator_id, allowed_addresses, api_version,
                created_at, expires_at)
            VALUES (\(key.digest), \(portal), \(id), \(new.name.text), \(key.lastFour), \(new.scopes), \(creator), \(addresses),
                \(new.apiVersion), \(now), \(new.expiresAt))
            """)
    }

    /// False for a key that was revoked.
    static func expire(
        _ id: APIKeyID, in portal: PortalID, at end: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        let changed = try connection.execute(
            """
            UPDATE api_keys SET expires_at = \(end) WHERE portal_id = \(portal) AND id = \(id) AND revoked_at IS NULL
            """)
        return changed == 1
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
}
