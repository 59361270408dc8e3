import Kernel
import Persistence

extension Developers {
    static func select(_ id: DeveloperID) -> SQL {
        """
        SELECT id, email, name, password_hash, confirmed_at, verified_at, banned_at FROM developers WHERE id = \(id)
        """
    }

    static func select(_ email: AccountEmail) -> SQL {
        """
        SELECT id, email, name, password_hash, confirmed_at, verified_at, banned_at FROM developers
        WHERE email_key = \(email.key)
        """
    }

    static func developer(_ row: SQLRow) throws(StorageError) -> Developer {
        Developer(
            id: try row.id("id"), email: try row.text("email"), name: try row.text("name"),
            isConfirmed: try row.optionalTimestamp("confirmed_at") != nil,
            isVerified: try row.optionalTimestamp("verified_at") != nil,
            isBanned: try row.optionalTimestamp("banned_at") != nil)
    }

    /// False if the address has an account.
    static func insert(
        _ new: NewDeveloper, as id: DeveloperID, hash: PasswordHash, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            INSERT INTO developers (id, email, email_key, name, password_hash, created_at)
            VALUES (\(id), \(new.email.text), \(new.email.key), \(new.name.text), \(hash.stored), \(now))
            ON CONFLICT (email_key) DO NOTHING
            """) == 1
    }

    /// The address, if it was not confirmed before.
    static func confirm(
        _ id: DeveloperID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> String? {
        try connection.first(
            "UPDATE developers SET confirmed_at = \(now) WHERE id = \(id) AND confirmed_at IS NULL RETURNING email")?
            .text("email")
    }

    static func verify(
        _ id: DeveloperID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute("UPDATE developers SET verified_at = \(now) WHERE id = \(id) AND verified_at IS NULL")
            == 1
    }

    static func ban(_ id: DeveloperID, at now: Timestamp, on connection: any SQLConnection) throws(StorageError) -> Bool
    {
        try connection.execute("UPDATE developers SET banned_at = \(now) WHERE id = \(id) AND banned_at IS NULL") == 1
    }

    static var selectAll: SQL {
        """
        SELECT d.id, d.email, d.name, d.confirmed_at, d.verified_at, d.banned_at, COUNT(a.id) AS apps
        FROM developers d LEFT JOIN apps a ON a.developer_id = d.id AND a.deleted_at IS NULL
        WHERE d.deleted_at IS NULL
        GROUP BY d.id, d.email, d.email_key, d.name, d.confirmed_at, d.verified_at, d.banned_at ORDER BY d.email_key
        """
    }

    /// The account of the address, if it was never confirmed, with what somebody registers with now.
    static func replaceUnconfirmed(
        by new: NewDeveloper, hash: PasswordHash, on connection: any SQLConnection
    ) throws(StorageError) -> DeveloperID? {
        try connection.first(
            """
            UPDATE developers SET name = \(new.name.text), email = \(new.email.text), password_hash = \(hash.stored)
            WHERE email_key = \(new.email.key) AND confirmed_at IS NULL AND banned_at IS NULL
            RETURNING id
            """
        ).map { row throws(StorageError) in try row.id("id") }
    }

    static func delete(
        _ id: DeveloperID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute("\(deletion(at: now)) WHERE id = \(id) AND deleted_at IS NULL") == 1
    }

    /// The account of the address that nobody confirmed, if there is one and it is not `id`.
    static func deleteUnconfirmed(
        _ email: AccountEmail, but id: DeveloperID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> DeveloperID? {
        try connection.first(
            """
            \(deletion(at: now))
            WHERE email_key = \(email.key) AND id <> \(id) AND confirmed_at IS NULL AND banned_at IS NULL
            RETURNING id
            """
        ).map { row throws(StorageError) in try row.id("id") }
    }

    /// Leaves nothing of a person in the row. No address is spelled like the key that it gets.
    private static func deletion(at now: Timestamp) -> SQL {
        """
        UPDATE developers SET deleted_at = \(now), email = \(""), email_key = 'deleted ' || id, name = \(""),
            password_hash = \("")
        """
    }

    static func forgetTraces(of id: DeveloperID, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute("DELETE FROM mailed_links WHERE account_id = \(id)")
        let kind = Account.Kind.developer.rawValue
        for table: SQL in ["second_factors", "recovery_codes", "pending_sign_ins"] {
            try connection.execute("DELETE FROM \(table) WHERE account_id = \(id) AND account_kind = \(kind)")
        }
        try connection.execute(
            """
            DELETE FROM known_browsers
            WHERE account_id = \(id) AND account_kind = \(Account.Kind.developer.rawValue)
            """)
        try connection.execute(
            "DELETE FROM app_logos WHERE app_id IN (SELECT id FROM apps WHERE developer_id = \(id))")
    }
}
