package import Kernel

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
        return descriptor.map { DiskReader(descriptor: $0, range: range, threads: threads) }
    }

    package func delete(_ place: ContentPlace) async throws(StorageError) {
        let path = path(of: place)
        try await threads.run { () throws(StorageError) in try FileCalls.remove(path) }
    }

    package func check() async throws(StorageError) { await (try staging.stage([0])).discard() }

    /// 256 folders, so that none grows too long.
    private func path(of place: ContentPlace) -> String { "\(folder)/\(place.text.prefix(2))/\(place.text)" }
}
