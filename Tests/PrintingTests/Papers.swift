import Foundation
import Kernel
import PortalDomain

/// Documents to print.
enum Papers {
    static let sender = PaperDocument.Party(
        name: "Bakkerij Jansen B.V.", address: "Oudegracht 112", zipCode: "3511 AW", city: "Utrecht",
        country: .netherlands)
    static let recipient = PaperDocument.Party(
        name: "Fietsen De Wit B.V.", address: "Dorpsstraat 12", zipCode: "1234 AB", city: "Amersfoort",
        country: .netherlands)
    static let particulars = PaperDocument.Particulars(
        email: "administratie@bakkerij.example", vatNumber: "NL001234567B01", registration: "12345678",
        iban: "NL91 ABNA 0417 1643 00")

    static let lines = [
        AmountLine(
            "Taart met het logo van de winkel, 24 personen", quantity: Quantity(stored: 2000), unitPrice: Cents(12_950),
            vatRate: .reduced),
        AmountLine(
            "Huur van een koeltafel", quantity: Quantity(stored: 1500), unitPrice: Cents(123_456), vatRate: .standard),
        AmountLine("Bezorging", unitPrice: Cents(1750), vatRate: .standard),
        AmountLine("Korting voor vaste klanten", unitPrice: Cents(-2500), vatRate: .reduced),
        AmountLine("Statiegeld", quantity: Quantity(stored: 12_000), unitPrice: Cents(25), vatRate: .zero),
    ]

    static func paper(
        _ kind: PaperDocument.Kind = .invoice, in language: MailLanguage = .nl, lines: [AmountLine] = lines,
        number: String = "2025-001", sender: PaperDocument.Party = sender, recipient: PaperDocument.Party = recipient,
        particulars: PaperDocument.Particulars = particulars, logo: PrintedLogo? = nil
    ) throws -> PaperDocument {
        guard let totals = AmountTotals(lines) else { throw OutOfRange() }
        return PaperDocument(
            kind, in: language, from: sender, particulars, logo: logo, to: recipient, number: number,
            issuedAt: try day(2025, 3, 5), lines: lines, totals: totals)
    }

    struct OutOfRange: Error {}

    static func day(_ year: Int, _ month: Int, _ day: Int) throws -> CalendarDate {
        guard let date = CalendarDate(year: year, month: month, day: day) else { throw OutOfRange() }
        return date
    }

    static func lines(_ count: Int, _ description: (Int) -> String) -> [AmountLine] {
        (1...count).map { AmountLine(description($0), unitPrice: Cents(Int64($0) * 99), vatRate: .standard) }
    }

    /// Keeps a paper in the folder that `VOORDEUR_PAPERS` names, for people who want to look at it.
    static func keep(_ bytes: [UInt8], as name: String) throws {
        guard let folder = ProcessInfo.processInfo.environment["VOORDEUR_PAPERS"], !folder.isEmpty else { return }
        try Data(bytes).write(to: URL(fileURLWithPath: folder).appendingPathComponent("\(name).pdf"))
    }
}
