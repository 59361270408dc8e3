package import Kernel

package enum PaymentLinkKind: EntityKind { package static let idPrefix = "plk" }
package typealias PaymentLinkID = Identifier<PaymentLinkKind>

package enum PaymentLinkPaymentKind: EntityKind { package static let idPrefix = "plp" }
package typealias PaymentLinkPaymentID = Identifier<PaymentLinkPaymentKind>

/// An address at which anybody can pay a fixed amount, once or as often as they like (contract api-v1, 4.13).
package struct PaymentLink: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable { case open, paid, expired, closed }

    package let id: PaymentLinkID
    package let description: String
    package let amount: Cents
    package let isReusable: Bool
    /// The last second of its last day; nil: never.
    package let expiresAt: Timestamp?
    /// Of the first payment, unless it is reusable.
    package let paidAt: Timestamp?
    package let closedAt: Timestamp?
    /// When its expiry was told.
    package let expiredAt: Timestamp?
    package let createdAt: Timestamp

    /// A link that nobody closed or paid expires by the clock, before anybody has told of it (contract api-v1, 5.2).
    package func status(at now: Timestamp) -> Status {
        if paidAt != nil { return .paid }
        if closedAt != nil { return .closed }
        if expiredAt != nil { return .expired }
        if let expiresAt, now > expiresAt { return .expired }
        return .open
    }

    var auditObject: AuditEvent.Object { .init(kind: "payment-link", id: id.text) }

    var facts: JSONValue {
        .facts([
            "description": description, "amount": amount.description, "reusable": isReusable ? "yes" : "no",
            "expires_at": expiresAt?.description,
        ])
    }
}

/// What somebody says about a link that is to be.
package struct NewPaymentLink: Sendable {
    package let description: String
    package let amount: Cents
    package let isReusable: Bool
    package let expiresAt: Timestamp?

    package init(description: String, amount: Cents, isReusable: Bool = false, expiresAt: Timestamp? = nil) {
        (self.description, self.amount) = (description, amount)
        (self.isReusable, self.expiresAt) = (isReusable, expiresAt)
    }

    func link(_ id: PaymentLinkID) -> PaymentLink {
        PaymentLink(
            id: id, description: description, amount: amount, isReusable: isReusable, expiresAt: expiresAt, paidAt: nil,
            closedAt: nil, expiredAt: nil, createdAt: id.madeAt)
    }
}
