import PortalDomain

/// One file field of a multipart body, and what it takes.
package struct FilePart: Sendable, Equatable {
    package let name: String
    /// Bytes of each file.
    package let maximum: Int
    /// How many; a field that takes more than one is sent as `name`, `name[]` or `name[0]`, repeated.
    package let count: ClosedRange<Int>
    /// Bytes of all of them.
    package let together: Int
    /// Whether it takes what the server takes of any file.
    private let isStandard: Bool
    /// Must begin with `%PDF-`, whatever type was sent.
    package let isPDF: Bool

    package static let megabyte = 1_048_576

    /// - Parameters:
    ///   - maximum: bytes of each; nil: what the server takes, 25 MB by contract unless its operator has chosen otherwise.
    ///   - together: bytes of all; nil: as many as they may have one by one.
    package init(
        _ name: String, maximum: Int? = nil, count: ClosedRange<Int> = 1...1, together: Int? = nil,
        isPDF: Bool = false
    ) {
        (self.name, self.count, self.isPDF, isStandard) = (name, count, isPDF, maximum == nil)
        self.maximum = maximum ?? Files.maximumSize
        self.together = together ?? self.maximum * count.upperBound
    }

    /// The same where the server takes so many bytes of any file.
    func taking(_ standard: Int) -> FilePart {
        isStandard ? FilePart(name, maximum: standard, count: count, isPDF: isPDF) : self
    }

    var isList: Bool { count.upperBound > 1 }

    /// Whether a part of that name is one of these files.
    func matches(_ sent: String) -> Bool {
        guard isList, sent.hasSuffix("]"), let open = sent.firstIndex(of: "[") else { return sent == name }
        let inner = sent[sent.index(after: open)...].dropLast()
        return sent[..<open] == name && inner.utf8.count <= 4 && inner.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}

/// What an operation takes as `multipart/form-data` (contract api-v1, 2.10).
package struct MultipartFields: Sendable, Equatable {
    /// The name of its schema in the documentation.
    package let schema: String
    /// Fields that hold a list of objects.
    package let lists: Set<String>
    package let files: [FilePart]

    /// Bytes of everything that is no file, and how many parts (contract api-v1, 9).
    static let textLimit = 2 * FilePart.megabyte
    static let textParts = 200

    /// Bytes of the whole body.
    var limit: Int { files.reduce(Self.textLimit) { $0 + $1.together } }
}
