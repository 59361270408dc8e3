package import Persistence

/// What has become of a payment, and what may still become of it (contract api-v1, 5.1).
package enum PaymentStatus: String, Sendable, CaseIterable, SQLBindable {
    /// Made; the payer has done nothing yet.
    case open
    /// Begun; nobody knows the outcome.
    case pending
    /// The money is here.
    case paid
    case failed, expired, canceled
    /// The money went back against our will.
    case chargeback

    /// The whole table of transitions. What is not in it never happens, whatever a provider reports and in whatever order.
    package var successors: Set<PaymentStatus> {
        switch self {
        case .open: [.pending, .paid, .failed, .expired, .canceled]
        case .pending: [.paid, .failed, .expired, .canceled]
        case .paid: [.chargeback]
        case .failed, .expired, .canceled, .chargeback: []
        }
    }

    package var predecessors: [PaymentStatus] { Self.allCases.filter { $0.successors.contains(self) } }

    /// Nothing can become of it any more but a chargeback.
    package var isOver: Bool { self != .open && self != .pending }

    package var sqlValue: SQLValue { .text(rawValue) }
}
