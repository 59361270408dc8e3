/// The table of lines. Its heading is repeated on every page, and a long description goes on there.
struct LineTable {
    private let texts: SheetTexts
    private let canvas: Canvas
    private let headings: [Paragraph]

    /// Points; the description takes what is left.
    private static let widths = [42.0, 74.0, 30.0, 84.0]
    private static let gap = 10.0
    private static let description = A4.measure - widths.reduce(0, +) - gap * Double(widths.count)
    /// Above and below the text of a row.
    private static let padding = 5.0

    init(_ texts: SheetTexts, on canvas: Canvas) {
        (self.texts, self.canvas) = (texts, canvas)
        var headings: [Paragraph] = []
        for (index, heading) in texts.headings.enumerated() {
            let width = index == 0 ? Self.description : Self.widths[index - 1]
            let style = index == 0 ? TextStyle.label : .label.toTheRight
            headings.append(Paragraph(heading, style, width: width, maximum: 2, on: canvas))
        }
        self.headings = headings
    }

    /// - Parameter head: what comes first on a new page.
    mutating func set(in composition: inout Composition, head: (inout Composition) -> Void) {
        heading(in: &composition)
        for row in texts.rows { set(row, in: &composition, head) }
        composition.rule(0.75, .accent)
        composition.y += 16
    }

    private func heading(in composition: inout Composition) {
        let height = headings.map(\.height).max() ?? 0
        for (index, heading) in headings.enumerated() {
            // All of them stand on the line below.
            composition.put(heading, x: Self.x(of: index), y: composition.y + height - heading.height)
        }
        composition.y += height + 4
        composition.rule(0.75, .accent)
    }

    private func set(_ row: SheetTexts.Row, in composition: inout Composition, _ head: (inout Composition) -> Void) {
        let description = Paragraph(row.description, .body, width: Self.description, on: canvas)
        let figures = row.figures.enumerated().map { index, figure in
            Paragraph(fitting: figure, .body.toTheRight, width: Self.widths[index], on: canvas)
        }
        let count = description.lines.count
        var next = 0
        repeat {
            let room = composition.remaining - 2 * Self.padding
            var end = Self.end(of: description, from: next, within: room)
            // Two lines at least stay together at the foot of a page, unless there is but one.
            if end < count, end - next < 2, composition.remaining < 200 { end = next }
            guard end > next else {
                continueOnNextPage(&composition, head)
                continue
            }
            composition.y += Self.padding
            composition.put(.text(description, next..<end, x: A4.left, y: composition.y))
            if next == 0 {
                for (index, figure) in figures.enumerated() {
                    composition.put(figure, x: Self.x(of: index + 1), y: composition.y)
                }
            }
            composition.y += description.height(of: next..<end) + Self.padding
            next = end
            if next < count { continueOnNextPage(&composition, head) }
        } while next < count
        if composition.y < A4.bottom { composition.rule(0.5, .line) }
    }

    private func continueOnNextPage(_ composition: inout Composition, _ head: (inout Composition) -> Void) {
        composition.startPage()
        head(&composition)
        heading(in: &composition)
    }

    /// The line after the last one that fits.
    private static func end(of paragraph: Paragraph, from start: Int, within room: Double) -> Int {
        var end = start
        while end < paragraph.lines.count, paragraph.height(of: start..<(end + 1)) <= room { end += 1 }
        return end
    }

    private static func x(of column: Int) -> Double {
        guard column > 0 else { return A4.left }
        let behind = widths[(column - 1)...].reduce(0, +) + gap * Double(widths.count - column)
        return A4.right - behind
    }
}
