import Kernel
import Persistence

extension Memberships {
    static func selectPortals(of user: UserID) -> SQL {
        """
        SELECT m.role AS role, p.id AS id, p.slug AS slug, p.name AS name, p.time_zone AS time_zone,
            p.features_off AS features_off, p.rate_limit AS rate_limit, p.suspended_at AS suspended_at
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

    /// Somebody who was only invited, or may not enter, could not look after the portal.
    static func hasOwner(
        besides user: UserID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        let owner = try connection.first(
            """
            SELECT m.user_id AS user_id FROM memberships m JOIN users u ON u.id = m.user_id
            WHERE m.portal_id = \(portal) AND m.role = \(Role.owner) AND m.user_id <> \(user)
                AND u.password_hash IS NOT NULL AND u.disabled_at IS NULL
            LIMIT 1
            """)
        return owner != nil
    }

    static func selectMembers(of portal: PortalID) -> SQL {
        """
        SELECT u.id AS id, u.name AS name, u.email AS email, u.password_hash AS password_hash, m.role AS role,
            m.created_at AS created_at, f.confirmed_at AS second_factor_at
        FROM memberships m
            JOIN users u ON u.id = m.user_id
            LEFT JOIN second_factors f
                ON f.account_id = u.id AND f.account_kind = \(Account.Kind.user.rawValue) AND f.confirmed_at IS NOT NULL
        WHERE m.portal_id = \(portal) ORDER BY u.email_key, u.id
        """
    }

    static func member(_ row: SQLRow) throws(StorageError) -> Member {
        Member(
            user: try row.id("id"), name: try row.text("name"), email: try row.text("email"),
            role: try row.choice("role"), since: try row.timestamp("created_at"),
            isPending: try row.optionalText("password_hash") == nil,
            hasSecondFactor: try row.optionalTimestamp("second_factor_at") != nil)
    }

    static func role(
        of user: UserID, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> Role? {
        try connection.first(selectRole(of: user, in: portal)).map { row throws(StorageError) in try row.choice("role")
        }
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
