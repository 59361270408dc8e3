import Kernel
import Outbound
import PortalDomain

/// Where the bytes of customers' files are.
enum FileLocation: Sendable {
    case folder(path: String)
    case bucket(S3Address)

    /// `file:var/files`, or `s3:https://KEY:SECRET@host/bucket?region=…`.
    init?(_ text: String) {
        if let address = S3Address(text) {
            self = .bucket(address)
            return
        }
        guard text.hasPrefix("file:") else { return nil }
        var path = text.dropFirst("file:".count)
        // `file:///var/lib/files` is how others write an absolute path.
        if path.hasPrefix("//") { path = path.dropFirst(2) }
        while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
        guard !path.isEmpty, path != "/", !path.contains("\0"), !path.contains("?") else { return nil }
        self = .folder(path: String(path))
    }

    func store(_ ambient: Ambient) -> any ContentStore {
        switch self {
        case .folder(let path): FileContentStore(folder: path, ambient: ambient)
        case .bucket(let address): S3ContentStore(address, ambient: ambient)
        }
    }
}
