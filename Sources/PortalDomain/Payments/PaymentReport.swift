package import Kernel

/// What a provider says about a payment. It is believed only if the provider was asked: see `PaymentProvider.report`.
package struct PaymentReport: Sendable, Equatable {
    /// What the payment has been through, in order: `paid` before `chargeback`, also if we have not heard of the first. Those that do not fit
    /// change nothing.
    package let statuses: [PaymentStatus]
    package let paidAt: Timestamp?
    package let payersName: String?
    /// With which later payments of the same payer can be charged.
    package let mandate: String?
    /// Whom the provider knows the payer as.
    package let customer: String?
    package let refunded: Cents

    package init(
        _ statuses: [PaymentStatus], paidAt: Timestamp? = nil, payersName: String? = nil, mandate: String? = nil,
        customer: String? = nil, refunded: Cents = .zero
    ) {
        (self.statuses, self.paidAt, self.payersName) = (statuses, paidAt, payersName)
        (self.mandate, self.customer, self.refunded) = (mandate, customer, refunded)
    }
}
