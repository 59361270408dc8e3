import Crypto
package import Kernel

/// Receives the bytes of one file, piece by piece, and counts and digests them on the way.
package struct ContentWriter: Sendable {
    private let file: StagedFile
    private let threads: FileThreads
    private var waiting: [UInt8] = []
    private var hash = SHA256()
    private var firstBytes: [UInt8] = []
    /// Bytes so far.
    package private(set) var size = 0

    /// Bytes that go to the disk at once: the memory that one upload takes.
    private static let piece = 131_072
    /// How many of the first bytes are remembered.
    package static let kept = 512

    init(_ file: StagedFile, _ threads: FileThreads) { (self.file, self.threads) = (file, threads) }

    /// Returns when the disk has kept up: whoever sends waits for it.
    package mutating func write(_ bytes: some Collection<UInt8>) async throws(StorageError) {
        size += bytes.count
        if firstBytes.count < Self.kept { firstBytes += bytes.prefix(Self.kept - firstBytes.count) }
        waiting += bytes
        if waiting.count >= Self.piece { try await flush() }
    }

    package consuming func finish() async throws(StorageError) -> StagedContent {
        try await flush()
        return StagedContent(
            file, digest: TokenDigest(stored: Hex.text(hash.finalize())), size: size, firstBytes: firstBytes)
    }

    package func discard() async { await file.discard() }

    private mutating func flush() async throws(StorageError) {
        guard !waiting.isEmpty else { return }
        let (bytes, before, file) = (waiting, hash, file)
        waiting = []
        hash = try await threads.run { () throws(StorageError) in
            var hash = before
            bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
            try file.withDescriptor { descriptor throws(StorageError) in try FileCalls.write(bytes, to: descriptor) }
            return hash
        }
    }
}
