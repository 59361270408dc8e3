import CPangoCairo

/// A PDF that is being drawn, in memory: pages of A4 in points, from the top left corner.
///
/// Not for two threads at a time; made, filled and finished within one call on one of the printer's threads.
final class Canvas {
    private let bytes = Bytes()
    private let surface: OpaquePointer
    let context: OpaquePointer

    /// Where cairo writes to. An object of its own, because cairo holds on to its address until the surface is gone.
    private final class Bytes {
        var content: [UInt8] = []
    }

    init(_ facts: Facts) {
        surface = cairo_pdf_surface_create_for_stream(
            { closure, data, length in
                guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
                let bytes = Unmanaged<Bytes>.fromOpaque(closure).takeUnretainedValue()
                bytes.content.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
                return CAIRO_STATUS_SUCCESS
            }, Unmanaged.passUnretained(bytes).toOpaque(), A4.width, A4.height)
        context = cairo_create(surface)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, facts.title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, facts.author)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Voordeur")
        // Without this cairo takes the time of day, and the same invoice would be another file each time.
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "\(facts.day)T00:00:00Z")
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    /// What a reader shows about the file.
    struct Facts {
        let title: String
        let author: String
        /// `2025-03-05`
        let day: String
    }

    /// Cairo could not finish: no memory, or a mistake of ours. It says which.
    struct Failure: Error {
        let detail: String
    }

    func finishPage() { cairo_show_page(context) }

    /// The whole file. Nothing can be drawn after this.
    func finish() throws(Failure) -> [UInt8] {
        // The context first: its errors do not all reach the surface.
        try check(cairo_status(context))
        cairo_surface_finish(surface)
        try check(cairo_surface_status(surface))
        return bytes.content
    }

    private func check(_ status: cairo_status_t) throws(Failure) {
        guard status != CAIRO_STATUS_SUCCESS else { return }
        throw Failure(detail: String(cString: cairo_status_to_string(status)))
    }

    // MARK: Shapes

    /// - Parameter thickness: in points; the line lies around `y`.
    func rule(from x: Double, to end: Double, at y: Double, _ thickness: Double, _ colour: Colour) {
        set(colour)
        cairo_set_line_width(context, thickness)
        cairo_move_to(context, x, y)
        cairo_line_to(context, end, y)
        cairo_stroke(context)
    }

    func fill(_ area: Area, _ colour: Colour) {
        set(colour)
        cairo_rectangle(context, area.x, area.y, area.width, area.height)
        cairo_fill(context)
    }

    /// Draws `body` and lets nothing of it out of `area`.
    func clipped(to area: Area, _ body: () -> Void) {
        cairo_save(context)
        cairo_rectangle(context, area.x, area.y, area.width, area.height)
        cairo_clip(context)
        body()
        cairo_restore(context)
    }

    func set(_ colour: Colour) { cairo_set_source_rgb(context, colour.red, colour.green, colour.blue) }
}

/// A rectangle, in points.
struct Area: Equatable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
}

/// A colour of the look, in parts of one.
struct Colour: Equatable {
    let red: Double
    let green: Double
    let blue: Double

    /// - Parameter hex: `0x1D5C46`
    init(_ hex: UInt32) {
        red = Double(hex >> 16 & 0xFF) / 255
        green = Double(hex >> 8 & 0xFF) / 255
        blue = Double(hex & 0xFF) / 255
    }

    // Those of the pages (Public/app.css), on white.
    static let ink = Colour(0x1D2321)
    static let soft = Colour(0x5A635F)
    static let line = Colour(0xD8D3C9)
    static let accent = Colour(0x1D5C46)
}

/// The sheet, in points of 1/72 inch (ISO 216: 210 × 297 mm).
enum A4 {
    static let width = 595.276
    static let height = 841.890

    static let left = 56.0
    static let right = width - 56.0
    static let top = 48.0
    /// Where the text ends; the foot lies below.
    static let bottom = height - 78.0
    static let measure = right - left
}
