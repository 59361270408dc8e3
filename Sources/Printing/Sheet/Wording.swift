import Kernel
import PortalDomain

/// The words of a document in one language.
struct Wording {
    let invoice: String
    let offer: String
    let invoiceNumber: String
    let offerNumber: String
    let issuedAt: String
    let expiresAt: String
    /// Description, quantity, price, VAT, amount.
    let columns: [String]
    let taxColumns: [String]
    let subtotal: String
    let vat: String
    let total: String
    let vatNumber: String
    let registration: String
    let months: [String]
    /// What to do with an invoice that is still open.
    let transfer: @Sendable (_ amount: String, _ iban: String, _ name: String, _ number: String) -> String
    let validity: @Sendable (_ day: String) -> String

    static func of(_ language: MailLanguage) -> Wording {
        switch language {
        case .en: english
        case .nl: dutch
        }
    }

    private static let dutch = Wording(
        invoice: "Factuur", offer: "Offerte", invoiceNumber: "Factuurnummer", offerNumber: "Offertenummer",
        issuedAt: "Datum", expiresAt: "Geldig tot en met",
        columns: ["Omschrijving", "Aantal", "Prijs excl. btw", "Btw", "Bedrag excl. btw"],
        taxColumns: ["Btw-tarief", "Over", "Btw"], subtotal: "Subtotaal excl. btw", vat: "Btw",
        total: "Totaal incl. btw",
        vatNumber: "Btw-nummer", registration: "KvK",
        months: [
            "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
            "november", "december",
        ],
        transfer: { amount, iban, name, number in
            "Maak \(amount) over naar \(iban) ten name van \(name), onder vermelding van \(number)."
        },
        validity: { "Deze offerte is geldig tot en met \($0)." })

    private static let english = Wording(
        invoice: "Invoice", offer: "Offer", invoiceNumber: "Invoice number", offerNumber: "Offer number",
        issuedAt: "Date", expiresAt: "Valid through",
        columns: ["Description", "Quantity", "Price excl. VAT", "VAT", "Amount excl. VAT"],
        taxColumns: ["VAT rate", "On", "VAT"], subtotal: "Subtotal excl. VAT", vat: "VAT", total: "Total incl. VAT",
        vatNumber: "VAT number", registration: "CoC",
        months: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ],
        transfer: { amount, iban, name, number in
            "Please transfer \(amount) to \(iban) in the name of \(name), mentioning \(number)."
        },
        validity: { "This offer is valid through \($0)." })

    /// `5 maart 2025`
    func day(_ date: CalendarDate) -> String { "\(date.day) \(months[date.month - 1]) \(date.year)" }
}
