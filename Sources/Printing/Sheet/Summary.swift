/// What follows the lines: the VAT per rate at the left, the totals at the right, and a closing sentence.
struct Summary {
    private let texts: SheetTexts
    private let canvas: Canvas

    private static let taxWidths = [62.0, 86.0, 76.0]
    private static let totalsX = A4.right - 214
    private static let row = 17.0

    init(_ texts: SheetTexts, on canvas: Canvas) { (self.texts, self.canvas) = (texts, canvas) }

    /// - Parameter head: what comes first on a new page. All of this stays together.
    func set(in composition: inout Composition, head: (inout Composition) -> Void) {
        let closing = texts.closing.map { Paragraph($0, .body, width: A4.measure, maximum: 8, on: canvas) }
        let rows = max(Double(texts.taxRows.count) + 1, Double(texts.totals.count) + 0.6)
        let needed = rows * Self.row + (closing.map { $0.height + 28 } ?? 0)
        if needed > composition.remaining {
            composition.startPage()
            head(&composition)
        }
        let top = composition.y
        let taxEnd = taxes(in: &composition, from: top)
        let totalsEnd = totals(in: &composition, from: top)
        composition.y = max(taxEnd, totalsEnd)
        if let closing {
            composition.y += 28
            composition.put(closing, x: A4.left, y: composition.y)
            composition.y += closing.height
        }
    }

    private func taxes(in composition: inout Composition, from top: Double) -> Double {
        var y = top
        cells(texts.taxHeadings, .label, at: y, in: &composition)
        y += Self.row
        composition.put(
            .rule(
                from: A4.left, to: A4.left + Self.taxWidths.reduce(0, +), y: y - 3, thickness: 0.5, .line))
        for row in texts.taxRows {
            cells(row, .body, at: y, in: &composition)
            y += Self.row
        }
        return y
    }

    private func cells(_ texts: [PrintableText], _ style: TextStyle, at y: Double, in composition: inout Composition) {
        var x = A4.left
        for (index, text) in texts.enumerated() {
            let width = Self.taxWidths[index]
            let cell = Paragraph(
                fitting: text, index == 0 ? style : style.toTheRight, width: width - 2, on: canvas)
            composition.put(cell, x: x, y: y)
            x += width
        }
    }

    private func totals(in composition: inout Composition, from top: Double) -> Double {
        var y = top
        let width = A4.right - Self.totalsX
        for (index, total) in texts.totals.enumerated() {
            let isLast = index == texts.totals.count - 1
            let style = isLast ? TextStyle.total : .body
            if isLast {
                y += 3
                composition.put(.rule(from: Self.totalsX, to: A4.right, y: y, thickness: 0.75, .accent))
                y += 6
            }
            let label = Paragraph(fitting: total.label, style, width: width - 116, on: canvas)
            let value = Paragraph(fitting: total.value, style.toTheRight, width: 112, on: canvas)
            composition.put(label, x: Self.totalsX, y: y)
            composition.put(value, x: A4.right - 112, y: y)
            y += isLast ? max(label.height, value.height) : Self.row
        }
        return y
    }
}
