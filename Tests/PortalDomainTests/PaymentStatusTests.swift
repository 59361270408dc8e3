import PortalDomain
import Testing

@Suite("Payment statuses (contract 5.1)")
struct PaymentStatusTests {
    @Test("The whole table: what may become of what, and nothing else")
    func table() {
        let allowed: [PaymentStatus: Set<PaymentStatus>] = [
            .open: [.pending, .paid, .failed, .expired, .canceled], .pending: [.paid, .failed, .expired, .canceled],
            .paid: [.chargeback],
        ]
        for status in PaymentStatus.allCases {
            #expect(status.successors == allowed[status] ?? [], "\(status)")
            for successor in PaymentStatus.allCases {
                #expect(successor.predecessors.contains(status) == status.successors.contains(successor))
            }
        }
        #expect(
            PaymentStatus.allCases.map(\.rawValue).sorted() == [
                "canceled", "chargeback", "expired", "failed", "open", "paid", "pending",
            ])
    }

}
