package import Kernel
package import OAuth
import Persistence

/// The look-ups behind every API request: one statement each, by digest. Dead credentials are not returned.
extension SQLOAuthStore {
    package func apiKey(_ digest: TokenDigest, at now: Timestamp) async throws(StorageError) -> Principal? {
        guard
            let row = try await database.first(
                """
                SELECT k.portal_id, k.id AS key_id, k.name AS key_name, k.scopes, k.creator_id, k.allowed_addresses,
                    k.api_version, k.rate_limit AS key_rate_limit, k.expires_at, m.role,
                    p.slug, p.name, p.time_zone, p.features_off, p.rate_limit
                FROM api_keys k
                JOIN portals p ON p.id = k.portal_id AND p.suspended_at IS NULL
                JOIN memberships m ON m.portal_id = k.portal_id AND m.user_id = k.creator_id
                JOIN users u ON u.id = k.creator_id AND u.disabled_at IS NULL
                WHERE k.digest = \(digest) AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > \(now))
                """)
        else { return nil }
        let role: Role = try row.choice("role")
        let addresses = try row.text("allowed_addresses").split(separator: " ").map { AddressRange(String($0)) }
        // A range that cannot be read must not widen the rest to everywhere.
        guard addresses.allSatisfy({ $0 != nil }) else { throw .invalid(detail: "an address list cannot be read") }
        return Principal(
            kind: .apiKey(try row.id("key_id")), digest: digest, portal: try Portal(row: row, id: "portal_id"),
            user: try row.id("creator_id"), scopes: try row.scopes("scopes").intersection(role.rights), app: nil,
            name: try row.text("key_name"), expiresAt: try row.optionalTimestamp("expires_at"),
            apiVersion: try row.optionalText("api_version"),
            rateLimit: try row.optionalInteger("key_rate_limit").map { Int($0) },
            allowedAddresses: addresses.compactMap { $0 })
    }

    package func accessToken(_ digest: TokenDigest, at now: Timestamp) async throws(StorageError) -> Principal? {
        guard
            let row = try await database.first(
                """
                SELECT t.portal_id, t.grant_id, t.scopes, t.expires_at, t.jkt, t.audience, a.options, g.scopes AS granted, g.user_id, g.app_id, a.name AS app_name,
                    a.scopes AS ceiling, a.api_version, m.role, p.slug, p.name, p.time_zone, p.features_off, p.rate_limit
                FROM access_tokens t
                JOIN grants g ON g.portal_id = t.portal_id AND g.id = t.grant_id AND g.revoked_at IS NULL
                JOIN apps a ON a.id = g.app_id AND a.deleted_at IS NULL
                JOIN developers d ON d.id = a.developer_id AND d.banned_at IS NULL
                JOIN portals p ON p.id = t.portal_id AND p.suspended_at IS NULL
                JOIN memberships m ON m.portal_id = g.portal_id AND m.user_id = g.user_id
                JOIN users u ON u.id = g.user_id AND u.disabled_at IS NULL
                LEFT JOIN standings s ON s.portal_id = g.portal_id AND s.app_id = g.app_id
                WHERE t.digest = \(digest) AND t.revoked_at IS NULL AND t.expires_at > \(now) AND s.suspended_at IS NULL
                """)
        else { return nil }
        // A token for others is none for us (RFC 8707 §2, RFC 9700 §2.3).
        if let audience = try row.optionalText("audience"), !Audience(stored: audience).includesAPI { return nil }
        let role: Role = try row.choice("role")
        let name = try row.text("app_name")
        return Principal(
            kind: .accessToken(try row.id("grant_id")), digest: digest, portal: try Portal(row: row, id: "portal_id"),
            user: try row.id("user_id"),
            // `granted` may have been narrowed since the token was issued, when the developer lowered the ceiling.
            scopes: try row.scopes("scopes").intersection(try row.scopes("granted"))
                .intersection(try row.scopes("ceiling")).intersection(role.rights),
            app: .init(id: try row.id("app_id"), name: name), name: name, expiresAt: try row.timestamp("expires_at"),
            apiVersion: try row.optionalText("api_version"), binding: try Self.binding(row))
    }

    private static func binding(_ row: SQLRow) throws(StorageError) -> Principal.Binding? {
        guard let key = try row.optionalText("jkt") else { return nil }
        let options = AppOptions(stored: try row.text("options"))
        return .init(key: KeyThumbprint(stored: key), needsNonce: options.contains(.serverNonces))
    }
}
