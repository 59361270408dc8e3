/// Pages in the making: what was put where, until all of it is known. Only then can a page say of how many it is one.
struct Composition {
    enum Mark {
        case text(Paragraph, Range<Int>, x: Double, y: Double)
        case rule(from: Double, to: Double, y: Double, thickness: Double, Colour)
        case picture(Picture, Area)
    }

    let canvas: Canvas
    private(set) var pages: [[Mark]] = [[]]
    /// Where the next thing goes, from the top of the page.
    var y = A4.top

    init(on canvas: Canvas) { self.canvas = canvas }

    var remaining: Double { A4.bottom - y }

    mutating func put(_ mark: Mark) { pages[pages.count - 1].append(mark) }

    mutating func startPage() {
        pages.append([])
        y = A4.top
    }

    mutating func put(_ paragraph: Paragraph, x: Double, y: Double) {
        put(.text(paragraph, 0..<paragraph.lines.count, x: x, y: y))
    }

    /// Puts a text at the present height and moves below it.
    mutating func set(_ text: PrintableText, _ style: TextStyle, x: Double, width: Double, maximum: Int? = nil) {
        let paragraph = Paragraph(text, style, width: width, maximum: maximum, on: canvas)
        put(paragraph, x: x, y: y)
        y += paragraph.height
    }

    mutating func rule(from x: Double = A4.left, to end: Double = A4.right, _ thickness: Double, _ colour: Colour) {
        put(.rule(from: x, to: end, y: y, thickness: thickness, colour))
    }

    /// Draws everything. On each page `furniture` comes last: the number of the page, counted from 1, and of how many.
    func draw(furniture: (_ page: Int, _ count: Int) -> [Mark]) {
        for (index, marks) in pages.enumerated() {
            for mark in marks + furniture(index + 1, pages.count) { draw(mark) }
            canvas.finishPage()
        }
    }

    private func draw(_ mark: Mark) {
        switch mark {
        case .text(let paragraph, let lines, let x, let y): paragraph.draw(lines, x: x, y: y, on: canvas)
        case .rule(let x, let end, let y, let thickness, let colour):
            canvas.rule(from: x, to: end, at: y, thickness, colour)
        case .picture(let picture, let area): picture.draw(in: area, on: canvas)
        }
    }
}
