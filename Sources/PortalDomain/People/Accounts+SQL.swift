import Kernel
import Persistence

extension Account.Kind {
    /// The table of the accounts, with what differs between the two under common names.
    fileprivate var holders: SQL {
        switch self {
        case .user: "SELECT id, email, name, password_hash, language, disabled_at AS shut_at FROM users"
        case .developer: "SELECT id, email, name, password_hash, language, banned_at AS shut_at FROM developers"
        }
    }

    fileprivate var table: SQL {
        switch self {
        case .user: "users"
        case .developer: "developers"
        }
    }
}

extension Accounts {
    static func select(_ account: Account) -> SQL { "\(account.kind.holders) WHERE id = \(account.id)" }

    static func select(_ kind: Account.Kind, _ email: AccountEmail) -> SQL {
        "\(kind.holders) WHERE email_key = \(email.key)"
    }

    /// Whether another account has the address for good. What a developer registered and never confirmed belongs to nobody yet
    /// (`Developers.register`).
    static func isTaken(
        _ email: AccountEmail, for account: Account, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        let forGood: SQL = account.kind == .developer ? "AND (confirmed_at IS NOT NULL OR banned_at IS NOT NULL)" : ""
        return try connection.first(
            """
            SELECT id FROM \(account.kind.table) WHERE email_key = \(email.key) AND id <> \(account.id) \(forGood)
            """) != nil
    }

    static func holder(_ kind: Account.Kind, _ row: SQLRow) throws(StorageError) -> AccountHolder {
        AccountHolder(
            account: Account(kind, stored: try row.text("id")), email: try row.text("email"),
            name: try row.text("name"),
            passwordHash: try row.optionalText("password_hash").flatMap(PasswordHash.init(stored:)),
            mayEnter: try row.optionalTimestamp("shut_at") == nil,
            language: try row.optionalText("language").flatMap(MailLanguage.init(rawValue:)))
    }

    static func find(_ account: Account, on connection: any SQLConnection) throws(StorageError) -> AccountHolder? {
        try connection.first(select(account)).map { row throws(StorageError) in try holder(account.kind, row) }
    }

    /// Whether the password that somebody gave is still that of the account.
    ///
    /// Whoever replaces it waits until we have committed, and ends what was begun with it. An update, because `FOR UPDATE` exists on
    /// PostgreSQL only; the first statement of its transaction, because what was written before it would stay.
    static func hold(_ proof: PasswordProof, on connection: any SQLConnection) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE \(proof.account.kind.table) SET password_hash = password_hash
            WHERE id = \(proof.account.id) AND password_hash = \(proof.hash.stored)
            """) == 1
    }

    /// Only if nobody changed it meanwhile: two changes at once are one change and one wrong password.
    static func replacePassword(
        _ old: PasswordProof, by new: PasswordHash, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE \(old.account.kind.table) SET password_hash = \(new.stored)
            WHERE id = \(old.account.id) AND password_hash = \(old.hash.stored)
            """) == 1
    }

    static func setPassword(
        _ hash: PasswordHash, of account: Account, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            "UPDATE \(account.kind.table) SET password_hash = \(hash.stored) WHERE id = \(account.id)")
    }

    /// False if another account of that kind has the address. Whoever can open the mail has confirmed it.
    static func setEmail(
        _ email: AccountEmail, of account: Account, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        let confirmed: SQL =
            account.kind == .developer ? ", confirmed_at = COALESCE(confirmed_at, \(now))" : ""
        return try connection.execute(
            """
            UPDATE \(account.kind.table) SET email = \(email.text), email_key = \(email.key)\(confirmed)
            WHERE id = \(account.id) AND NOT EXISTS (
                SELECT 1 FROM \(account.kind.table) other WHERE other.email_key = \(email.key) AND other.id <> \(account.id)
            )
            """) == 1
    }

    static func setLanguage(
        _ language: MailLanguage, of account: Account, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE \(account.kind.table) SET language = \(language.rawValue)
            WHERE id = \(account.id) AND language IS DISTINCT FROM \(language.rawValue)
            """)
    }
}
