package import Kernel

/// What `OAuthStore` keeps for RFC 8628.
package protocol DeviceStore: Sendable {
    func device(_ digest: TokenDigest) async throws(StorageError) -> DeviceRequest?
    func device(_ code: UserCode) async throws(StorageError) -> DeviceRequest?
}

package protocol DeviceTransaction {
    /// False if the user code is in use.
    func insert(_ request: DeviceRequest, at now: Timestamp) throws(StorageError) -> Bool
    func device(_ digest: TokenDigest) throws(StorageError) -> DeviceRequest?
    /// Notes that the device asked. False if that was too early, and from now on it must wait five seconds longer.
    func poll(_ device: TokenDigest, at now: Timestamp) throws(StorageError) -> Bool
    /// Writes the grant and ties it to the device. False if there was a decision before, or it is too late.
    func approve(_ approval: DeviceApproval) throws(StorageError) -> Bool
    /// False as for `approve`.
    func deny(device: TokenDigest, at now: Timestamp) throws(StorageError) -> Bool
    /// Marks an approved device as served. False if it was before.
    func spend(device: TokenDigest, at now: Timestamp) throws(StorageError) -> Bool
}
