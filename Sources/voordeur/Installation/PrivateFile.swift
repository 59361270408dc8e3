import Foundation

#if canImport(Glibc)
// `stat` is Glibc's; where Dispatch is loaded first, the compiler holds it for one of Dispatch's.
import CDispatch
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that only its owner may read: keys, and the credentials of the demo data.
///
/// It is never seen half written: the text goes into a neighbour, to the disk, and then takes the name.
struct PrivateFile: Sendable {
    let path: String

    /// Nil if there is no such file.
    func read() throws(Trouble) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            guard errno != ENOENT else { return nil }
            throw failure("cannot be read")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("cannot be read") }
        guard status.st_mode & 0o007 == 0, status.st_mode & 0o020 == 0 else {
            throw Trouble("\(path) can be read or changed by other users; run: chmod 600 \(path)")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        guard let data = try? handle.readToEnd() ?? Data() else { throw failure("cannot be read") }
        return String(decoding: data, as: UTF8.self)
    }

    /// Writes the file, or replaces it.
    func write(_ text: String) throws(Trouble) {
        let draft = try writeDraft(text)
        guard rename(draft, path) == 0 else {
            unlink(draft)
            throw failure("cannot be written")
        }
        syncFolder()
    }

    /// Writes the file unless it exists. False if it does: somebody else was first.
    func create(_ text: String) throws(Trouble) -> Bool {
        let draft = try writeDraft(text)
        defer { unlink(draft) }
        guard link(draft, path) == 0 else {
            guard errno == EEXIST else { throw failure("cannot be written") }
            return false
        }
        syncFolder()
        return true
    }

    /// Returns when the file and its name are on the disk.
    func sync() throws(Trouble) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("cannot be read") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("cannot be written") }
        syncFolder()
    }

    /// The folder of the file, which is made if it is missing, for its owner alone.
    func makeFolder() throws(Trouble) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Trouble("The folder \(folder) cannot be made; make it, or choose another one in the configuration.")
        }
    }

    private var folder: String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    private func writeDraft(_ text: String) throws(Trouble) -> String {
        try makeFolder()
        let draft = "\(path).\(getpid()).new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("cannot be written") }
        defer { close(descriptor) }
        do {
            try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(contentsOf: Data(text.utf8))
        } catch {
            unlink(draft)
            throw failure("cannot be written")
        }
        fsync(descriptor)
        return draft
    }

    /// The name is on the disk only when its folder is.
    private func syncFolder() {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private func failure(_ what: String) -> Trouble { Trouble("\(path) \(what): \(String(cString: strerror(errno))).") }
}
