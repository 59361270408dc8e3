import Kernel
import Persistence

extension ClientDocuments {
    static func select(_ url: ClientIDURL) -> SQL { "SELECT app_id FROM client_documents WHERE url = \(url.text)" }

    static func select(_ url: ClientIDURL, freshAt now: Timestamp) -> SQL {
        "SELECT app_id FROM client_documents WHERE url = \(url.text) AND expires_at > \(now)"
    }

    static func insert(
        _ url: ClientIDURL, as id: AppID, at now: Timestamp, until end: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) {
        try connection.execute(
            """
            INSERT INTO client_documents (url, app_id, fetched_at, expires_at)
            VALUES (\(url.text), \(id), \(now), \(end))
            """)
    }

    /// The app of a document that was read before, and is good for some time again.
    static func renew(
        _ url: ClientIDURL, at now: Timestamp, until end: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> AppID? {
        try connection.first(
            """
            UPDATE client_documents SET fetched_at = \(now), expires_at = \(end) WHERE url = \(url.text)
            RETURNING app_id
            """
        ).map { row throws(StorageError) in try row.id("app_id") }
    }
}
