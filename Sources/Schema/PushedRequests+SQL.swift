package import Kernel
package import OAuth
import Persistence

extension SQLOAuthStore {
    package func pushedRequest(_ digest: TokenDigest) async throws(StorageError) -> PushedRequest? {
        guard
            let row = try await database.first(
                """
                SELECT digest, app_id, query, created_at, expires_at, spent_at FROM pushed_requests
                WHERE digest = \(digest)
                """)
        else { return nil }
        return PushedRequest(
            digest: try row.digest("digest"), app: try row.id("app_id"), query: try row.text("query"),
            createdAt: try row.timestamp("created_at"), expiresAt: try row.timestamp("expires_at"),
            isSpent: try row.optionalInteger("spent_at") != nil)
    }
}

extension SQLOAuthTransaction {
    func insert(_ request: PushedRequest) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO pushed_requests (digest, app_id, query, created_at, expires_at)
            VALUES (\(request.digest), \(request.app), \(request.query), \(request.createdAt), \(request.expiresAt))
            """)
    }

    func spend(pushedRequest digest: TokenDigest, at now: Timestamp) throws(StorageError) -> Bool {
        let changed = try connection.execute(
            "UPDATE pushed_requests SET spent_at = \(now) WHERE digest = \(digest) AND spent_at IS NULL")
        return changed == 1
    }
}
