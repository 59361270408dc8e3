import Kernel
import Persistence

extension Invitations {
    /// The portal is the one that the user joined last. Whoever has a password needs no invitation: a second link must not reset it.
    static func select(_ digest: TokenDigest, at now: Timestamp) -> SQL {
        """
        SELECT u.id AS user_id, u.email AS email, m.portal_id AS portal_id, m.role AS role, p.name AS portal_name
        FROM mailed_links l
            JOIN users u ON u.id = l.account_id
            JOIN memberships m ON m.user_id = u.id
            JOIN portals p ON p.id = m.portal_id
        WHERE l.digest = \(digest) AND l.purpose = \(MailedLink.Purpose.invitation.rawValue) AND l.spent_at IS NULL
            AND l.expires_at > \(now) AND u.disabled_at IS NULL
            AND u.password_hash IS NULL
        ORDER BY m.created_at DESC, m.portal_id DESC LIMIT 1
        """
    }

    static func invitation(_ row: SQLRow) throws(StorageError) -> Invitation {
        Invitation(
            user: try row.id("user_id"), email: try row.text("email"), portalName: try row.text("portal_name"),
            role: try row.choice("role"))
    }
}
