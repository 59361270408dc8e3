package import Kernel

package enum PlatformInvoiceKind: EntityKind { package static let idPrefix = "fac" }
package typealias PlatformInvoiceID = Identifier<PlatformInvoiceKind>
package enum PlatformInvoiceLineKind: EntityKind { package static let idPrefix = "fcl" }

/// An invoice of the operator of this server to the owner of a portal (contract api-v1, 4.12).
package struct PlatformInvoice: Sendable, Equatable {
    package struct Line: Sendable, Equatable {
        package let id: Identifier<PlatformInvoiceLineKind>
        package let amounts: AmountLine
    }

    package let id: PlatformInvoiceID
    /// Set by the operator, once in a portal.
    package let number: String
    package let lines: [Line]
    package let issuedAt: Timestamp
    package let paidAt: Timestamp?
    /// The PDF.
    package let content: ContentID

    /// The sum of the lines without VAT, and of their VAT.
    package var net: Cents { lines.reduce(.zero) { $0 + $1.amounts.net } }
    package var vat: Cents { lines.reduce(.zero) { $0 + $1.amounts.vat } }
    package var gross: Cents { net + vat }
}

/// What the operator says about an invoice that is to be.
package struct NewPlatformInvoice: Sendable {
    package let number: String
    package let issuedAt: CalendarDate
    package let lines: [AmountLine]
    package let totals: AmountTotals
    /// Who the operator is, on paper.
    package let sender: String

    package init(number: String, issuedAt: CalendarDate, lines: [AmountLine], totals: AmountTotals, sender: String) {
        (self.number, self.issuedAt, self.lines) = (number, issuedAt, lines)
        (self.totals, self.sender) = (totals, sender)
    }

    var order: PaperWork.Order {
        PaperWork.Order(.invoice, number: number, issuedAt: issuedAt, lines: lines, totals: totals)
    }
}
