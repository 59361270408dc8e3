import Kernel
import Persistence

extension LeakReports {
    /// One statement that looks in every place, each by an index on the digest.
    static func find(
        _ digest: TokenDigest, at now: Timestamp, grace: Int64, on connection: any SQLConnection
    ) throws(StorageError) -> LeakedCredential? {
        let row = try connection.first(
            """
            SELECT 'api key' AS kind, k.portal_id AS owner, k.id AS id, '' AS developer FROM api_keys k
            WHERE k.digest = \(digest) AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > \(now))
            UNION ALL
            SELECT 'access token' AS kind, t.portal_id AS owner, t.grant_id AS id, '' AS developer
            FROM access_tokens t JOIN grants g ON g.portal_id = t.portal_id AND g.id = t.grant_id
            WHERE t.digest = \(digest) AND t.revoked_at IS NULL AND t.expires_at > \(now) AND g.revoked_at IS NULL
            UNION ALL
            SELECT 'grant' AS kind, g.portal_id AS owner, g.id AS id, '' AS developer FROM grants g
            WHERE g.head_digest = \(digest) AND g.revoked_at IS NULL AND g.expires_at > \(now) AND g.idle_expires_at > \(now)
            UNION ALL
            SELECT 'grant' AS kind, g.portal_id AS owner, g.id AS id, '' AS developer FROM grants g
            WHERE g.predecessor_digest = \(digest) AND g.revoked_at IS NULL AND g.rotated_at > \(now - grace)
            UNION ALL
            SELECT 'grant' AS kind, c.portal_id AS owner, c.grant_id AS id, '' AS developer
            FROM authorization_codes c JOIN grants g ON g.portal_id = c.portal_id AND g.id = c.grant_id
            WHERE c.digest = \(digest) AND c.spent_at IS NULL AND c.expires_at > \(now) AND g.revoked_at IS NULL
            UNION ALL
            SELECT 'grant' AS kind, d.portal_id AS owner, d.grant_id AS id, '' AS developer
            FROM device_requests d JOIN grants g ON g.portal_id = d.portal_id AND g.id = d.grant_id
            WHERE d.digest = \(digest) AND d.spent_at IS NULL AND d.expires_at > \(now) AND g.revoked_at IS NULL
            UNION ALL
            SELECT 'app token' AS kind, t.app_id AS owner, t.app_id AS id, a.developer_id AS developer
            FROM app_tokens t JOIN apps a ON a.id = t.app_id AND a.deleted_at IS NULL
            WHERE t.digest = \(digest) AND t.revoked_at IS NULL AND t.expires_at > \(now)
            UNION ALL
            SELECT 'app secret' AS kind, s.app_id AS owner, s.id AS id, a.developer_id AS developer
            FROM app_secrets s JOIN apps a ON a.id = s.app_id AND a.deleted_at IS NULL
            WHERE s.digest = \(digest) AND s.revoked_at IS NULL AND (s.expires_at IS NULL OR s.expires_at > \(now))
            """)
        guard let row else { return nil }
        switch try row.text("kind") {
        case "api key": return .apiKey(try row.id("owner"), try row.id("id"))
        case "access token": return .accessToken(try row.id("owner"), try row.id("id"))
        case "grant": return .grant(try row.id("owner"), try row.id("id"))
        case "app token": return .appToken(try row.id("owner"), try row.id("developer"))
        default: return .appSecret(try row.id("id"), try row.id("owner"), try row.id("developer"))
        }
    }

    /// Ends it by one conditional write. Nil if somebody else was first.
    static func end(
        _ leaked: LeakedCredential, _ digest: TokenDigest, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> LeakFacts? {
        switch leaked {
        case .apiKey(let portal, let id):
            let row = try connection.first(
                """
                UPDATE api_keys SET revoked_at = \(now) WHERE portal_id = \(portal) AND id = \(id) AND revoked_at IS NULL
                RETURNING name, last_four, creator_id
                """)
            return try row.map { row throws(StorageError) in
                LeakFacts(
                    name: try row.text("name"), lastFour: try row.text("last_four"), user: try row.id("creator_id"),
                    portalName: try portalName(portal, on: connection))
            }
        case .accessToken(let portal, let grant):
            let count = try connection.execute(
                """
                UPDATE access_tokens SET revoked_at = \(now)
                WHERE portal_id = \(portal) AND digest = \(digest) AND revoked_at IS NULL
                """)
            return count == 1 ? try facts(of: grant, in: portal, on: connection) : nil
        case .grant(let portal, let grant):
            let count = try connection.execute(
                """
                UPDATE grants SET revoked_at = \(now) WHERE portal_id = \(portal) AND id = \(grant) AND revoked_at IS NULL
                """)
            return count == 1 ? try facts(of: grant, in: portal, on: connection) : nil
        case .appToken(let app, _):
            let count = try connection.execute(
                "UPDATE app_tokens SET revoked_at = \(now) WHERE digest = \(digest) AND revoked_at IS NULL")
            guard count == 1, let row = try connection.first("SELECT name FROM apps WHERE id = \(app)") else {
                return nil
            }
            return LeakFacts(name: try row.text("name"), lastFour: "", portalName: "")
        case .appSecret(let id, let app, _):
            // Whoever found the secret may have tokens already that they got with it.
            try Apps.revokeOwnTokens(of: app, at: now, on: connection)
            guard let lastFour = try Apps.revoke(id, of: app, at: now, on: connection),
                let row = try connection.first("SELECT name FROM apps WHERE id = \(app)")
            else { return nil }
            return LeakFacts(name: try row.text("name"), lastFour: lastFour, portalName: "")
        }
    }

    /// Who hears of it: the owners of the portal and whoever made or allowed what leaked; for an App Secret the developer.
    static func people(
        _ leaked: LeakedCredential, _ facts: LeakFacts, on connection: any SQLConnection
    ) throws(StorageError) -> [String] {
        switch leaked {
        case .apiKey(let portal, _), .accessToken(let portal, _), .grant(let portal, _):
            return try SecurityContacts.of(facts.user, in: portal, on: connection)
        case .appSecret(_, _, let developer), .appToken(_, let developer):
            return try connection.rows("SELECT email FROM developers WHERE id = \(developer)").map {
                row throws(StorageError) in try row.text("email")
            }
        }
    }

    private static func facts(
        of grant: GrantID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> LeakFacts? {
        try connection.first(
            """
            SELECT a.name AS name, g.user_id AS user_id FROM grants g JOIN apps a ON a.id = g.app_id
            WHERE g.portal_id = \(portal) AND g.id = \(grant)
            """
        ).map { row throws(StorageError) in
            LeakFacts(
                name: try row.text("name"), lastFour: "", user: try row.id("user_id"),
                portalName: try portalName(portal, on: connection))
        }
    }

    private static func portalName(
        _ portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> String {
        try connection.first("SELECT name FROM portals WHERE id = \(portal)")?.text("name") ?? ""
    }
}
