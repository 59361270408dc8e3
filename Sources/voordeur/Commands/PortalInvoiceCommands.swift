import ArgumentParser
import Kernel
import PortalDomain

struct PortalInvoiceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoice",
        abstract: "Charges a portal: its owner finds the invoice and its PDF under Settings, and in the API.")

    @Argument(help: "The portal's name in addresses.")
    var slug: String

    @Option(help: "Such as VDR-2026.0010. Used once per portal.")
    var number: String

    @Option(help: "Who charges, as it stands on the invoice.")
    var from: String

    @Option(help: "The day of the invoice, such as 2026-11-21; today if absent.")
    var issued: String?

    @Option(
        help:
            "Description;quantity;price without VAT;VAT rate, such as \"Portal, April;1;12.95;21\". Repeat for more lines."
    )
    var line: [String]

    func run() async throws {
        let lines = try amounts()
        guard let totals = AmountTotals(lines) else {
            throw Trouble("The lines must come to a total from 0.00 to \(Cents.maximum).")
        }
        let (number, sender) = (try text(number, "number", 255), try text(from, "name of the sender", 120))
        try await withPortal(slug) { bench, portal in
            let clock = try PortalClock(portal, bench.ambient.now())
            let day = try clock.day(issued)
            let new = NewPlatformInvoice(number: number, issuedAt: day, lines: lines, totals: totals, sender: sender)
            let moment = clock.moment(of: day)
            guard
                let invoice = try await bench.useCases.platformInvoices.issue(
                    new, at: moment, to: portal.id, by: .commandLine)
            else { throw Trouble("\(portal.name) has an invoice \(number) already.") }
            Console.say("Invoice \(invoice.number) (\(invoice.id)) to \(portal.name): € \(invoice.gross).")
        }
    }

    private func amounts() throws -> [AmountLine] {
        guard (1...100).contains(line.count) else { throw Trouble("An invoice has 1 to 100 lines.") }
        return try line.map { text in
            let parts = text.split(separator: ";", omittingEmptySubsequences: false).map {
                PublicName.trimmed(String($0))
            }
            // A description may hold semicolons; the three figures are at the end.
            let figures = parts.suffix(3)
            let description = parts.dropLast(3).joined(separator: "; ")
            guard figures.count == 3, (1...2000).contains(description.unicodeScalars.count),
                let quantity = Self.quantity(parts[parts.count - 3]), let price = Cents(signed: parts[parts.count - 2]),
                let rate = Int(parts[parts.count - 1]).flatMap(VATRate.init)
            else {
                throw Trouble("\"\(text)\" is no line: it reads description;quantity;price;VAT rate (0, 9 or 21).")
            }
            return AmountLine(description, quantity: quantity, unitPrice: price, vatRate: rate)
        }
    }

    /// A number as JSON writes it, which is what `ExactDecimal` reads.
    private static func quantity(_ text: String) -> Quantity? {
        guard case .number(let number)? = try? JSONValue(parsing: Array(text.utf8)) else { return nil }
        return Quantity(ExactDecimal(jsonNumber: number))
    }

    private func text(_ text: String, _ name: String, _ limit: Int) throws -> String {
        do {
            return try PublicName(text, limit: limit).text
        } catch {
            throw Trouble("The \(name) is 1 to \(limit) visible characters.")
        }
    }
}

struct PortalInvoicePaidCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invoice-paid", abstract: "Marks an invoice to a portal as paid, now.")

    @Argument(help: "The portal's name in addresses.")
    var slug: String

    @Argument(help: "The number of the invoice.")
    var number: String

    func run() async throws {
        try await withPortal(slug) { bench, portal in
            let change = try await bench.useCases.platformInvoices.markPaid(
                number: number, at: bench.ambient.now(), in: portal.id, by: .commandLine)
            switch change {
            case .done(let invoice): Console.say("Invoice \(invoice.number) of \(portal.name) is paid.")
            case .notFound: throw Trouble("\(portal.name) has no invoice \(number).")
            case .refused: throw Trouble("Invoice \(number) of \(portal.name) was paid before.")
            }
        }
    }
}

/// Days as the portal counts them.
private struct PortalClock {
    private let zone: TimeZoneTable
    private let now: Timestamp

    init(_ portal: Portal, _ now: Timestamp) throws {
        guard let zone = TimeZones().table(named: portal.timeZone) else {
            throw Trouble("The time zone \(portal.timeZone) is not on this machine.")
        }
        (self.zone, self.now) = (zone, now)
    }

    func day(_ text: String?) throws -> CalendarDate {
        guard let text else { return zone.date(at: now) }
        guard let day = CalendarDate(text) else { throw Trouble("\"\(text)\" is no day such as 2026-11-21.") }
        return day
    }

    /// Now if it is today, else the day's beginning.
    func moment(of day: CalendarDate) -> Timestamp { day == zone.date(at: now) ? now : zone.start(of: day) }
}
