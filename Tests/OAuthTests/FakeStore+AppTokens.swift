import Kernel

@testable import OAuth

extension FakeStore {
    func appToken(_ digest: TokenDigest) async throws(StorageError) -> AppToken? { nil }
}

extension FakeTransaction {
    func insert(_ token: AppToken) throws(StorageError) { throw notFaked }
    func revoke(appToken digest: TokenDigest, at now: Timestamp) throws(StorageError) -> Bool { throw notFaked }
}

extension BrokenStore {
    func appToken(_ digest: TokenDigest) async throws(StorageError) -> AppToken? { throw away }
}
