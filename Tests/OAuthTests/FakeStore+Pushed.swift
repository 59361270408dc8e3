import Kernel

@testable import OAuth

extension FakeStore {
    func pushedRequest(_ digest: TokenDigest) async throws(StorageError) -> PushedRequest? { nil }
}

extension FakeTransaction {
    func insert(_ request: PushedRequest) throws(StorageError) { throw notFaked }
    func spend(pushedRequest digest: TokenDigest, at now: Timestamp) throws(StorageError) -> Bool { throw notFaked }
}

extension BrokenStore {
    func pushedRequest(_ digest: TokenDigest) async throws(StorageError) -> PushedRequest? { throw away }
}
