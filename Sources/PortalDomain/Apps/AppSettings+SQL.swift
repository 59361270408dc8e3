import Kernel
import Persistence

/// The columns of `apps` that a developer decides about, and the redirect URIs beside them.
extension AppSettings {
    static let columns: SQL =
        "name, description, website, type, profile, scopes, required_scopes, options, jwks, api_version"

    init(_ row: SQLRow, of id: AppID, on connection: any SQLConnection) throws(StorageError) {
        self.init(
            stored: try row.text("name"), description: try row.text("description"),
            website: try row.optionalText("website"), type: try row.choice("type"),
            profile: try row.choice("profile"), redirectURIs: try Self.redirectURIs(of: id, on: connection),
            scopes: try row.scopes("scopes"), requiredScopes: try row.scopes("required_scopes"),
            options: AppOptions(stored: try row.text("options")),
            keys: try row.optionalText("jwks").map(JSONWebKeySet.init(stored:)),
            apiVersion: try row.optionalText("api_version"))
    }

    func insert(
        as id: AppID, of developer: DeveloperID, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO apps (id, developer_id, name, description, website, type, profile, scopes, required_scopes, options,
                jwks, api_version, created_at)
            VALUES (\(id), \(developer), \(name.text), \(description), \(website), \(type), \(profile), \(scopes),
                \(requiredScopes), \(options.text), \(keys?.text), \(apiVersion), \(now))
            """)
        try insertRedirectURIs(of: id, on: connection)
    }

    func update(_ id: AppID, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute(
            """
            UPDATE apps SET name = \(name.text), description = \(description), website = \(website), type = \(type),
                profile = \(profile), scopes = \(scopes), required_scopes = \(requiredScopes), options = \(options.text),
                jwks = \(keys?.text), api_version = \(apiVersion)
            WHERE id = \(id)
            """)
        try connection.execute("DELETE FROM app_redirect_uris WHERE app_id = \(id)")
        try insertRedirectURIs(of: id, on: connection)
    }

    private func insertRedirectURIs(of id: AppID, on connection: any SQLConnection) throws(StorageError) {
        for (position, uri) in redirectURIs.enumerated() {
            try connection.execute(
                "INSERT INTO app_redirect_uris (app_id, position, uri) VALUES (\(id), \(position), \(uri))")
        }
    }

    private static func redirectURIs(
        of id: AppID, on connection: any SQLConnection
    ) throws(StorageError) -> [RedirectURI] {
        let rows = try connection.rows("SELECT uri FROM app_redirect_uris WHERE app_id = \(id) ORDER BY position")
        var uris: [RedirectURI] = []
        for row in rows {
            if let uri = RedirectURI(stored: try row.text("uri")) { uris.append(uri) }
        }
        return uris
    }
}
