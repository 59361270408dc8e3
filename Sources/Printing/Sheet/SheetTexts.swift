import PortalDomain

/// Everything that stands on a document, as text: what is left is to find a place for it.
struct SheetTexts {
    /// A line with its name: `Invoice number` and `2025-001`.
    struct Fact {
        let label: PrintableText
        let value: PrintableText
    }

    /// A line of the table: description, quantity, price, VAT, amount.
    struct Row {
        let description: PrintableText
        let figures: [PrintableText]
    }

    /// For readers that speak: `nl-NL`.
    let facts: Canvas.Facts
    /// `Invoice`
    let title: PrintableText
    let sender: PrintableText
    let senderLines: [PrintableText]
    let logo: PrintedLogo?
    let recipient: PrintableText
    let recipientLines: [PrintableText]
    let particulars: [Fact]
    /// Of the table: one more than a row has figures.
    let headings: [PrintableText]
    let rows: [Row]
    /// Of the VAT table: rate, taxed amount, VAT.
    let taxHeadings: [PrintableText]
    let taxRows: [[PrintableText]]
    /// The last one is what counts.
    let totals: [Fact]
    let closing: PrintableText?
    /// At the head of every page but the first: `Invoice 2025-001`.
    let running: PrintableText
    /// At the foot of every page.
    let foot: PrintableText
}
