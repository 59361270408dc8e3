import Kernel
import Persistence

extension SecondFactors {
    struct Stored: Sendable {
        let sealed: String
        let confirmedAt: Timestamp?
    }

    static func select(_ account: Account) -> SQL {
        """
        SELECT sealed_secret, confirmed_at FROM second_factors
        WHERE account_kind = \(account.kind.rawValue) AND account_id = \(account.id)
        """
    }

    static func stored(_ row: SQLRow) throws(StorageError) -> Stored {
        Stored(sealed: try row.text("sealed_secret"), confirmedAt: try row.optionalTimestamp("confirmed_at"))
    }

    static func countCodes(of account: Account) -> SQL {
        """
        SELECT COUNT(*) AS n FROM recovery_codes
        WHERE account_kind = \(account.kind.rawValue) AND account_id = \(account.id) AND spent_at IS NULL
        """
    }

    /// Replaces one that was never confirmed. False if the account has a confirmed one.
    static func insert(
        _ sealed: String, of account: Account, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            INSERT INTO second_factors (account_kind, account_id, sealed_secret, created_at, last_step)
            VALUES (\(account.kind.rawValue), \(account.id), \(sealed), \(now), 0)
            ON CONFLICT (account_kind, account_id)
                DO UPDATE SET sealed_secret = excluded.sealed_secret, created_at = excluded.created_at, last_step = 0
                WHERE second_factors.confirmed_at IS NULL
            """) == 1
    }

    /// From now on it is asked for. False if it was confirmed before, or is not that secret any more.
    static func confirm(
        _ sealed: String, with step: Int64, of account: Account, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            UPDATE second_factors SET confirmed_at = \(now), last_step = \(step)
            WHERE account_kind = \(account.kind.rawValue) AND account_id = \(account.id) AND sealed_secret = \(sealed)
                AND confirmed_at IS NULL
            """) == 1
    }

    /// One conditional write: of many who send the same code, one gets in (RFC 6238 §5.2).
    static func spend(
        _ code: CodeProof, of account: Account, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        switch code {
        case .step(let step, let sealed):
            try connection.execute(
                """
                UPDATE second_factors SET last_step = \(step)
                WHERE account_kind = \(account.kind.rawValue) AND account_id = \(account.id) AND sealed_secret = \(sealed)
                    AND confirmed_at IS NOT NULL AND last_step < \(step)
                """) == 1
        case .recovery(let digest):
            try connection.execute(
                """
                UPDATE recovery_codes SET spent_at = \(now)
                WHERE account_kind = \(account.kind.rawValue) AND account_id = \(account.id) AND digest = \(digest)
                    AND spent_at IS NULL
                """) == 1
        }
    }

    static func replaceCodes(
        of account: Account, by codes: [TokenDigest], on connection: any SQLConnection
    ) throws(StorageError) {
        try deleteCodes(of: account, on: connection)
        for digest in codes {
            try connection.execute(
                """
                INSERT INTO recovery_codes (account_kind, account_id, digest)
                VALUES (\(account.kind.rawValue), \(account.id), \(digest))
                """)
        }
    }

    static func delete(_ account: Account, on connection: any SQLConnection) throws(StorageError) -> Bool {
        try deleteCodes(of: account, on: connection)
        return try connection.execute(
            """
            DELETE FROM second_factors
            WHERE account_kind = \(account.kind.rawValue) AND account_id = \(account.id) AND confirmed_at IS NOT NULL
            """) == 1
    }

    private static func deleteCodes(of account: Account, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute(
            """
            DELETE FROM recovery_codes WHERE account_kind = \(account.kind.rawValue) AND account_id = \(account.id)
            """)
    }
}
