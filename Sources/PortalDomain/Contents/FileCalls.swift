import Kernel

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The calls on files that contents need, with errors in our words. All of them block.
enum FileCalls {
    /// A file of ours that nobody else may read.
    static func create(_ path: String) throws(StorageError) -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure("make a file") }
        return descriptor
    }

    /// Nil if there is no such file.
    static func openForReading(_ path: String) throws(StorageError) -> Int32? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        if descriptor >= 0 { return descriptor }
        guard errno == ENOENT else { throw failure("open a file") }
        return nil
    }

    /// Nil if the file is locked by somebody who lives. The lock ends with the descriptor, and so with the process.
    static func lock(_ descriptor: Int32) -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    static func write(_ bytes: [UInt8], to descriptor: Int32) throws(StorageError) {
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                guard let start = buffer.baseAddress else { return 0 }
                #if canImport(Glibc)
                return Glibc.write(descriptor, start + offset, buffer.count - offset)
                #else
                return Darwin.write(descriptor, start + offset, buffer.count - offset)
                #endif
            }
            if count > 0 {
                offset += count
            } else if errno != EINTR {
                throw failure("write a file")
            }
        }
    }

    /// At most `count` bytes from `offset` on; none at the end.
    static func read(_ descriptor: Int32, from offset: Int, count: Int) throws(StorageError) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var found = pread(descriptor, buffer.baseAddress, count, off_t(offset))
            while found < 0, errno == EINTR { found = pread(descriptor, buffer.baseAddress, count, off_t(offset)) }
            failed = found < 0
            filled = max(0, found)
        }
        guard !failed else { throw failure("read a file") }
        return bytes
    }

    /// To the disk.
    static func sync(_ descriptor: Int32) throws(StorageError) {
        guard fsync(descriptor) == 0 else { throw failure("write a file to the disk") }
    }

    /// A file's name is on the disk when its folder is.
    static func syncFolder(_ path: String) throws(StorageError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open a folder") }
        defer { close(descriptor) }
        try sync(descriptor)
    }

    /// Makes a folder and those above it, for their owner alone.
    static func makeFolder(_ path: String) throws(StorageError) {
        guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        let above = folder(of: path)
        guard errno == ENOENT, above != path else { throw failure("make a folder") }
        try makeFolder(above)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("make a folder") }
    }

    /// False if there is nothing of the old name.
    static func move(_ path: String, to other: String) throws(StorageError) -> Bool {
        if rename(path, other) == 0 { return true }
        guard errno == ENOENT else { throw failure("rename a file") }
        return false
    }

    /// No file of that name is what was wanted.
    static func remove(_ path: String) throws(StorageError) {
        guard unlink(path) != 0, errno != ENOENT else { return }
        throw failure("delete a file")
    }

    /// The names in a folder; none if it is not there.
    static func names(in folder: String) throws(StorageError) -> [String] {
        guard let stream = opendir(folder) else {
            guard errno == ENOENT else { throw failure("read a folder") }
            return []
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Without the path, which belongs into no log that is sent around.
    private static func failure(_ attempt: String) -> StorageError {
        .unavailable(detail: "cannot \(attempt): \(String(cString: strerror(errno)))")
    }
}
