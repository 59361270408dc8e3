package import Kernel

/// An invoice or an offer as it goes on paper: everything that stands on it. Where it stands is the printer's affair.
package struct PaperDocument: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case invoice
        /// Valid to the end of that day.
        case offer(expiresAt: CalendarDate)
    }

    /// Who writes, or who is written to.
    package struct Party: Sendable, Equatable {
        package let name: String
        package let address: String
        package let zipCode: String
        package let city: String
        package let country: CountryCode

        package init(name: String, address: String, zipCode: String, city: String, country: CountryCode) {
            (self.name, self.address, self.zipCode) = (name, address, zipCode)
            (self.city, self.country) = (city, country)
        }
    }

    /// What the sender is known by besides its address. Empty ones are left out.
    package struct Particulars: Sendable, Equatable {
        package let email: String?
        package let vatNumber: String?
        /// Of the chamber of commerce.
        package let registration: String?
        package let iban: String?

        package init(
            email: String? = nil, vatNumber: String? = nil, registration: String? = nil, iban: String? = nil
        ) {
            (self.email, self.vatNumber, self.registration, self.iban) = (email, vatNumber, registration, iban)
        }
    }

    package let kind: Kind
    package let language: MailLanguage
    package let sender: Party
    package let particulars: Particulars
    package let logo: PrintedLogo?
    package let recipient: Party
    package let number: String
    package let issuedAt: CalendarDate
    package let lines: [AmountLine]
    package let totals: AmountTotals

    package init(
        _ kind: Kind, in language: MailLanguage, from sender: Party, _ particulars: Particulars, logo: PrintedLogo?,
        to recipient: Party, number: String, issuedAt: CalendarDate, lines: [AmountLine], totals: AmountTotals
    ) {
        (self.kind, self.language, self.sender, self.particulars) = (kind, language, sender, particulars)
        (self.logo, self.recipient, self.number, self.issuedAt) = (logo, recipient, number, issuedAt)
        (self.lines, self.totals) = (lines, totals)
    }
}

/// Makes paper of documents. Takes long enough that it must neither hold a transaction open nor an event loop up.
package protocol DocumentPrinter: Sendable {
    /// - Returns: a PDF on A4; the same document always gives the same bytes.
    func pdf(of document: PaperDocument) async throws(PrintingFailure) -> [UInt8]
}

/// Why there is no paper.
package enum PrintingFailure: Error, Sendable {
    /// Too many are waiting. Callers answer 503.
    case busy
    /// A mistake of ours, or no memory. Callers answer 500.
    case failed(detail: String)
}
