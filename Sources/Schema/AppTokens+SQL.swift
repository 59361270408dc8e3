package import Kernel
package import OAuth
import Persistence

extension SQLOAuthStore {
    package func appToken(_ digest: TokenDigest) async throws(StorageError) -> AppToken? {
        guard
            let row = try await database.first(
                """
                SELECT digest, app_id, jkt, issued_at, expires_at, revoked_at FROM app_tokens WHERE digest = \(digest)
                """)
        else { return nil }
        return AppToken(
            digest: try row.digest("digest"), app: try row.id("app_id"),
            key: try row.optionalText("jkt").map(KeyThumbprint.init(stored:)),
            issuedAt: try row.timestamp("issued_at"), expiresAt: try row.timestamp("expires_at"),
            isRevoked: try row.optionalInteger("revoked_at") != nil)
    }
}

extension SQLOAuthTransaction {
    func insert(_ token: AppToken) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO app_tokens (digest, app_id, jkt, issued_at, expires_at)
            VALUES (\(token.digest), \(token.app), \(token.key?.text), \(token.issuedAt), \(token.expiresAt))
            """)
    }

    func revoke(appToken digest: TokenDigest, at now: Timestamp) throws(StorageError) -> Bool {
        let changed = try connection.execute(
            "UPDATE app_tokens SET revoked_at = \(now) WHERE digest = \(digest) AND revoked_at IS NULL")
        return changed == 1
    }
}
