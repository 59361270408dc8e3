package import Kernel

package enum FileRequestKind: EntityKind { package static let idPrefix = "frq" }
package typealias FileRequestID = Identifier<FileRequestKind>

package enum RequestedFileKind: EntityKind { package static let idPrefix = "fqf" }
package typealias RequestedFileID = Identifier<RequestedFileKind>

/// Files that a portal asks somebody for (contract api-v1, 4.10).
package struct FileRequest: Sendable, Equatable {
    package struct Wanted: Sendable, Equatable {
        package let id: RequestedFileID
        package let name: String
        package let description: String?
        package let isRequired: Bool
        /// Kilobytes of 1,024 bytes.
        package let maximumKilobytes: Int
        package internal(set) var uploaded: FileID?
    }

    package let id: FileRequestID
    /// For the portal owner.
    package let name: String
    /// For whoever uploads.
    package let description: String?
    /// Where the files go; nil: to the top.
    package let directory: DirectoryID?
    /// Nil: public.
    package let customer: CustomerID?
    package internal(set) var files: [Wanted]
    package internal(set) var completedAt: Timestamp?
    /// Of its page. Told to everybody who may read the request if it is public, and otherwise to the customer alone.
    package let address: String
    package let createdAt: Timestamp

    /// Whether nothing is missing any more that has to be there: the required files, or all of them if none is required.
    var isComplete: Bool {
        let required = files.filter(\.isRequired)
        return (required.isEmpty ? files : required).allSatisfy { $0.uploaded != nil }
    }

    var auditObject: AuditEvent.Object { .init(kind: "file-request", id: id.text) }

    var facts: JSONValue {
        .facts([
            "name": name, "customer": customer?.text, "directory": directory?.text,
            "files": files.map(\.name).joined(separator: ", "),
        ])
    }
}

/// What somebody wants to ask for.
package struct NewFileRequest: Sendable {
    package struct Wanted: Sendable {
        package let name: String
        package let description: String?
        package let isRequired: Bool
        package let maximumKilobytes: Int

        package init(name: String, description: String?, isRequired: Bool, maximumKilobytes: Int) {
            (self.name, self.description, self.isRequired) = (name, description, isRequired)
            self.maximumKilobytes = maximumKilobytes
        }
    }

    package let name: String
    package let description: String?
    package let directory: DirectoryID?
    package let customer: CustomerID?
    /// 1 to 10.
    package let files: [Wanted]

    package init(
        name: String, description: String?, directory: DirectoryID?, customer: CustomerID?, files: [Wanted]
    ) {
        (self.name, self.description, self.directory) = (name, description, directory)
        (self.customer, self.files) = (customer, files)
    }
}

package enum FileRequestCreation: Sendable {
    case created(FileRequest)
    case unknown(directory: Bool, customer: Bool)
}

/// What came of an upload to a request.
package enum FileReception: Sendable {
    case received(FileRequest)
    /// Somebody has sent this one already.
    case already
    case tooLarge
    case notFound
}
