import Kernel
import Persistence

extension SignInSteps {
    static func insert(
        _ digest: TokenDigest, of account: Account, in browser: TokenDigest, until end: Timestamp,
        on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO pending_sign_ins (digest, browser_digest, account_kind, account_id, expires_at)
            VALUES (\(digest), \(browser), \(account.kind.rawValue), \(account.id), \(end))
            """)
    }

    static func select(
        _ digest: TokenDigest, of kind: Account.Kind, in browser: TokenDigest, at now: Timestamp
    ) -> SQL {
        """
        SELECT account_id FROM pending_sign_ins
        WHERE digest = \(digest) AND browser_digest = \(browser) AND account_kind = \(kind.rawValue)
            AND spent_at IS NULL AND expires_at > \(now)
        """
    }

    /// Locks a ticket that is still good until the transaction ends. False if it is not.
    static func hold(
        _ digest: TokenDigest, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE pending_sign_ins SET spent_at = spent_at
            WHERE digest = \(digest) AND spent_at IS NULL AND expires_at > \(now)
            """) == 1
    }

    /// Spends a ticket that is held.
    static func spend(
        _ digest: TokenDigest, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute("UPDATE pending_sign_ins SET spent_at = \(now) WHERE digest = \(digest)")
    }

    /// With the sessions of an account end the sign-ins that were on their way.
    static func endAll(of account: Account, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute(
            """
            DELETE FROM pending_sign_ins WHERE account_id = \(account.id) AND account_kind = \(account.kind.rawValue)
            """)
    }
}
