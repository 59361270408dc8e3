import Kernel
import Persistence

extension Memberships {
    static func selectPortals(of user: UserID) -> SQL {
        """
        SELECT m.role AS role, p.id AS id, p.slug AS slug, p.name AS name, p.time_zone AS time_zone,
            p.features_off AS features_off, p.rate_limit AS rate_limit
        FROM memberships m JOIN portals p ON p.id = m.portal_id
        WHERE m.user_id = \(user) ORDER BY p.name, p.id
        """
    }

    static func selectRole(of user: UserID, in portal: PortalID) -> SQL {
        "SELECT role FROM memberships WHERE portal_id = \(portal) AND user_id = \(user)"
    }

    static func membership(_ row: SQLRow) throws(StorageError) -> Membership {
        Membership(portal: try Portals.portal(row), role: try row.choice("role"))
    }

    static func portals(of user: UserID, on connection: any SQLConnection) throws(StorageError) -> [PortalID] {
        try connection.rows("SELECT portal_id FROM memberships WHERE user_id = \(user)").map {
            row throws(StorageError) in
            try row.id("portal_id")
        }
    }

    /// False if the user is a member already.
    static func insert(
        _ user: UserID, _ role: Role, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            INSERT INTO memberships (portal_id, user_id, role, created_at) VALUES (\(portal), \(user), \(role), \(now))
            ON CONFLICT (portal_id, user_id) DO NOTHING
            """) == 1
    }

    static func countOwners(of portal: PortalID, on connection: any SQLConnection) throws(StorageError) -> Int {
        try connection.first(
            "SELECT COUNT(*) AS n FROM memberships WHERE portal_id = \(portal) AND role = \(Role.owner)")?.int("n") ?? 0
    }

    static func update(
        _ user: UserID, to role: Role, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            "UPDATE memberships SET role = \(role) WHERE portal_id = \(portal) AND user_id = \(user)")
    }

    static func delete(_ user: UserID, from portal: PortalID, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute("DELETE FROM memberships WHERE portal_id = \(portal) AND user_id = \(user)")
    }

    /// Ends the keys that somebody made, and the access that they gave to apps.
    static func revokeCredentials(
        of user: UserID, in portal: PortalID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE api_keys SET revoked_at = \(now)
            WHERE portal_id = \(portal) AND creator_id = \(user) AND revoked_at IS NULL
            """)
        try connection.execute(
            """
            UPDATE grants SET revoked_at = \(now)
            WHERE portal_id = \(portal) AND user_id = \(user) AND revoked_at IS NULL
            """)
        try connection.execute("DELETE FROM consents WHERE portal_id = \(portal) AND user_id = \(user)")
    }
}
