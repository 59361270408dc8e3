package import Kernel

package enum IssuedPunchCardKind: EntityKind { package static let idPrefix = "pcb" }
package typealias IssuedPunchCardID = Identifier<IssuedPunchCardKind>

/// A punch card that a customer holds (contract api-v1, 4.14).
package struct IssuedPunchCard: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable {
        case active
        case fullyUsed = "fully_used"
        case expired
    }

    package let id: IssuedPunchCardID
    package let card: PunchCardID
    package let customer: CustomerID
    /// Never negative.
    package let punchesLeft: Int
    /// The last second in which it is good. Nil: never expires.
    package let expiresAt: Timestamp?
    package let issuedAt: Timestamp

    package func status(at now: Timestamp) -> Status {
        if punchesLeft == 0 { return .fullyUsed }
        if let expiresAt, now > expiresAt { return .expired }
        return .active
    }

    var auditObject: AuditEvent.Object { .init(kind: "issued-punch-card", id: id.text) }
}
