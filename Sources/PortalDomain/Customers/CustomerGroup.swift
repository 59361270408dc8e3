package import Kernel

package enum CustomerGroupKind: EntityKind { package static let idPrefix = "cug" }
package typealias CustomerGroupID = Identifier<CustomerGroupKind>

/// A name under which a portal gathers customers (contract api-v1, 4.4).
package struct CustomerGroup: Sendable, Equatable {
    package let id: CustomerGroupID
    package internal(set) var name: String
    package let createdAt: Timestamp

    var auditObject: AuditEvent.Object { .init(kind: "customer-group", id: id.text) }
}
