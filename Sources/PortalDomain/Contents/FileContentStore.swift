package import Kernel
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Contents in a folder: `incoming/` holds uploads, `ab/abcd…` what is kept. Both are on one file system, so that a rename
/// is all that stands between.
package struct FileContentStore: ContentStore {
    package let staging: ContentStaging
    private let folder: String
    private let threads: FileThreads

    /// - Parameter folder: made when it is needed.
    package init(folder: String, ambient: Ambient, threads: FileThreads = FileThreads()) {
        (self.folder, self.threads) = (folder, threads)
        staging = ContentStaging(folder: "\(folder)/incoming", threads: threads, ambient: ambient)
    }

    package func put(_ content: StagedContent, at place: ContentPlace) async throws(StorageError) {
        let (path, file, root) = (path(of: place), content.file, folder)
        try await threads.run { () throws(StorageError) in
            let folder = FileCalls.folder(of: path)
            try FileCalls.makeFolder(folder)
            try file.withDescriptor { descriptor throws(StorageError) in
                try FileCalls.sync(descriptor)
                // Gone from there already: it was kept before.
                _ = try FileCalls.move(file.path, to: path)
            }
            try FileCalls.syncFolder(folder)
            try FileCalls.syncFolder(root)
        }
    }

    package func read(
        _ range: Range<Int>, at place: ContentPlace
    ) async throws(StorageError) -> (any ContentReader)? {
        let path = path(of: place)
        let descriptor = try await threads.run { () throws(StorageError) in try FileCalls.openForReading(path) }
        return descriptor.map { FileReader(descriptor: $0, range: range, threads: threads) }
    }

    package func delete(_ place: ContentPlace) async throws(StorageError) {
        let path = path(of: place)
        try await threads.run { () throws(StorageError) in try FileCalls.remove(path) }
    }

    package func check() async throws(StorageError) { await (try staging.stage([0])).discard() }

    /// 256 folders, so that none grows too long.
    private func path(of place: ContentPlace) -> String { "\(folder)/\(place.text.prefix(2))/\(place.text)" }
}

private final class FileReader: ContentReader {
    private let descriptor: Int32
    private let threads: FileThreads
    private let rest: Mutex<Range<Int>>

    /// Bytes at once: the memory that one download takes.
    private static let piece = 131_072

    init(descriptor: Int32, range: Range<Int>, threads: FileThreads) {
        (self.descriptor, self.threads) = (descriptor, threads)
        rest = Mutex(range)
    }

    deinit { close(descriptor) }

    func next() async throws(StorageError) -> [UInt8]? {
        let range = rest.withLock { $0.prefix(Self.piece) }
        guard !range.isEmpty else { return nil }
        let bytes = try await threads.run { [self] () throws(StorageError) in
            try FileCalls.read(descriptor, from: range.lowerBound, count: range.count)
        }
        guard !bytes.isEmpty else { throw .unavailable(detail: "a kept file is shorter than it was") }
        rest.withLock { $0 = ($0.lowerBound + bytes.count)..<$0.upperBound }
        return bytes
    }
}
