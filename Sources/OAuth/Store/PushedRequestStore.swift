package import Kernel

/// What `OAuthStore` keeps for RFC 9126.
package protocol PushedRequestStore: Sendable {
    /// Whatever has become of it.
    func pushedRequest(_ digest: TokenDigest) async throws(StorageError) -> PushedRequest?
}

package protocol PushedRequestTransaction {
    func insert(_ request: PushedRequest) throws(StorageError)
    /// Marks a pushed request as decided. False if it was before.
    func spend(pushedRequest digest: TokenDigest, at now: Timestamp) throws(StorageError) -> Bool
}
