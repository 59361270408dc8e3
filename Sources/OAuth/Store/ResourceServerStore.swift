package import Kernel

/// What `OAuthStore` knows of resource servers.
package protocol ResourceServerStore: Sendable {
    /// All of them: an operator has a handful.
    func resourceServers() async throws(StorageError) -> [ResourceServer]
}
