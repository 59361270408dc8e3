package import Kernel
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Bytes that were received whole and belong to nobody yet: a file in the staging folder.
///
/// It is gone with the last reference, and when the process ends the next start removes it: nobody ever finds half an upload.
package final class StagedContent: Sendable {
    package let digest: TokenDigest
    /// Bytes.
    package let size: Int
    /// At most `ContentWriter.kept` bytes: enough to tell what it is.
    package let firstBytes: [UInt8]
    let file: StagedFile

    init(_ file: StagedFile, digest: TokenDigest, size: Int, firstBytes: [UInt8]) {
        (self.file, self.digest, self.size, self.firstBytes) = (file, digest, size, firstBytes)
    }

    /// Some of the bytes from a position on, for a store that sends them elsewhere; none at the end.
    package func piece(at position: Int) async throws(StorageError) -> [UInt8] {
        try await file.read(from: position, count: min(131_072, size - position))
    }

    /// Removes the file now. After it was kept, nothing is left to remove.
    package func discard() async { await file.discard() }
}

/// An open file in the staging folder, locked as long as its process has a use for it.
final class StagedFile: Sendable {
    let path: String
    private let threads: FileThreads
    private let descriptor: Mutex<Int32?>

    init(path: String, descriptor: Int32, threads: FileThreads) {
        (self.path, self.threads) = (path, threads)
        self.descriptor = Mutex(descriptor)
    }

    deinit {
        guard let open = take() else { return }
        threads.afterwards { [path] in Self.remove(path, open) }
    }

    /// Runs `body` with the open file. Blocks.
    func withDescriptor<Outcome: Sendable>(
        _ body: (Int32) throws(StorageError) -> Outcome
    ) throws(StorageError) -> Outcome {
        let result = descriptor.withLock { descriptor -> Result<Outcome, StorageError> in
            guard let descriptor else { return .failure(.invalid(detail: "a staged file was thrown away already")) }
            do throws(StorageError) {
                return .success(try body(descriptor))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    func read(from position: Int, count: Int) async throws(StorageError) -> [UInt8] {
        guard count > 0 else { return [] }
        return try await threads.run { [self] () throws(StorageError) in
            try withDescriptor { descriptor throws(StorageError) in
                try FileCalls.read(descriptor, from: position, count: count)
            }
        }
    }

    func discard() async {
        guard let open = take() else { return }
        try? await threads.run { [path] () throws(StorageError) in Self.remove(path, open) }
    }

    private func take() -> Int32? {
        descriptor.withLock { descriptor in
            defer { descriptor = nil }
            return descriptor
        }
    }

    /// The name first: while the lock is held nobody else takes it for a leftover.
    private static func remove(_ path: String, _ open: Int32) {
        unlink(path)
        close(open)
    }
}
