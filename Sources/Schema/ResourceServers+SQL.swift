package import Kernel
package import OAuth
import Persistence

extension SQLOAuthStore {
    package func resourceServers() async throws(StorageError) -> [ResourceServer] {
        try await database.rows("SELECT id, name, uri, secret_digest FROM resource_servers ORDER BY id").map {
            row throws(StorageError) in
            ResourceServer(
                id: try row.id("id"), name: try row.text("name"), uri: ResourceURI(stored: try row.text("uri")),
                secret: try row.digest("secret_digest"))
        }
    }
}
