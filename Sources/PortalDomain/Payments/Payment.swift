package import Kernel

/// The id of a payment: its prefix tells what it is for.
package struct PaymentID: Sendable, Hashable, CustomStringConvertible {
    package let text: String

    package init<Kind: EntityKind>(_ id: Identifier<Kind>) { text = id.text }
    /// Trusts a column of our own database.
    package init(stored text: String) { self.text = text }

    package var description: String { text }
}

/// One attempt to pay, whatever it is for.
///
/// All payments are rows of one table, because what can become of them is one rule (`PaymentStatus`); what follows from it differs with the
/// purpose (decision 0036).
package struct Payment: Sendable, Equatable {
    package enum Purpose: String, Sendable {
        case link = "payment-link"
        case invoice
        /// Of a subscription.
        case term
        case signUp = "sign-up"
    }

    package let id: PaymentID
    package let portal: PortalID
    package let purpose: Purpose
    /// The id of what is paid.
    package let subject: String
    /// In addresses that the payer and the provider use: nobody guesses it.
    package let code: String
    package let description: String
    package let amount: Cents
    /// Given back by the portal's owner at the provider.
    package let refunded: Cents
    package let status: PaymentStatus
    package let integration: PaymentIntegration
    /// The provider's id; nil until it was made there.
    package let integrationID: String?
    /// The provider's page; nil until it was made there.
    package let checkoutURL: String?
    /// By which it is charged without the payer.
    package let mandate: String?
    package let payersName: String?
    /// What a payment for a subscription is for.
    package let term: Term?
    package let createdAt: Timestamp
    package let paidAt: Timestamp?
    /// When the provider was asked to charge it: the first time, or the first after it told that nothing was made.
    let triedAt: Timestamp?
    /// Whether it was this payment that paid its invoice.
    let hasSettled: Bool

    package struct Term: Sendable, Equatable {
        package let startsOn: CalendarDate
        /// The first day of the next one.
        package let endsOn: CalendarDate
        /// Counted from 1.
        package let attempt: Int
        /// Of the term, if one was made.
        package let invoice: String?

        package init(startsOn: CalendarDate, endsOn: CalendarDate, attempt: Int = 1, invoice: String? = nil) {
            (self.startsOn, self.endsOn, self.attempt, self.invoice) = (startsOn, endsOn, attempt, invoice)
        }

        /// One more attempt at the same.
        var next: Self { .init(startsOn: startsOn, endsOn: endsOn, attempt: attempt + 1, invoice: invoice) }
    }

    /// Whether the payer can still do something about it.
    package var isPayable: Bool { status == .open && mandate == nil }

    /// Whether the payer can make another attempt from its page: at a term that nobody is charged for by mandate.
    package var canBeRepeated: Bool {
        purpose == .term && mandate == nil && [.failed, .expired, .canceled].contains(status)
    }

    var auditObject: AuditEvent.Object { .init(kind: "payment", id: id.text) }
}

/// What a new payment takes from chance and the clock: made before the transaction that writes it.
struct PaymentSeed: Sendable {
    let id: PaymentID
    let code: String
    let moment: Timestamp

    init<Kind: EntityKind>(_: Kind.Type, _ ambient: Ambient) {
        let id: Identifier<Kind> = ambient.makeID()
        (self.id, moment) = (PaymentID(id), ambient.now())
        code = Base64.encodeURL(ambient.randomBytes(18))
    }
}

/// A payment that is to be.
struct NewPayment: Sendable {
    let seed: PaymentSeed
    let purpose: Payment.Purpose
    let subject: String
    let description: String
    let amount: Cents
    let integration: PaymentIntegration
    var mandate: String?
    var term: Payment.Term?

    /// As it is once it is written.
    func payment(in portal: PortalID) -> Payment {
        Payment(
            id: seed.id, portal: portal, purpose: purpose, subject: subject, code: seed.code, description: description,
            amount: amount, refunded: .zero, status: .open, integration: integration, integrationID: nil,
            checkoutURL: nil, mandate: mandate, payersName: nil, term: term, createdAt: seed.moment, paidAt: nil,
            triedAt: nil, hasSettled: false)
    }
}
