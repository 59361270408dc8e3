package import Kernel

/// A small form with files in it, as pages have them: flat, bounded, and in memory.
package struct MultipartForm: Sendable {
    package typealias Malformed = MultipartMalformed

    package struct File: Sendable, Equatable {
        package let name: String
        package let content: [UInt8]
    }

    package let fields: FormFields
    package let files: [File]

    private static let maximumParts = 20
    /// Bytes: the lines before a part's content.
    private static let maximumHead = 1024

    /// - Parameter contentType: the header of the request, which names the boundary (RFC 2046 §5.1.1).
    package init(_ body: [UInt8], contentType: String) throws(Malformed) {
        var parser = MultipartParser(try MultipartBoundary(contentType: contentType), maximumHead: Self.maximumHead)
        var fields: [FormFields.Field] = []
        var files: [File] = []
        var names: Set<[UInt8]> = []
        var part: MultipartPart?
        var content: [UInt8] = []
        parser.feed(body)
        while let event = try parser.next() {
            switch event {
            case .part(let next):
                guard names.count < Self.maximumParts else { throw .tooMany }
                guard names.insert(Array(next.name.utf8)).inserted else { throw .repeated }
                part = next
            case .content(let bytes): content += bytes
            case .end:
                guard let ended = part else { throw .part }
                if ended.fileName != nil {
                    files.append(File(name: ended.name, content: content))
                } else {
                    fields.append(.init(name: ended.name, value: try Self.text(content)))
                }
                content = []
            }
        }
        try parser.finish()
        (self.fields, self.files) = (FormFields(fields), files)
    }

    package func file(_ name: String) -> File? { files.first { $0.name == name } }

    /// The value of a field: UTF-8 (RFC 7578 §5.1.2) without U+0000.
    private static func text(_ bytes: [UInt8]) throws(Malformed) -> String {
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else { throw .encoding }
        return text
    }
}
