package import Kernel

package enum CustomerInvoiceKind: EntityKind { package static let idPrefix = "inv" }
package typealias CustomerInvoiceID = Identifier<CustomerInvoiceKind>

/// An invoice of a portal to one of its customers (contract api-v1, 4.5).
package struct CustomerInvoice: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable { case open, paid }

    package let id: CustomerInvoiceID
    package let customer: CustomerID
    /// Not necessarily unique.
    package let number: String
    package let issuedAt: CalendarDate
    /// VAT included.
    package let amount: Cents
    /// Nil while open.
    package internal(set) var paidAt: Timestamp?
    /// The PDF.
    package let content: ContentID
    package let createdAt: Timestamp
    /// The page on which anybody who knows its address can pay.
    package let paymentAddress: String

    package var status: Status { paidAt == nil ? .open : .paid }
}

/// What somebody says about an invoice that is to be, with its PDF.
package struct NewCustomerInvoice: Sendable {
    package let customer: CustomerID
    package let number: String
    package let issuedAt: CalendarDate
    package let amount: Cents
    package let paidAt: Timestamp?
    package let notice: CustomerNotice

    package init(
        customer: CustomerID, number: String, issuedAt: CalendarDate, amount: Cents, paidAt: Timestamp? = nil,
        notice: CustomerNotice
    ) {
        (self.customer, self.number, self.issuedAt) = (customer, number, issuedAt)
        (self.amount, self.paidAt, self.notice) = (amount, paidAt, notice)
    }
}

/// What somebody says about an invoice of which the server makes the PDF.
package struct ManualInvoice: Sendable {
    package let customer: CustomerID
    package let number: String
    package let issuedAt: CalendarDate
    package let lines: [AmountLine]
    package let totals: AmountTotals
    package let notice: CustomerNotice

    package init(
        customer: CustomerID, number: String, issuedAt: CalendarDate, lines: [AmountLine], totals: AmountTotals,
        notice: CustomerNotice
    ) {
        (self.customer, self.number, self.issuedAt) = (customer, number, issuedAt)
        (self.lines, self.totals, self.notice) = (lines, totals, notice)
    }

    var order: PaperWork.Order {
        PaperWork.Order(.invoice, number: number, issuedAt: issuedAt, lines: lines, totals: totals)
    }

    var draft: NewCustomerInvoice {
        NewCustomerInvoice(
            customer: customer, number: number, issuedAt: issuedAt, amount: totals.gross, notice: notice)
    }
}

/// Whether the customer gets a mail about something new.
package enum CustomerNotice: Sendable, Equatable { case silent, mail }
