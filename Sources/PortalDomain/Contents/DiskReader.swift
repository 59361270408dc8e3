import Kernel

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Reads part of an open file, which it closes.
final class DiskReader: ContentReader {
    private let descriptor: Int32
    private let range: Range<Int>
    private let threads: FileThreads

    /// Bytes at once: the memory that one download takes.
    private static let piece = 131_072

    init(descriptor: Int32, range: Range<Int>, threads: FileThreads) {
        (self.descriptor, self.range, self.threads) = (descriptor, range, threads)
    }

    deinit { close(descriptor) }

    func forEachPiece(_ body: ([UInt8]) async throws -> Void) async throws {
        var position = range.lowerBound
        while position < range.upperBound {
            let (start, count) = (position, min(Self.piece, range.upperBound - position))
            let bytes = try await threads.run { [self] () throws(StorageError) in
                try FileCalls.read(descriptor, from: start, count: count)
            }
            guard !bytes.isEmpty else { throw StorageError.unavailable(detail: "a kept file is shorter than it was") }
            try await body(bytes)
            position += bytes.count
        }
    }
}
