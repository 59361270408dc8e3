import CPangoCairo

/// A text broken into lines of a width, ready to be drawn line by line: a long one goes on on the next page.
final class Paragraph {
    /// A line as it was set; distances from the top of the paragraph.
    struct Line {
        fileprivate let line: UnsafeMutablePointer<PangoLayoutLine>
        fileprivate let x: Double
        fileprivate let baseline: Double
        let top: Double
        let height: Double
    }

    let width: Double
    let lines: [Line]
    private let layout: OpaquePointer
    private let colour: Colour

    /// Nobody writes as many; only glyphs as wide as a column need them.
    private static let mostLines = 200

    /// - Parameters:
    ///   - maximum: lines; what does not fit ends in an ellipsis. Nil: as many as it takes.
    init(_ text: PrintableText, _ style: TextStyle, width: Double, maximum: Int? = nil, on canvas: Canvas) {
        (self.width, colour) = (width, style.colour)
        layout = pango_cairo_create_layout(canvas.context)
        pango_layout_set_text(layout, text.text, -1)
        pango_layout_set_width(layout, Self.units(width))
        // Between words, and within one that is longer than the line.
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_alignment(layout, style.alignment == .left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT)
        if let maximum {
            pango_layout_set_height(layout, -Int32(maximum))
            pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
        }
        Self.setFont(style, size: style.size, of: layout)
        lines = Self.lines(of: layout)
    }

    /// One line that always fits: set smaller if it is too long.
    init(fitting text: PrintableText, _ style: TextStyle, width: Double, on canvas: Canvas) {
        (self.width, colour) = (width, style.colour)
        layout = pango_cairo_create_layout(canvas.context)
        pango_layout_set_text(layout, text.text, -1)
        Self.setFont(style, size: style.size, of: layout)
        var needed = PangoRectangle()
        pango_layout_get_extents(layout, nil, &needed)
        let ratio = width / max(Self.points(needed.width), width)
        if ratio < 1 { Self.setFont(style, size: style.size * ratio * 0.99, of: layout) }
        pango_layout_set_width(layout, Self.units(width))
        pango_layout_set_alignment(layout, style.alignment == .left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT)
        lines = Array(Self.lines(of: layout).prefix(1))
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    /// Points.
    var height: Double { lines.last.map { $0.top + $0.height } ?? 0 }

    func height(of range: Range<Int>) -> Double {
        guard let first = range.first, let last = range.last else { return 0 }
        return lines[last].top + lines[last].height - lines[first].top
    }

    /// Draws some of the lines, the first of them with its top at `y`.
    ///
    /// Each line is clipped to its own strip of paper: stacked accents, and glyphs wider than the column, reach no
    /// further.
    func draw(_ range: Range<Int>, x: Double, y: Double, on canvas: Canvas) {
        guard let first = range.first else { return }
        for index in range {
            let line = lines[index]
            let top = y + line.top - lines[first].top
            let strip = Area(x: x - 1, y: top - 1, width: width + 2, height: line.height + 2)
            canvas.clipped(to: strip) {
                canvas.set(colour)
                cairo_move_to(canvas.context, x + line.x, top + line.baseline - line.top)
                pango_cairo_show_layout_line(canvas.context, line.line)
            }
        }
    }

    private static func lines(of layout: OpaquePointer) -> [Line] {
        guard let iterator = pango_layout_get_iter(layout) else { return [] }
        defer { pango_layout_iter_free(iterator) }
        var lines: [Line] = []
        repeat {
            guard let line = pango_layout_iter_get_line_readonly(iterator) else { break }
            var extents = PangoRectangle()
            pango_layout_iter_get_line_extents(iterator, nil, &extents)
            lines.append(
                Line(
                    line: line, x: points(extents.x), baseline: points(pango_layout_iter_get_baseline(iterator)),
                    top: points(extents.y), height: points(extents.height)))
        } while lines.count < mostLines && pango_layout_iter_next_line(iterator) != 0
        return lines
    }

    private static func setFont(_ style: TextStyle, size: Double, of layout: OpaquePointer) {
        let font = pango_font_description_new()
        defer { pango_font_description_free(font) }
        pango_font_description_set_family(font, TextStyle.families)
        // Absolute: points of the sheet. A plain size would be multiplied by the dots per inch of a screen.
        pango_font_description_set_absolute_size(font, size * Double(PANGO_SCALE))
        let weight = style.weight == .regular ? PANGO_WEIGHT_NORMAL : PANGO_WEIGHT_SEMIBOLD
        pango_font_description_set_weight(font, weight)
        pango_layout_set_font_description(layout, font)
    }

    /// Pango counts in 1/1024 of a point.
    private static func units(_ points: Double) -> Int32 { Int32(points * Double(PANGO_SCALE)) }
    private static func points(_ units: Int32) -> Double { Double(units) / Double(PANGO_SCALE) }
}
