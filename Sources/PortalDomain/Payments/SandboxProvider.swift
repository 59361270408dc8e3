import Kernel

package enum SandboxPaymentKind: EntityKind { package static let idPrefix = "tr" }
package enum SandboxMandateKind: EntityKind { package static let idPrefix = "mdt" }

/// The provider that is built in: no money moves. Its checkout is a page of ours where the payer chooses what becomes of the payment, and what
/// is charged by mandate is paid at once (contract api-v1, 5.1).
struct SandboxProvider: Sendable {
    let ambient: Ambient

    func begin(_ payment: Payment, checkout: String) -> BegunPayment {
        let id: Identifier<SandboxPaymentKind> = ambient.makeID()
        return BegunPayment(integrationID: id.text, checkoutURL: payment.mandate == nil ? checkout : nil)
    }

    /// What it says of a payment that was charged by mandate.
    var charged: PaymentReport { PaymentReport([.paid], paidAt: ambient.now()) }

    /// What it says once the payer has chosen.
    func report(_ status: PaymentStatus) -> PaymentReport {
        let mandate: Identifier<SandboxMandateKind> = ambient.makeID()
        return PaymentReport(
            [status], paidAt: status == .paid ? ambient.now() : nil, payersName: status == .paid ? "Sandbox" : nil,
            mandate: status == .paid ? mandate.text : nil)
    }
}
