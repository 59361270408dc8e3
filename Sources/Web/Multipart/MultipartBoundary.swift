import Kernel

/// What stands between the parts of a form (RFC 2046 §5.1.1).
package struct MultipartBoundary: Sendable {
    /// CR LF, two hyphens and the boundary.
    let delimiter: [UInt8]

    /// Whether a `Content-Type` is that of a form, with a boundary.
    package static func isForm(_ contentType: String) -> Bool {
        let type = contentType.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
        return type == "multipart/form-data" && contentType.lowercased().contains("boundary=")
    }

    package init(contentType: String) throws(MultipartMalformed) {
        guard let type = HeaderParameters(Substring(contentType)), type.value == "multipart/form-data",
            let boundary = type["boundary"], (1...70).contains(boundary.utf8.count),
            boundary.utf8.allSatisfy(Self.isBoundaryByte)
        else { throw .boundary }
        delimiter = Array("\r\n--\(boundary)".utf8)
    }

    /// What clients use, and a little more.
    private static func isBoundaryByte(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) || "'()+,/:=?".utf8.contains(byte)
    }
}
