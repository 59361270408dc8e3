package import Kernel
package import OAuth
import Persistence

extension SQLOAuthStore {
    package func portals(
        managedBy user: UserID, app: AppID
    ) async throws(StorageError) -> [(portal: Portal, isSuspended: Bool)] {
        let rows = try await database.rows(
            """
            SELECT p.id, p.slug, p.name, p.time_zone, p.features_off, p.rate_limit, m.role, s.suspended_at,
                p.suspended_at AS portal_suspended_at
            FROM memberships m
            JOIN portals p ON p.id = m.portal_id
            JOIN users u ON u.id = m.user_id AND u.disabled_at IS NULL
            LEFT JOIN standings s ON s.portal_id = m.portal_id AND s.app_id = \(app)
            WHERE m.user_id = \(user)
            ORDER BY p.name, p.id
            """)
        var portals: [(Portal, Bool)] = []
        for row in rows {
            let role: Role = try row.choice("role")
            guard role.managesAccess else { continue }
            let isSuspended = try row.optionalInteger("portal_suspended_at") != nil
            portals.append(
                (
                    try Portal(row: row, id: "id", isSuspended: isSuspended),
                    try row.optionalInteger("suspended_at") != nil
                ))
        }
        return portals
    }

    package func consents(
        of user: UserID, to app: AppID, in portals: [PortalID]
    ) async throws(StorageError) -> [Consent] {
        guard !portals.isEmpty else { return [] }
        let rows = try await database.rows(
            """
            SELECT portal_id, scopes, redirect_uri, audience FROM consents
            WHERE portal_id IN (\(list: portals)) AND app_id = \(app) AND user_id = \(user)
            """)
        var consents: [Consent] = []
        for row in rows {
            consents.append(
                Consent(
                    portal: try row.id("portal_id"), scopes: try row.scopes("scopes"),
                    redirectURI: RedirectURI(stored: try row.text("redirect_uri")),
                    audience: Audience(stored: try row.optionalText("audience"))))
        }
        return consents
    }
}

extension Portal {
    /// From the columns of `portals`, where `id` is the name of the id's column.
    /// - Parameter isSuspended: false where the statement finds no suspended ones.
    init(row: SQLRow, id: String, isSuspended: Bool = false) throws(StorageError) {
        let off = try row.text("features_off").split(separator: " ")
        self.init(
            id: try row.id(id), slug: try row.text("slug"), name: try row.text("name"),
            timeZone: try row.text("time_zone"),
            featuresOff: Set(off.compactMap { Feature(rawValue: String($0)) }),
            rateLimit: try row.optionalInteger("rate_limit").map { Int($0) }, isSuspended: isSuspended)
    }
}
