package import Kernel

package enum CustomerOfferKind: EntityKind { package static let idPrefix = "off" }
package typealias CustomerOfferID = Identifier<CustomerOfferKind>

/// An offer of a portal to one of its customers (contract api-v1, 4.6).
package struct CustomerOffer: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable { case open, accepted, rejected, expired }

    package let id: CustomerOfferID
    package let customer: CustomerID
    package let number: String
    package let issuedAt: CalendarDate
    /// The last day on which it is valid, in the portal's zone.
    package let expiresAt: CalendarDate
    /// VAT included.
    package let amount: Cents
    package internal(set) var decision: OfferDecision?
    /// The PDF.
    package let content: ContentID
    package let createdAt: Timestamp

    /// - Parameter today: in the portal's zone.
    package func status(on today: CalendarDate) -> Status {
        switch decision {
        case .accepted: .accepted
        case .rejected: .rejected
        case nil: today > expiresAt ? .expired : .open
        }
    }
}

/// What became of an offer. Taken once.
package enum OfferDecision: Sendable, Equatable {
    case accepted(Acceptance)
    case rejected(at: Timestamp)

    /// When, and how one knows.
    package struct Acceptance: Sendable, Equatable {
        package let moment: Timestamp
        /// As it was told, or the address of the customer's browser.
        package let address: String?
        package let userAgent: String?
        /// Drawn by the customer in the portal.
        package let signature: SignatureImage?

        package init(
            at moment: Timestamp, from address: String? = nil, with userAgent: String? = nil,
            signature: SignatureImage? = nil
        ) {
            (self.moment, self.address, self.userAgent) = (moment, address, userAgent)
            self.signature = signature
        }
    }

    package var acceptance: Acceptance? { if case .accepted(let acceptance) = self { acceptance } else { nil } }
    package var rejectedAt: Timestamp? { if case .rejected(let moment) = self { moment } else { nil } }
}

/// What somebody says about an offer that is to be, with its PDF.
package struct NewCustomerOffer: Sendable {
    package let customer: CustomerID
    package let number: String
    package let issuedAt: CalendarDate
    package let expiresAt: CalendarDate
    package let amount: Cents
    package let decision: OfferDecision?
    package let notice: CustomerNotice

    package init(
        customer: CustomerID, number: String, issuedAt: CalendarDate, expiresAt: CalendarDate, amount: Cents,
        decision: OfferDecision? = nil, notice: CustomerNotice
    ) {
        (self.customer, self.number, self.issuedAt, self.expiresAt) = (customer, number, issuedAt, expiresAt)
        (self.amount, self.decision, self.notice) = (amount, decision, notice)
    }
}

/// What somebody says about an offer of which the server makes the PDF.
package struct ManualOffer: Sendable {
    package let customer: CustomerID
    package let number: String
    package let issuedAt: CalendarDate
    package let expiresAt: CalendarDate
    package let lines: [AmountLine]
    package let totals: AmountTotals
    package let notice: CustomerNotice

    package init(
        customer: CustomerID, number: String, issuedAt: CalendarDate, expiresAt: CalendarDate, lines: [AmountLine],
        totals: AmountTotals, notice: CustomerNotice
    ) {
        (self.customer, self.number, self.issuedAt, self.expiresAt) = (customer, number, issuedAt, expiresAt)
        (self.lines, self.totals, self.notice) = (lines, totals, notice)
    }

    var order: PaperWork.Order {
        PaperWork.Order(
            .offer(expiresAt: expiresAt), number: number, issuedAt: issuedAt, lines: lines, totals: totals)
    }

    var draft: NewCustomerOffer {
        NewCustomerOffer(
            customer: customer, number: number, issuedAt: issuedAt, expiresAt: expiresAt, amount: totals.gross,
            notice: notice)
    }
}
