/// The form of a letter with a table: who to whom, what, how much, and how much of that is VAT.
struct Sheet {
    private let texts: SheetTexts
    private let canvas: Canvas
    private var composition: Composition

    /// Where the sender stands, at the right of the addressee.
    private static let senderX = A4.right - 176
    private static let recipientWidth = 260.0
    /// From the top of the sheet: low enough for the window of an envelope.
    private static let recipientTop = 148.0

    /// - Returns: the PDF, with selectable text and the fonts that it needs in it.
    static func pdf(_ texts: SheetTexts) throws(Canvas.Failure) -> [UInt8] {
        let canvas = Canvas(texts.facts)
        var sheet = Sheet(texts: texts, canvas: canvas, composition: Composition(on: canvas))
        sheet.compose()
        sheet.composition.draw(furniture: sheet.furniture)
        return try canvas.finish()
    }

    private init(texts: SheetTexts, canvas: Canvas, composition: Composition) {
        (self.texts, self.canvas, self.composition) = (texts, canvas, composition)
    }

    private mutating func compose() {
        letterhead()
        particulars()
        var table = LineTable(texts, on: canvas)
        table.set(in: &composition) { Self.runningHead(texts, in: &$0) }
        Summary(texts, on: canvas).set(in: &composition) { Self.runningHead(texts, in: &$0) }
    }

    /// The sender with its logo at the right, the addressee at the left.
    private mutating func letterhead() {
        let width = A4.right - Self.senderX
        var nameStyle = TextStyle.name
        if let logo = texts.logo.flatMap(Picture.init) {
            let area = Area(x: Self.senderX, y: A4.top, width: width, height: 52)
            composition.put(.picture(logo, area))
            composition.y = A4.top + min(52, logo.height * min(width / logo.width, 52 / logo.height)) + 10
            nameStyle = .strong
        }
        composition.set(texts.sender, nameStyle, x: Self.senderX, width: width, maximum: 3)
        composition.y += 3
        for line in texts.senderLines {
            composition.set(line, .small, x: Self.senderX, width: width, maximum: 2)
        }
        let senderEnd = composition.y

        composition.y = Self.recipientTop
        composition.set(texts.recipient, .strong, x: A4.left, width: Self.recipientWidth, maximum: 3)
        for line in texts.recipientLines {
            composition.set(line, .body, x: A4.left, width: Self.recipientWidth, maximum: 2)
        }
        composition.y = max(composition.y + 34, senderEnd + 26, 258)
    }

    /// The title, and below it number and dates side by side.
    private mutating func particulars() {
        composition.set(texts.title, .title, x: A4.left, width: A4.measure, maximum: 1)
        composition.y += 8
        let gap = 18.0
        let width = (A4.measure - gap * 2) / 3
        var tallest = 0.0
        for (index, fact) in texts.particulars.enumerated() {
            let x = A4.left + Double(index) * (width + gap)
            let label = Paragraph(fact.label, .label, width: width, maximum: 1, on: canvas)
            let value = Paragraph(fact.value, .strong, width: width, maximum: 3, on: canvas)
            composition.put(label, x: x, y: composition.y)
            composition.put(value, x: x, y: composition.y + label.height + 1)
            tallest = max(tallest, label.height + 1 + value.height)
        }
        composition.y += tallest + 24
    }

    /// What the pages after the first begin with.
    private static func runningHead(_ texts: SheetTexts, in composition: inout Composition) {
        let canvas = composition.canvas
        let half = A4.measure / 2 - 10
        let sender = Paragraph(texts.sender, .label, width: half, maximum: 1, on: canvas)
        let document = Paragraph(texts.running, .small.toTheRight, width: half, maximum: 1, on: canvas)
        composition.put(sender, x: A4.left, y: composition.y)
        composition.put(document, x: A4.right - half, y: composition.y)
        composition.y += max(sender.height, document.height) + 22
    }

    /// The foot: the sender's particulars, and the number of the page.
    private func furniture(page: Int, of count: Int) -> [Composition.Mark] {
        let top = A4.bottom + 22
        let number = Paragraph(
            PrintableText("\(page) / \(count)"), .small.toTheRight, width: 60, maximum: 1, on: canvas)
        let foot = Paragraph(texts.foot, .small, width: A4.measure - 80, maximum: 2, on: canvas)
        return [
            .rule(from: A4.left, to: A4.right, y: top - 8, thickness: 0.5, .line),
            .text(foot, 0..<foot.lines.count, x: A4.left, y: top),
            .text(number, 0..<number.lines.count, x: A4.right - 60, y: top),
        ]
    }
}
