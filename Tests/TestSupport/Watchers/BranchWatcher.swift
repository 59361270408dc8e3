import Kernel
import Persistence

/// W6: per grant at most one refresh token is alive, and the server knows every one that it ever handed out.
///
/// What is alive is the head of a grant. A retired token that is a head again, or one token under two grants, would be a second branch; so
/// would one that was handed out and is in no row, because its reuse could not be recognised (RFC 9700 §4.14.2).
enum BranchWatcher {
    static func faults(
        on database: any SQLDatabase, handedOut: Set<TokenDigest>
    ) async throws(StorageError) -> [String] {
        var faults: [String] = []
        for (what, query) in queries {
            for row in try await database.rows(query) { faults.append("\(what): \(try row.text("id"))") }
        }
        guard !handedOut.isEmpty else { return faults }
        let known = Set(try await database.rows(digests).map { row throws(StorageError) in try row.text("digest") })
        let lost = handedOut.count { !known.contains($0.hex) }
        if lost > 0 { faults.append("\(lost) refresh tokens were handed out and are not known") }
        return faults
    }

    private static let queries: [(String, SQL)] = [
        (
            "a retired refresh token is alive",
            """
            SELECT g.id FROM grants g
            JOIN retired_refresh_tokens r ON r.portal_id = g.portal_id
                AND (r.digest = g.head_digest OR r.digest = g.predecessor_digest)
            WHERE g.revoked_at IS NULL
            """
        ),
        (
            "a refresh token is the head of two grants",
            """
            SELECT a.id FROM grants a JOIN grants b ON b.head_digest = a.head_digest AND b.id <> a.id
            WHERE a.portal_id IS NOT NULL AND a.revoked_at IS NULL AND b.revoked_at IS NULL
            """
        ),
        (
            "a predecessor is alive again",
            """
            SELECT a.id FROM grants a JOIN grants b ON b.head_digest = a.predecessor_digest
            WHERE a.portal_id IS NOT NULL AND a.revoked_at IS NULL AND b.revoked_at IS NULL
            """
        ),
        (
            "the refresh token of a fixed app was rotated",
            """
            SELECT g.id FROM grants g JOIN apps a ON a.id = g.app_id
            WHERE g.portal_id IS NOT NULL AND g.predecessor_digest IS NOT NULL
                AND a.type = 'web' AND a.profile = 'standard'
            """
        ),
    ]

    private static let digests: SQL = """
        SELECT head_digest AS digest FROM grants WHERE portal_id IS NOT NULL AND head_digest IS NOT NULL
        UNION ALL SELECT predecessor_digest FROM grants WHERE predecessor_digest IS NOT NULL
        UNION ALL SELECT digest FROM retired_refresh_tokens
        """
}
