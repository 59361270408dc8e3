import Kernel
import Persistence

/// Whom a portal's security mails go to.
enum SecurityContacts {
    /// The e-mail addresses of the owners, and of `user` if they manage the portal's access and may sign in.
    static func of(
        _ user: UserID?, in portal: PortalID, on connection: any SQLConnection
    ) throws(StorageError) -> [String] {
        try connection.rows(
            """
            SELECT u.email AS email FROM memberships m JOIN users u ON u.id = m.user_id
            WHERE m.portal_id = \(portal) AND u.disabled_at IS NULL
                AND (m.role = \(Role.owner) OR m.role = \(Role.admin) AND m.user_id = \(user?.text ?? ""))
            ORDER BY u.id
            """
        ).map { row throws(StorageError) in try row.text("email") }
    }
}
