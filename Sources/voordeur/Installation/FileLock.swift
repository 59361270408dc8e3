#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Held by one process at a time. The kernel lets it go when the process ends, however that happens.
final class FileLock: Sendable {
    private let descriptor: Int32

    /// Waits until nobody else holds it.
    init(path: String) throws(Trouble) {
        try PrivateFile(path: path).makeFolder()
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else {
            throw Trouble("\(path) cannot be locked: \(String(cString: strerror(errno))).")
        }
    }

    func release() { close(descriptor) }
}
