import Kernel

extension CustomerOffer {
    var auditObject: AuditEvent.Object { .init(kind: "customer-offer", id: id.text) }

    /// As the audit log shows it.
    var facts: JSONValue {
        let facts: [(key: String, value: String?)] = [
            ("customerId", customer.text), ("offerNumber", number), ("issuedAt", issuedAt.description),
            ("expiresAt", expiresAt.description), ("amount", amount.description),
        ]
        return .facts(facts + (decision?.facts ?? []))
    }
}

extension OfferDecision {
    var facts: [(key: String, value: String?)] {
        switch self {
        case .accepted(let acceptance):
            [("acceptedAt", "\(acceptance.moment.seconds)"), ("acceptedViaIp", acceptance.address)]
        case .rejected(let moment): [("rejectedAt", "\(moment.seconds)")]
        }
    }
}
