package import Kernel
package import Persistence

/// Makes the PDFs of manual invoices and offers, and keeps them among the files of the portal.
///
/// Prints before any transaction: what a document shows is what was true when its making began.
package struct PaperWork: Sendable {
    private let database: any SQLDatabase
    private let letterheads: Letterheads
    private let printer: any DocumentPrinter
    private let contents: Contents

    package init(
        database: any SQLDatabase, letterheads: Letterheads, printer: any DocumentPrinter, contents: Contents
    ) {
        (self.database, self.letterheads) = (database, letterheads)
        (self.printer, self.contents) = (printer, contents)
    }

    /// What stands on a paper besides its parties.
    package struct Order: Sendable {
        package let kind: PaperDocument.Kind
        package let number: String
        package let issuedAt: CalendarDate
        package let lines: [AmountLine]
        package let totals: AmountTotals

        package init(
            _ kind: PaperDocument.Kind, number: String, issuedAt: CalendarDate, lines: [AmountLine],
            totals: AmountTotals
        ) {
            (self.kind, self.number, self.issuedAt) = (kind, number, issuedAt)
            (self.lines, self.totals) = (lines, totals)
        }
    }

    /// - Returns: durable, and not used yet; nil if there is no such customer.
    func keep(
        _ order: Order, for customer: CustomerID, in portal: PortalID
    ) async throws(StorageError) -> KeptContent? {
        let rows = try await database.rows(Customers.selection(of: customer, in: portal))
        guard let customer = try Customers.customers(of: rows).first else { return nil }
        let recipient = PaperDocument.Party(
            name: customer.companyName, address: customer.address, zipCode: customer.zipCode, city: customer.city,
            country: customer.countryCode)
        let letterhead = try await letterheads.find(in: portal)
        let logo = try await letterheads.logo(in: portal)
        return try await contents.keep(
            bytes: print(
                PaperDocument(
                    order.kind, in: letterhead.language, from: letterhead.party, letterhead.particulars, logo: logo,
                    to: recipient, number: order.number, issuedAt: order.issuedAt, lines: order.lines,
                    totals: order.totals)))
    }

    /// A made-up invoice on the portal's letterhead, to see what it looks like. Kept nowhere.
    package func sample(in portal: PortalID, on day: CalendarDate) async throws(StorageError) -> [UInt8] {
        let letterhead = try await letterheads.find(in: portal)
        let lines = SampleLines.lines(in: letterhead.language)
        guard let totals = AmountTotals(lines) else { throw .invalid(detail: "the sample does not add up") }
        return try await print(
            PaperDocument(
                .invoice, in: letterhead.language, from: letterhead.party, letterhead.particulars,
                logo: try await letterheads.logo(in: portal), to: SampleLines.recipient, number: "\(day.year)-001",
                issuedAt: day, lines: lines, totals: totals))
    }

    /// An invoice of the operator, who is no portal: `sender` says who that is.
    func keep(
        _ order: Order, from sender: PaperDocument.Party, _ particulars: PaperDocument.Particulars,
        to recipient: Letterhead
    ) async throws(StorageError) -> KeptContent {
        try await contents.keep(
            bytes: print(
                PaperDocument(
                    order.kind, in: recipient.language, from: sender, particulars, logo: nil, to: recipient.party,
                    number: order.number, issuedAt: order.issuedAt, lines: order.lines, totals: order.totals)))
    }

    private func print(_ document: PaperDocument) async throws(StorageError) -> [UInt8] {
        do throws(PrintingFailure) {
            return try await printer.pdf(of: document)
        } catch {
            switch error {
            case .busy: throw .unavailable(detail: "all printers are busy")
            case .failed(let detail): throw .invalid(detail: "a paper could not be printed: \(detail)")
            }
        }
    }
}

/// What stands on a sample.
private enum SampleLines {
    static let recipient = PaperDocument.Party(
        name: "Fietsen De Wit B.V.", address: "Dorpsstraat 12", zipCode: "1234 AB", city: "Utrecht",
        country: .netherlands)

    static func lines(in language: MailLanguage) -> [AmountLine] {
        let texts =
            language == .nl ? ["Advies, per uur", "Boek over fietsen"] : ["Advice, per hour", "A book about cycling"]
        return [
            AmountLine(texts[0], quantity: Quantity(stored: 2500), unitPrice: Cents(9500), vatRate: .standard),
            AmountLine(texts[1], quantity: Quantity(stored: 2000), unitPrice: Cents(2475), vatRate: .reduced),
        ]
    }
}
