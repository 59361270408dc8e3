package import Kernel

/// A form with files in it (RFC 7578): flat, bounded, and strict. Whatever a browser would not send is malformed.
package struct MultipartForm: Sendable {
    package struct File: Sendable, Equatable {
        package let name: String
        package let content: [UInt8]
    }

    package enum Malformed: Error { case boundary, part, tooMany, encoding, repeated }

    package let fields: FormFields
    package let files: [File]

    private static let maximumParts = 20
    /// Bytes: the lines before a part's content.
    private static let maximumHead = 1024

    /// - Parameter contentType: the header of the request, which names the boundary (RFC 2046 §5.1.1).
    package init(_ body: [UInt8], contentType: String) throws(Malformed) {
        let delimiter = Array("\r\n--\(try Self.boundary(contentType))".utf8)
        guard body.starts(with: delimiter.dropFirst(2)) else { throw .part }
        var fields: [FormFields.Field] = []
        var files: [File] = []
        var rest = body[(delimiter.count - 2)...]
        while !rest.starts(with: "--".utf8) {
            guard fields.count + files.count < Self.maximumParts else { throw .tooMany }
            guard rest.starts(with: "\r\n".utf8) else { throw .part }
            rest = rest.dropFirst(2)
            guard let head = rest.prefix(Self.maximumHead).firstRange(of: Array("\r\n\r\n".utf8)) else { throw .part }
            let disposition = try Disposition(head: rest[..<head.lowerBound])
            rest = rest[head.upperBound...]
            guard let end = rest.firstRange(of: delimiter) else { throw .part }
            let content = rest[..<end.lowerBound]
            rest = rest[end.upperBound...]
            guard !fields.contains(where: { $0.name == disposition.name }),
                !files.contains(where: { $0.name == disposition.name })
            else { throw .repeated }
            if disposition.isFile {
                files.append(File(name: disposition.name, content: Array(content)))
            } else {
                guard let value = String(validating: content, as: UTF8.self), !content.contains(0) else {
                    throw .encoding
                }
                fields.append(.init(name: disposition.name, value: value))
            }
        }
        guard rest.count == 2 || rest.elementsEqual("--\r\n".utf8) else { throw .part }
        (self.fields, self.files) = (FormFields(fields), files)
    }

    package func file(_ name: String) -> File? { files.first { $0.name == name } }

    private static func boundary(_ contentType: String) throws(Malformed) -> String {
        let parts = contentType.split(separator: ";").map { $0.drop { $0 == " " } }
        guard parts.first?.lowercased() == "multipart/form-data", parts.count == 2,
            parts[1].lowercased().hasPrefix("boundary=")
        else { throw .boundary }
        var value = parts[1].dropFirst("boundary=".count)
        if value.count > 2, value.hasPrefix("\""), value.hasSuffix("\"") { value = value.dropFirst().dropLast() }
        guard (1...70).contains(value.utf8.count), value.utf8.allSatisfy(isBoundaryByte) else { throw .boundary }
        return String(value)
    }

    /// What browsers use, and a little more.
    private static func isBoundaryByte(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) || "'()+,/:=?".utf8.contains(byte)
    }

    /// `Content-Disposition: form-data; name="logo"; filename="a.png"` (RFC 7578 §4.2). The file name is not read: nobody asked for it.
    private struct Disposition {
        let name: String
        let isFile: Bool

        init(head: ArraySlice<UInt8>) throws(Malformed) {
            guard let text = String(validating: head, as: UTF8.self) else { throw .encoding }
            var found: Substring?
            // CR LF is one character.
            for line in text.split(separator: "\r\n" as Character, omittingEmptySubsequences: false) {
                guard let colon = line.firstIndex(of: ":") else { throw .part }
                guard line[..<colon].lowercased() == "content-disposition" else { continue }
                guard found == nil else { throw .part }
                found = line[line.index(after: colon)...].drop { $0 == " " }
            }
            guard let found, found.hasPrefix("form-data; name=\"") else { throw .part }
            let rest = found.dropFirst("form-data; name=\"".count)
            guard let quote = rest.firstIndex(of: "\""), quote > rest.startIndex else { throw .part }
            name = String(rest[..<quote])
            let tail = rest[rest.index(after: quote)...]
            isFile = tail.hasPrefix("; filename=\"")
            guard tail.isEmpty || isFile && tail.hasSuffix("\"") else { throw .part }
        }
    }
}
