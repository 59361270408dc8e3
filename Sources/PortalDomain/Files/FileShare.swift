package import Kernel

package enum FileShareKind: EntityKind { package static let idPrefix = "fss" }
package typealias FileShareID = Identifier<FileShareKind>

/// Files and directories that somebody may have (contract api-v1, 4.11): one customer, or whoever has the address.
package struct FileShare: Sendable, Equatable {
    package let id: FileShareID
    /// Nil: public.
    package let customer: CustomerID?
    /// In the order in which they were named. What was deleted since is missing.
    package let content: [FileEntry]
    /// Of its page. Told to everybody who may read the share if it is public, and otherwise to the customer alone.
    package let address: String
    package let createdAt: Timestamp

    var auditObject: AuditEvent.Object { .init(kind: "file-share", id: id.text) }

    var facts: JSONValue {
        .object([
            .init(name: "customer", value: customer.map { .string($0.text) } ?? .null),
            .init(name: "content", value: .array(content.map { .string($0.id.text) })),
        ])
    }
}

package enum FileShareCreation: Sendable {
    case created(FileShare)
    /// The positions of what is not there, and whether the customer is not.
    case unknown(content: [Int], customer: Bool)
}
