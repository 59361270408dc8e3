import Kernel
import Persistence

extension MailedLinks {
    /// - Parameter detail: a fact that the link carries, such as the new address.
    func insert(
        _ link: MailedLink, of account: String, detail: String? = nil, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO mailed_links (digest, purpose, account_id, expires_at, detail)
            VALUES (\(link.token.digest), \(link.purpose.rawValue), \(account), \(link.expiresAt), \(detail))
            """)
    }

    static func select(_ digest: TokenDigest, _ purpose: MailedLink.Purpose, at now: Timestamp) -> SQL {
        """
        SELECT account_id, detail FROM mailed_links
        WHERE digest = \(digest) AND purpose = \(purpose.rawValue) AND spent_at IS NULL AND expires_at > \(now)
        """
    }

    /// The account that the link was mailed to, if nobody used it before and it is not too old.
    static func spend(
        _ digest: TokenDigest, _ purpose: MailedLink.Purpose, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> String? {
        try connection.first(
            """
            UPDATE mailed_links SET spent_at = \(now)
            WHERE digest = \(digest) AND purpose = \(purpose.rawValue) AND spent_at IS NULL AND expires_at > \(now)
            RETURNING account_id
            """)?.text("account_id")
    }

    /// Ends the other links of that kind that were mailed to an account.
    static func spendAll(
        of account: String, _ purpose: MailedLink.Purpose, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE mailed_links SET spent_at = \(now)
            WHERE account_id = \(account) AND purpose = \(purpose.rawValue) AND spent_at IS NULL
            """)
    }

    /// Ends what was asked for in the name of an account, by whomever: another password, another address. Whoever makes their account
    /// safe must not find it taken over by a link from before.
    static func spendRequests(
        of account: Account, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try spendAll(of: account.id, .reset, at: now, on: connection)
        try spendAll(of: account.id, .newEmail, at: now, on: connection)
    }

    /// Those of one purpose that the account was sent: a newer one takes their place.
    static func forget(
        _ purpose: MailedLink.Purpose, of account: String, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            "DELETE FROM mailed_links WHERE account_id = \(account) AND purpose = \(purpose.rawValue)")
    }

    static func prune(before moment: Timestamp, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute("DELETE FROM mailed_links WHERE expires_at <= \(moment)")
    }
}
