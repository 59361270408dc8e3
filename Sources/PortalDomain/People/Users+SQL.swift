import Kernel
import Persistence

extension Users {
    static func select(_ id: UserID) -> SQL {
        "SELECT id, email, name, password_hash, disabled_at FROM users WHERE id = \(id)"
    }

    static func select(_ email: AccountEmail) -> SQL {
        "SELECT id, email, name, password_hash, disabled_at FROM users WHERE email_key = \(email.key)"
    }

    static func user(_ row: SQLRow) throws(StorageError) -> User {
        User(
            id: try row.id("id"), email: try row.text("email"), name: try row.text("name"),
            isDisabled: try row.optionalTimestamp("disabled_at") != nil)
    }

    static func passwordHash(_ row: SQLRow) throws(StorageError) -> PasswordHash? {
        try row.optionalText("password_hash").flatMap(PasswordHash.init(stored:))
    }

    /// The account of that address, which is made with `id` if there is none. `hasPassword` is false for one that was never opened.
    static func findOrMake(
        _ member: NewMember, as id: UserID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> (id: UserID, hasPassword: Bool) {
        try connection.execute(
            """
            INSERT INTO users (id, email, email_key, name, password_hash, created_at)
            VALUES (\(id), \(member.email.text), \(member.email.key), \(member.name), \(member.password?.stored), \(now))
            ON CONFLICT (email_key) DO NOTHING
            """)
        guard let row = try connection.first(select(member.email)) else {
            throw .invalid(detail: "an account vanished")
        }
        return (try row.id("id"), try row.optionalText("password_hash") != nil)
    }

    static func setPassword(_ hash: PasswordHash, of id: UserID, on connection: any SQLConnection) throws(StorageError)
    {
        try connection.execute("UPDATE users SET password_hash = \(hash.stored) WHERE id = \(id)")
    }

    static func disable(_ id: UserID, at now: Timestamp, on connection: any SQLConnection) throws(StorageError) -> Bool
    {
        try connection.execute("UPDATE users SET disabled_at = \(now) WHERE id = \(id) AND disabled_at IS NULL") == 1
    }
}
