package import Kernel
package import OAuth
import Persistence

extension SQLOAuthStore {
    package func ticket(_ digest: TokenDigest) async throws(StorageError) -> AuthorizationTicket? {
        guard
            let row = try await database.first(
                """
                SELECT digest, browser_digest, user_id, query, device_digest, created_at, expires_at,
                    spent_at
                FROM authorization_tickets WHERE digest = \(digest)
                """)
        else { return nil }
        return AuthorizationTicket(
            digest: try row.digest("digest"), browser: try row.digest("browser_digest"),
            user: try row.optionalID("user_id"),
            query: try row.text("query"),
            device: try row.optionalText("device_digest").map(TokenDigest.init(stored:)),
            createdAt: try row.timestamp("created_at"),
            expiresAt: try row.timestamp("expires_at"), isSpent: try row.optionalInteger("spent_at") != nil)
    }
}

extension SQLOAuthTransaction {
    func insert(_ ticket: AuthorizationTicket) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO authorization_tickets (digest, browser_digest, user_id, query, device_digest, created_at,
                expires_at)
            VALUES (\(ticket.digest), \(ticket.browser), \(ticket.user), \(ticket.query), \(ticket.device), \(ticket.createdAt),
                \(ticket.expiresAt))
            """)
    }

    func claim(ticket digest: TokenDigest, for user: UserID) throws(StorageError) -> Bool {
        let changed = try connection.execute(
            """
            UPDATE authorization_tickets SET user_id = \(user)
            WHERE digest = \(digest) AND (user_id IS NULL OR user_id = \(user)) AND spent_at IS NULL
            """)
        return changed == 1
    }

    func spend(
        ticket digest: TokenDigest, of user: UserID, in browser: TokenDigest, at now: Timestamp
    )
        throws(StorageError) -> Bool
    {
        let changed = try connection.execute(
            """
            UPDATE authorization_tickets SET spent_at = \(now)
            WHERE digest = \(digest) AND user_id = \(user) AND browser_digest = \(browser) AND spent_at IS NULL
                AND expires_at > \(now)
            """)
        return changed == 1
    }
}
