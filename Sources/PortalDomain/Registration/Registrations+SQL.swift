package import Kernel
package import Persistence

extension Registrations {
    /// As lists show it; pages say it in their own language.
    package static let ownerName = "(self-registered)"

    /// Nobody can sign in as it: what it has instead of an address is none, and its password is no hash.
    static func lockOwner(at now: Timestamp, on connection: any SQLConnection) throws(StorageError) {
        // Any conflict: of two nodes that make it at the same moment, PostgreSQL may stop the second at the key of the address.
        try connection.execute(
            """
            INSERT INTO developers (id, email, email_key, name, password_hash, confirmed_at, created_at)
            VALUES (\(DeveloperID.selfRegistered), \(ownerName), \(ownerName), \(ownerName), '-', \(now), \(now))
            ON CONFLICT DO NOTHING
            """)
        // An update, because `FOR UPDATE` exists on PostgreSQL only.
        try connection.execute("UPDATE developers SET name = name WHERE id = \(DeveloperID.selfRegistered)")
    }

    static var selectAll: SQL {
        """
        SELECT a.id AS id, a.name AS name, r.created_at AS created_at, r.first_used_at AS first_used_at, d.url AS url
        FROM app_registrations r JOIN apps a ON a.id = r.app_id LEFT JOIN client_documents d ON d.app_id = r.app_id
        WHERE a.deleted_at IS NULL ORDER BY a.id
        """
    }

    static func countWaiting(on connection: any SQLConnection) throws(StorageError) -> Int {
        try connection.first("SELECT COUNT(*) AS n FROM app_registrations WHERE first_used_at IS NULL")?.int("n") ?? 0
    }

    /// - Parameter token: nil where there is nothing to manage.
    static func insert(
        _ id: AppID, token: TokenDigest?, method: ClientMetadata.Method, at now: Timestamp,
        on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO app_registrations (app_id, token_digest, method, created_at)
            VALUES (\(id), \(token), \(method.rawValue), \(now))
            """)
    }

    static func select(
        _ id: AppID, provenBy token: Credential, on connection: any SQLConnection
    ) throws(StorageError) -> SelfRegisteredApp? {
        guard
            let row = try connection.first(
                """
                SELECT \(AppSettings.columns), r.method, r.created_at FROM app_registrations r
                JOIN apps a ON a.id = r.app_id
                WHERE r.app_id = \(id) AND r.token_digest = \(token.digest) AND a.deleted_at IS NULL
                """)
        else { return nil }
        let metadata = ClientMetadata(
            stored: try AppSettings(row, of: id, on: connection), method: try row.choice("method"))
        return SelfRegisteredApp(
            id: id, metadata: metadata, createdAt: try row.timestamp("created_at"), token: token, secret: nil)
    }

    static func update(
        _ id: AppID, method: ClientMetadata.Method, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            UPDATE app_registrations SET method = \(method.rawValue)
            WHERE app_id = \(id) AND method <> \(method.rawValue)
            """)
    }

    /// Ends the app, its secrets and what it was given. Its name; nil if it was ended before.
    static func end(
        _ id: AppID, by actor: AuditEvent.Actor, at now: Timestamp, _ journal: Journal,
        on connection: any SQLConnection
    ) throws(StorageError) -> String? {
        guard let name = try Apps.delete(id, of: .selfRegistered, at: now, on: connection) else { return nil }
        try Apps.endSecrets(of: id, at: now, now: now, on: connection)
        try Apps.revokeGrants(of: id, at: now, on: connection)
        try forget(id, on: connection)
        try journal.record(
            AuditEvent(
                "app.deleted", in: .developer(.selfRegistered), by: actor, on: .init(kind: "app", id: id.text),
                before: .facts(["name": name])), on: connection)
        return name
    }

    static func forget(_ id: AppID, on connection: any SQLConnection) throws(StorageError) {
        try connection.execute("DELETE FROM app_registrations WHERE app_id = \(id)")
    }

    /// Removes apps that nobody here registered, and nobody gave access in time (RFC 7591 §5; checklist, row 196). What stays is one
    /// line, so that the id is never somebody else's.
    ///
    /// - Returns: how many.
    package static func removeUnused(
        at now: Timestamp, atMost limit: Int, _ journal: Journal, on connection: any SQLConnection
    ) throws(StorageError) -> Int {
        let late = now - RegistrationPolicy.patience
        // A first use at the same time has this row, or leaves none of it to delete.
        let unused = try connection.rows(
            """
            DELETE FROM app_registrations
            WHERE app_id IN (
                SELECT app_id FROM app_registrations WHERE first_used_at IS NULL AND created_at <= \(late) LIMIT \(limit)
            ) AND first_used_at IS NULL
            RETURNING app_id
            """)
        for row in unused {
            let id: AppID = try row.id("app_id")
            guard let name = try Apps.delete(id, of: .selfRegistered, at: now, on: connection) else { continue }
            try connection.execute("DELETE FROM app_secrets WHERE app_id = \(id)")
            try connection.execute("DELETE FROM app_redirect_uris WHERE app_id = \(id)")
            try connection.execute("DELETE FROM client_documents WHERE app_id = \(id)")
            try journal.record(
                AuditEvent(
                    "app.deleted", in: .developer(.selfRegistered), by: .system, on: .init(kind: "app", id: id.text),
                    before: .facts(["name": name]), after: .facts(["reason": "never used"])), on: connection)
        }
        return unused.count
    }
}
