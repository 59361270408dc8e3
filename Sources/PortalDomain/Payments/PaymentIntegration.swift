/// Who takes the money (contract api-v1, 5.1).
package enum PaymentIntegration: String, Sendable, CaseIterable {
    /// Built in: nobody pays, and the payer chooses what becomes of the payment.
    case sandbox
    case mollie
}
