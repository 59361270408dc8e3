package import Kernel
package import OAuth
import Persistence

extension SQLOAuthStore {
    package func app(_ id: AppID) async throws(StorageError) -> App? {
        // One statement: the redirect URIs come as rows of their own, so that the app and its URIs are of one moment.
        let rows = try await database.rows(
            """
            SELECT a.id, a.name, a.description, a.website, a.type, a.profile, a.scopes, a.required_scopes, a.options, a.jwks,
                a.deleted_at, d.id AS developer_id, d.name AS developer_name, d.verified_at, d.banned_at, l.digest AS logo,
                doc.url AS document, u.uri
            FROM apps a
            JOIN developers d ON d.id = a.developer_id
            LEFT JOIN app_logos l ON l.app_id = a.id
            LEFT JOIN client_documents doc ON doc.app_id = a.id
            LEFT JOIN app_redirect_uris u ON u.app_id = a.id
            WHERE a.id = \(id)
            ORDER BY u.position
            """)
        guard let row = rows.first else { return nil }
        var uris: [RedirectURI] = []
        for row in rows {
            if let text = try row.optionalText("uri"), let uri = RedirectURI(stored: text) { uris.append(uri) }
        }
        return App(
            id: try row.id("id"),
            developer: .init(
                id: try row.id("developer_id"), name: try row.text("developer_name"),
                isVerified: try row.optionalInteger("verified_at") != nil,
                isBanned: try row.optionalInteger("banned_at") != nil),
            name: try row.text("name"), description: try row.text("description"),
            website: try row.optionalText("website"),
            type: try row.choice("type"), profile: try row.choice("profile"), redirectURIs: uris,
            scopes: try row.scopes("scopes"), requiredScopes: try row.scopes("required_scopes"),
            isDeleted: try row.optionalInteger("deleted_at") != nil,
            options: AppOptions(stored: try row.text("options")),
            keys: try row.optionalText("jwks").map(JSONWebKeySet.init(stored:)),
            logo: try row.optionalText("logo").map(TokenDigest.init(stored:)),
            document: try row.optionalText("document").map(ClientIDURL.init(stored:)))
    }

    package func secrets(of app: AppID) async throws(StorageError) -> [AppSecret] {
        let rows = try await database.rows(
            "SELECT digest, expires_at, revoked_at FROM app_secrets WHERE app_id = \(app) AND revoked_at IS NULL")
        var secrets: [AppSecret] = []
        for row in rows {
            secrets.append(
                AppSecret(
                    digest: try row.digest("digest"), expiresAt: try row.optionalTimestamp("expires_at"),
                    isRevoked: try row.optionalInteger("revoked_at") != nil))
        }
        return secrets
    }
}
