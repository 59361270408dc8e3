import Kernel

@testable import OAuth

extension FakeStore {
    func resourceServers() async throws(StorageError) -> [ResourceServer] { [] }
}

extension BrokenStore {
    func resourceServers() async throws(StorageError) -> [ResourceServer] { throw away }
}
