import Kernel

@testable import OAuth

extension FakeTransaction {
    func spend(_ proof: OneTimeProof) throws(StorageError) -> Bool { throw notFaked }
}
