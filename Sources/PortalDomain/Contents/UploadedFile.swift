/// A file as somebody sent it: received whole, and thrown away at the end of the request unless it is kept.
package struct UploadedFile: Sendable {
    package let name: FileName
    /// As it was sent: believed by nobody.
    package let claimedType: String?
    package let content: StagedContent

    package init(name: FileName, claimedType: String?, content: StagedContent) {
        (self.name, self.claimedType, self.content) = (name, claimedType, content)
    }

    package var isPDF: Bool { content.firstBytes.starts(with: "%PDF-".utf8) }
}

/// The name of a file, made safe: it leads nowhere and hides nothing (contract api-v1, 2.10).
package struct FileName: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    /// The last segment of what was sent, without control characters: browsers of old sent whole paths. Nil unless 1 to 255 characters
    /// are left that are a name.
    package init?(sent text: String) {
        // By scalars: a slash with an accent on it is one character, and still a slash to every file system.
        let segments = text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
        let scalars = segments[segments.count - 1].filter {
            $0.properties.generalCategory != .control && !Self.reorders($0)
        }
        guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let end = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return nil }
        let name = String(String.UnicodeScalarView(scalars[start...end]))
        guard name.unicodeScalars.count <= 255, name != ".", name != ".." else { return nil }
        self.text = name
    }

    /// Trusts a column of our own database.
    package init(stored text: String) { self.text = text }

    package var description: String { text }

    /// What follows the last dot, in lower case.
    package var fileExtension: String? {
        guard let dot = text.lastIndex(of: "."), dot > text.startIndex else { return nil }
        return text[text.index(after: dot)...].lowercased()
    }

    /// Characters that turn text around, by which a program looks like a picture.
    private static func reorders(_ scalar: Unicode.Scalar) -> Bool {
        (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
    }
}
