package import Kernel

package enum FileKind: EntityKind { package static let idPrefix = "fsf" }
package typealias FileID = Identifier<FileKind>

package enum DirectoryKind: EntityKind { package static let idPrefix = "fsd" }
package typealias DirectoryID = Identifier<DirectoryKind>

/// Files and directories together, as a list has them: their ids without what tells the two apart. Never written anywhere.
package enum FileEntryKind: EntityKind { package static let idPrefix = "fse" }

/// The id of a file or of a directory.
package enum FileEntryID: Sendable, Hashable, CustomStringConvertible {
    case file(FileID)
    case directory(DirectoryID)

    package init?(_ text: String) {
        if let id = FileID(text) {
            self = .file(id)
        } else if let id = DirectoryID(text) {
            self = .directory(id)
        } else {
            return nil
        }
    }

    /// Trusts a column of our own database.
    init(stored text: String) {
        self = text.hasPrefix(DirectoryKind.idPrefix) ? .directory(.init(stored: text)) : .file(.init(stored: text))
    }

    package var text: String {
        switch self {
        case .file(let id): id.text
        case .directory(let id): id.text
        }
    }

    package var description: String { text }

    /// What lists are ordered by, and continue after: files and directories were made one after the other.
    package var position: Identifier<FileEntryKind> { .init(stored: "\(FileEntryKind.idPrefix)_\(tail)") }

    var tail: String { String(text.dropFirst(4)) }
}

/// A file or a directory of a portal (contract api-v1, 4.9).
package struct FileEntry: Sendable, Equatable {
    package enum Body: Sendable, Equatable {
        /// - Parameter size: bytes.
        case file(FileID, ContentID, size: Int, mediaType: String)
        case directory(DirectoryID)
    }

    package let body: Body
    package let name: String
    /// Nil: at the top.
    package let directory: DirectoryID?
    /// The newest share that holds it itself.
    package let share: FileShareID?
    package let createdAt: Timestamp

    package var id: FileEntryID {
        switch body {
        case .file(let id, _, _, _): .file(id)
        case .directory(let id): .directory(id)
        }
    }

    package var isDirectory: Bool {
        if case .directory = body { true } else { false }
    }

    package var fileName: FileName { FileName(stored: name) }

    var auditObject: AuditEvent.Object { .init(kind: isDirectory ? "directory" : "file", id: id.text) }

    var facts: JSONValue {
        var facts: [(key: String, value: String?)] = [("name", name), ("directory", directory?.text)]
        if case .file(_, _, let size, let type) = body { facts += [("size", "\(size)"), ("type", type)] }
        return .facts(facts)
    }
}

/// What came of making something in a directory.
package enum FileCreation: Sendable {
    case created(FileEntry)
    /// Of another portal, or deleted meanwhile.
    case noDirectory
    case tooDeep
}
