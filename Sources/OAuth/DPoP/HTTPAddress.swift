import Kernel

/// The address of a request as a proof names it (`htu`): without query and fragment, and in one normal form (RFC 9449 §4.3; RFC 3986
/// §6.2.2, §6.2.3). Dot segments are not resolved: no address of ours has any.
package struct HTTPAddress: Sendable, Equatable {
    let text: String

    /// Nil for what is no absolute http or https address.
    package init?(_ uri: String) {
        let bytes = uri.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        guard bytes.count <= 2048, bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        let uri = String(decoding: bytes, as: UTF8.self)
        guard let separator = uri.firstRange(of: "://") else { return nil }
        let scheme = uri[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = uri[separator.upperBound...]
        let start = rest.firstIndex(of: "/") ?? rest.endIndex
        guard let authority = Self.authority(rest[..<start].lowercased(), scheme: scheme),
            let path = Self.path(rest[start...].utf8)
        else { return nil }
        text = "\(scheme)://\(authority)\(path)"
    }

    /// Without the port that the scheme implies.
    private static func authority(_ text: String, scheme: String) -> String? {
        guard !text.isEmpty, !text.contains("@") else { return nil }
        for port in [":", scheme == "https" ? ":443" : ":80"] where text.hasSuffix(port) {
            return String(text.dropLast(port.count))
        }
        return text
    }

    /// Escapes of unreserved characters are undone, the others written in upper case. An empty path is the root.
    private static func path(_ bytes: Substring.UTF8View) -> String? {
        var path: [UInt8] = []
        var rest = Array(bytes)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                path.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16) else {
                return nil
            }
            rest = rest.dropFirst(2)
            if PercentEncoding.isUnreserved(value) {
                path.append(value)
            } else {
                path += Array("%\(digits.uppercased())".utf8)
            }
        }
        return path.isEmpty ? "/" : String(decoding: path, as: UTF8.self)
    }
}
