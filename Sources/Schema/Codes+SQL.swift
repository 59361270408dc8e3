import Kernel
import OAuth
import Persistence

extension SQLOAuthTransaction {
    func insert(_ grant: NewGrant) throws(StorageError) {
        let (approval, request) = (grant.approval, grant.approval.request)
        try connection.execute(
            """
            INSERT INTO grants (portal_id, id, app_id, user_id, scopes, audience, created_at)
            VALUES (\(approval.portal), \(grant.id), \(request.app.id), \(grant.user), \(approval.scopes),
                \(request.audience.stored), \(grant.createdAt))
            """)
        try connection.noteFirstUse(of: request.app.id, at: grant.createdAt)
        try connection.execute(
            """
            INSERT INTO authorization_codes (digest, portal_id, grant_id, app_id, redirect_uri, challenge, challenge_method,
                jkt, created_at, expires_at)
            VALUES (\(grant.code), \(approval.portal), \(grant.id), \(request.app.id), \(request.redirect.uri),
                \(request.challenge?.value), \(request.challenge?.method.rawValue), \(request.key?.text),
                \(grant.createdAt), \(grant.codeExpiresAt))
            """)
        guard grant.isShown else { return }
        try connection.execute(
            """
            INSERT INTO consents (portal_id, app_id, user_id, scopes, redirect_uri, audience, created_at)
            VALUES (\(approval.portal), \(request.app.id), \(grant.user), \(approval.scopes), \(request.redirect.uri),
                \(request.audience.stored),
                \(grant.createdAt))
            ON CONFLICT (portal_id, app_id, user_id) DO UPDATE
            SET scopes = excluded.scopes, redirect_uri = excluded.redirect_uri, audience = excluded.audience,
                created_at = excluded.created_at
            """)
    }

    func code(_ digest: TokenDigest) throws(StorageError) -> AuthorizationCode? {
        guard
            let row = try connection.first(
                """
                SELECT digest, portal_id, grant_id, app_id, redirect_uri, challenge, challenge_method, jkt, expires_at,
                    spent_at
                FROM authorization_codes WHERE digest = \(digest)
                """)
        else { return nil }
        guard let redirectURI = RedirectURI(stored: try row.text("redirect_uri")) else {
            throw .invalid(detail: "a code has no redirect URI")
        }
        var challenge: CodeChallenge?
        if let value = try row.optionalText("challenge") {
            challenge = CodeChallenge(stored: value, method: try row.choice("challenge_method"))
        }
        return AuthorizationCode(
            portal: try row.id("portal_id"), digest: try row.digest("digest"), grant: try row.id("grant_id"),
            app: try row.id("app_id"), redirectURI: redirectURI, challenge: challenge,
            expiresAt: try row.timestamp("expires_at"), spentAt: try row.optionalTimestamp("spent_at"),
            key: try row.optionalText("jkt").map(KeyThumbprint.init(stored:)))
    }

    func spend(_ code: AuthorizationCode, at now: Timestamp) throws(StorageError) -> Bool {
        let changed = try connection.execute(
            """
            UPDATE authorization_codes SET spent_at = \(now)
            WHERE portal_id = \(code.portal) AND digest = \(code.digest) AND spent_at IS NULL
            """)
        return changed == 1
    }
}
