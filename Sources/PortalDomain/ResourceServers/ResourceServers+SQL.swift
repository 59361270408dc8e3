import Kernel
import Persistence

extension ResourceServers {
    static let selectAll: SQL = "SELECT id, name, uri, created_at FROM resource_servers ORDER BY name, id"

    static func server(_ row: SQLRow) throws(StorageError) -> RegisteredResourceServer {
        RegisteredResourceServer(
            id: try row.id("id"), name: try row.text("name"), uri: ResourceURI(stored: try row.text("uri")),
            createdAt: try row.timestamp("created_at"))
    }

    static func insert(
        _ new: Credentials, _ name: PublicName, _ uri: ResourceURI, at now: Timestamp, on connection: any SQLConnection
    ) throws(StorageError) -> Bool {
        try connection.execute(
            """
            INSERT INTO resource_servers (id, name, uri, secret_digest, created_at)
            VALUES (\(new.id), \(name.text), \(uri.text), \(new.secret.digest), \(now))
            ON CONFLICT (uri) DO NOTHING
            """) == 1
    }

    static func replaceSecret(
        of uri: ResourceURI, by secret: TokenDigest, on connection: any SQLConnection
    ) throws(StorageError) -> ResourceServerID? {
        try connection.first(
            "UPDATE resource_servers SET secret_digest = \(secret) WHERE uri = \(uri.text) RETURNING id")?.id("id")
    }

    static func remove(
        _ uri: ResourceURI, on connection: any SQLConnection
    ) throws(StorageError) -> ResourceServerID? {
        try connection.first("DELETE FROM resource_servers WHERE uri = \(uri.text) RETURNING id")?.id("id")
    }
}
