import Kernel
import Outbound
import PortalDomain

/// Where the bytes of customers' files are.
enum FileLocation: Sendable {
    case folder(path: String)
    case bucket(S3Address)

    /// `FILES`, and for a bucket the key beside it, which stands apart so that the address can be shown. Nil with a fault.
    static func read(_ reader: inout SettingReader) -> FileLocation? {
        let keyID = reader.read(.filesKeyID, "the id of an access key") { $0.isEmpty ? nil : $0 }
        let secretKey = reader.read(.filesSecretKey, "a secret key") { $0.isEmpty ? nil : Secret($0) }
        let demand = "file:<folder> or s3://<bucket>?endpoint=https://<host>"
        let location = reader.read(.files, demand) {
            FileLocation($0, keyID: keyID ?? "", secretKey: secretKey ?? Secret(""))
        }
        if case .bucket = location {
            for setting in [Setting.filesKeyID, .filesSecretKey] where reader.values[setting] == nil {
                reader.require(setting, because: .files)
            }
        }
        return location
    }

    private init?(_ text: String, keyID: String, secretKey: Secret<String>) {
        if let address = S3Address(text, keyID: keyID, secretKey: secretKey) {
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

    /// For the operator.
    var place: String {
        switch self {
        case .folder(let path): "the folder \(path)"
        case .bucket: "the bucket of the files"
        }
    }

    func store(_ ambient: Ambient) -> any ContentStore {
        switch self {
        case .folder(let path): FileContentStore(folder: path, ambient: ambient)
        case .bucket(let address): S3ContentStore(address, ambient: ambient)
        }
    }
}
