package import Kernel

/// An access token of an app about itself (RFC 6749 §4.4). It belongs to no portal and no user, so it opens no portal's data.
package struct AppToken: Sendable {
    package let digest: TokenDigest
    package let app: AppID
    package let key: KeyThumbprint?
    package let issuedAt: Timestamp
    package let expiresAt: Timestamp
    package let isRevoked: Bool

    package init(
        digest: TokenDigest, app: AppID, key: KeyThumbprint?, issuedAt: Timestamp, expiresAt: Timestamp,
        isRevoked: Bool = false
    ) {
        (self.digest, self.app, self.key) = (digest, app, key)
        (self.issuedAt, self.expiresAt, self.isRevoked) = (issuedAt, expiresAt, isRevoked)
    }

    func isAlive(at now: Timestamp) -> Bool { !isRevoked && now < expiresAt }
}

/// What `OAuthStore` keeps of them. Apart from the tokens of grants: no look-up for the API can ever find one of these.
package protocol AppTokenStore: Sendable {
    /// A live or dead one. Never cached.
    func appToken(_ digest: TokenDigest) async throws(StorageError) -> AppToken?
}

package protocol AppTokenTransaction {
    func insert(_ token: AppToken) throws(StorageError)
    /// False if it had ended.
    func revoke(appToken digest: TokenDigest, at now: Timestamp) throws(StorageError) -> Bool
}
