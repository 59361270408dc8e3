import Kernel
import Persistence

extension Portals {
    static func select(_ id: PortalID) -> SQL {
        "SELECT id, slug, name, time_zone, features_off, rate_limit, suspended_at FROM portals WHERE id = \(id)"
    }

    static func select(slug: String) -> SQL {
        "SELECT id, slug, name, time_zone, features_off, rate_limit, suspended_at FROM portals WHERE slug = \(slug)"
    }

    static var selectAll: SQL {
        "SELECT id, slug, name, time_zone, features_off, rate_limit, suspended_at FROM portals ORDER BY id"
    }

    static func portal(_ row: SQLRow) throws(StorageError) -> Portal {
        Portal(
            id: try row.id("id"), slug: try row.text("slug"), name: try row.text("name"),
            timeZone: try row.text("time_zone"),
            featuresOff: Set(
                try row.text("features_off").split(separator: " ").compactMap { Feature(rawValue: String($0)) }),
            rateLimit: try row.optionalInteger("rate_limit").map(Int.init),
            isSuspended: try row.optionalInteger("suspended_at") != nil)
    }

    /// False if the slug is taken.
    static func insert(
        _ portal: Portal, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            INSERT INTO portals (id, slug, name, time_zone, created_at)
            VALUES (\(portal.id), \(portal.slug), \(portal.name), \(portal.timeZone), \(now))
            ON CONFLICT (slug) DO NOTHING
            """) == 1
    }

    /// False if it is suspended already.
    static func suspend(
        _ id: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            "UPDATE portals SET suspended_at = \(now) WHERE id = \(id) AND suspended_at IS NULL") == 1
    }

    /// False if it is not suspended.
    static func reinstate(_ id: PortalID, on connection: any SQLConnection) throws(StorageError) -> Bool {
        try connection.execute(
            "UPDATE portals SET suspended_at = NULL WHERE id = \(id) AND suspended_at IS NOT NULL") == 1
    }

    static func setRateLimit(
        _ rate: Int?, of portal: PortalID, under ceiling: RateCeiling, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute("UPDATE portals SET rate_limit = \(rate) WHERE id = \(portal)")
        guard ceiling.limit > 0 else { return }
        try connection.execute(
            """
            UPDATE api_keys SET rate_limit = NULL, revision = revision + 1
            WHERE portal_id = \(portal) AND (rate_limit > \(ceiling.limit) OR rate_limit = 0)
            """)
    }

    static func switchOff(_ features: Set<Feature>, in portal: PortalID) -> SQL {
        "UPDATE portals SET features_off = \(PortalFeatures.text(features)) WHERE id = \(portal)"
    }

    /// Makes everybody else who locks this portal wait until we commit, so that what is counted next stays true. An update, because
    /// `FOR UPDATE` exists on PostgreSQL only.
    static func lock(_ id: PortalID, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute("UPDATE portals SET name = name WHERE id = \(id)")
    }
}
