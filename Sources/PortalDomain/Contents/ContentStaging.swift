package import Kernel

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The folder in which uploads arrive. Several processes may share it.
package struct ContentStaging: Sendable {
    private let folder: String
    private let threads: FileThreads
    private let ambient: Ambient

    package init(folder: String, threads: FileThreads, ambient: Ambient) {
        (self.folder, self.threads, self.ambient) = (folder, threads, ambient)
    }

    /// A place for one upload.
    package func begin() async throws(StorageError) -> ContentWriter {
        let name = Hex.text(ambient.randomBytes(16))
        let (path, folder) = ("\(folder)/\(name)", folder)
        let descriptor = try await threads.run { () throws(StorageError) in
            try FileCalls.makeFolder(folder)
            let descriptor = try FileCalls.create(path)
            guard FileCalls.lock(descriptor) else {
                // A process that starts at this very moment took it for a leftover, and removes it.
                close(descriptor)
                throw .conflict
            }
            return descriptor
        }
        return ContentWriter(StagedFile(path: path, descriptor: descriptor, threads: threads), threads)
    }

    /// Bytes that the server made itself.
    package func stage(_ bytes: [UInt8]) async throws(StorageError) -> StagedContent {
        var writer = try await begin()
        try await writer.write(bytes)
        return try await writer.finish()
    }

    /// Removes what processes left behind that ended in the middle of an upload: files that nobody has locked.
    /// - Returns: how many.
    @discardableResult
    package func removeLeftovers() async throws(StorageError) -> Int {
        try await threads.run { [folder] () throws(StorageError) in
            var removed = 0
            for name in try FileCalls.names(in: folder) {
                let path = "\(folder)/\(name)"
                guard let descriptor = try FileCalls.openForReading(path) else { continue }
                defer { close(descriptor) }
                guard FileCalls.lock(descriptor) else { continue }
                try FileCalls.remove(path)
                removed += 1
            }
            return removed
        }
    }
}
