package import Kernel

/// Takes money for a portal: makes payments, and tells what became of them.
///
/// Nothing of the API waits for one: a payment is made there when the payer opens a page of ours, or in the background.
package protocol PaymentProvider: Sendable {
    /// Makes the payment. The same order twice is one payment.
    func begin(_ order: PaymentOrder, with key: Secret<String>) async throws(PaymentFault) -> BegunPayment

    /// What became of it; nil if there is no such payment, or it is another's than ours.
    func report(
        on integrationID: String, of payment: PaymentID, with key: Secret<String>
    ) async throws(PaymentFault) -> PaymentReport?

    /// The charge of a customer of the provider that was made of an order whose answer was lost; nil if none was made.
    func find(
        _ payment: PaymentID, of customer: String, with key: Secret<String>
    ) async throws(PaymentFault) -> BegunPayment?
}

/// What a provider is asked for.
package struct PaymentOrder: Sendable {
    package enum Kind: Sendable {
        case once
        /// Gives us the right to charge later payments.
        case first(name: String, email: String)
        /// Charged by that right, without the payer.
        /// - Parameter giver: the provider's customer who gave it.
        case recurring(mandate: String, giver: String)
    }

    /// Ours. Providers get it as the key by which they know a repetition.
    package let payment: PaymentID
    /// The first 255 characters.
    package let description: String
    package let amount: Cents
    package let kind: Kind
    /// Where the payer comes back to.
    package let returnURL: String
    /// Where the provider reports to.
    package let reportURL: String

    package init(
        payment: PaymentID, description: String, amount: Cents, kind: Kind, returnURL: String, reportURL: String
    ) {
        (self.payment, self.description, self.amount, self.kind) = (payment, description, amount, kind)
        (self.returnURL, self.reportURL) = (returnURL, reportURL)
    }
}

/// A payment that a provider has made.
package struct BegunPayment: Sendable, Equatable {
    package let integrationID: String
    /// Nil if the payer has nothing to do.
    package let checkoutURL: String?

    /// Whom the provider knows the payer as.
    package let customer: String?

    package init(integrationID: String, checkoutURL: String?, customer: String? = nil) {
        (self.integrationID, self.checkoutURL, self.customer) = (integrationID, checkoutURL, customer)
    }
}

/// Why a provider did not do it. The texts are for the log and hold no secret.
package enum PaymentFault: Error, Sendable, Equatable {
    /// Nobody knows whether it was done: asking again is right.
    case unreachable(String)
    /// It will not be done: a wrong key, a mandate that does not hold.
    case refused(String)
}
