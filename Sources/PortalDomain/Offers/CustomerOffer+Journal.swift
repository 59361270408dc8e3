import Kernel

extension CustomerOffer {
    var auditObject: AuditEvent.Object { .init(kind: "customer-offer", id: id.text) }

    /// As the audit log shows it.
    var facts: JSONValue {
        let facts: [(key: String, value: String?)] = [
            ("customer_id", customer.text), ("offer_number", number), ("issued_at", issuedAt.description),
            ("expires_at", expiresAt.description), ("amount", amount.description),
        ]
        return .facts(facts + (decision?.facts ?? []))
    }
}

extension OfferDecision {
    var facts: [(key: String, value: String?)] {
        switch self {
        case .accepted(let acceptance):
            [("accepted_at", "\(acceptance.moment.seconds)"), ("accepted_via_ip", acceptance.address)]
        case .rejected(let moment): [("rejected_at", "\(moment.seconds)")]
        }
    }
}
