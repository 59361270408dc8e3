import Kernel
import PortalDomain

extension SheetTexts {
    init(_ document: PaperDocument) {
        let words = Wording.of(document.language)
        let figures = Figures.of(document.language)
        let title = document.kind == .invoice ? words.invoice : words.offer
        facts = Canvas.Facts(
            title: PrintableText("\(title) \(document.number)").text, author: PrintableText(document.sender.name).text,
            day: "\(document.issuedAt)")
        self.title = PrintableText(title)
        sender = PrintableText(document.sender.name)
        senderLines =
            Self.address(of: document.sender, country: nil)
            + Self.particulars(document.particulars, words)
        logo = document.logo
        recipient = PrintableText(document.recipient.name)
        let country = document.recipient.country
        recipientLines = Self.address(
            of: document.recipient,
            country: country == document.sender.country ? nil : CountryName.of(country, in: document.language))
        particulars = Self.particulars(of: document, words)
        headings = words.columns.map { PrintableText($0) }
        rows = document.lines.map { Self.row($0, figures) }
        taxHeadings = words.taxColumns.map { PrintableText($0) }
        taxRows = document.totals.rates.map { rate in
            [figures.rate(rate.rate), figures.amount(rate.net), figures.amount(rate.vat)].map {
                PrintableText($0)
            }
        }
        totals = [
            (words.subtotal, document.totals.net), (words.vat, document.totals.vat),
            (words.total, document.totals.gross),
        ].map { Fact(label: PrintableText($0), value: PrintableText(figures.amount($1))) }
        closing = Self.closing(of: document, words, figures)
        running = PrintableText("\(title) \(document.number)")
        foot = Self.foot(of: document, words)
    }

    private static func address(of party: PaperDocument.Party, country: String?) -> [PrintableText] {
        // Two spaces between postcode and town, as the Dutch post writes it.
        let place = party.zipCode.isEmpty ? party.city : "\(party.zipCode)\u{A0} \(party.city)"
        return [party.address, place, country].compactMap(\.self).filter { !$0.isEmpty }.map { PrintableText($0) }
    }

    private static func particulars(_ particulars: PaperDocument.Particulars, _ words: Wording) -> [PrintableText] {
        [
            particulars.email, particulars.registration.map { "\(words.registration) \($0)" },
            particulars.vatNumber.map { "\(words.vatNumber) \($0)" }, particulars.iban.map { "IBAN \($0)" },
        ].compactMap(\.self).map { PrintableText($0) }
    }

    private static func particulars(of document: PaperDocument, _ words: Wording) -> [Fact] {
        var facts = [
            Fact(
                label: PrintableText(document.kind == .invoice ? words.invoiceNumber : words.offerNumber),
                value: PrintableText(document.number)),
            Fact(label: PrintableText(words.issuedAt), value: PrintableText(words.day(document.issuedAt))),
        ]
        if case .offer(let day) = document.kind {
            facts.append(Fact(label: PrintableText(words.expiresAt), value: PrintableText(words.day(day))))
        }
        return facts
    }

    private static func row(_ line: AmountLine, _ figures: Figures) -> Row {
        Row(
            description: PrintableText(lines: line.description),
            figures: [
                figures.quantity(line.quantity), figures.amount(line.unitPrice), figures.rate(line.vatRate),
                figures.amount(line.net),
            ].map { PrintableText($0) })
    }

    private static func closing(
        of document: PaperDocument, _ words: Wording, _ figures: Figures
    ) -> PrintableText? {
        switch document.kind {
        case .offer(let day): return PrintableText(words.validity(words.day(day)))
        case .invoice:
            guard let iban = document.particulars.iban, document.totals.gross > .zero else { return nil }
            let amount = figures.amount(document.totals.gross)
            return PrintableText(words.transfer(amount, iban, document.sender.name, document.number))
        }
    }

    private static func foot(of document: PaperDocument, _ words: Wording) -> PrintableText {
        let particulars = document.particulars
        let parts = [
            document.sender.name, particulars.registration.map { "\(words.registration) \($0)" },
            particulars.vatNumber.map { "\(words.vatNumber) \($0)" }, particulars.iban.map { "IBAN \($0)" },
        ]
        return PrintableText(parts.compactMap(\.self).joined(separator: "  ·  "))
    }
}
