import Kernel

@testable import OAuth

extension FakeStore {
    func device(_ digest: TokenDigest) async throws(StorageError) -> DeviceRequest? { nil }
    func device(_ code: UserCode) async throws(StorageError) -> DeviceRequest? { nil }
}

extension BrokenStore {
    func device(_ digest: TokenDigest) async throws(StorageError) -> DeviceRequest? { throw away }
    func device(_ code: UserCode) async throws(StorageError) -> DeviceRequest? { throw away }
}

extension FakeTransaction {
    func insert(_ request: DeviceRequest, at now: Timestamp) throws(StorageError) -> Bool { throw notFaked }
    func device(_ digest: TokenDigest) throws(StorageError) -> DeviceRequest? { throw notFaked }
    func poll(_ device: TokenDigest, at now: Timestamp) throws(StorageError) -> Bool { throw notFaked }
    func approve(_ approval: DeviceApproval) throws(StorageError) -> Bool { throw notFaked }
    func deny(device: TokenDigest, at now: Timestamp) throws(StorageError) -> Bool { throw notFaked }
    func spend(device: TokenDigest, at now: Timestamp) throws(StorageError) -> Bool { throw notFaked }
}
