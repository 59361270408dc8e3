import CPangoCairo
import PortalDomain

/// A logo on paper. A JPEG is taken into the file as it is; a PNG is decoded by cairo, and so has to be small.
final class Picture {
    private let surface: OpaquePointer
    let width: Double
    let height: Double

    /// Nil for what cairo cannot read: a document without a logo is better than none.
    init?(_ content: PrintedLogo) {
        let surface: OpaquePointer?
        switch content.format {
        case .png: surface = Self.png(content.content)
        case .jpeg: surface = Self.jpeg(content)
        }
        guard let surface else { return nil }
        self.surface = surface
        (width, height) = (Double(content.width), Double(content.height))
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS,
            cairo_image_surface_get_width(surface) == Int32(content.width),
            cairo_image_surface_get_height(surface) == Int32(content.height)
        else { return nil }
    }

    deinit { cairo_surface_destroy(surface) }

    /// As large as it can be within `area`, at its top left corner.
    func draw(in area: Area, on canvas: Canvas) {
        let scale = min(area.width / width, area.height / height)
        cairo_save(canvas.context)
        cairo_translate(canvas.context, area.x, area.y)
        cairo_scale(canvas.context, scale, scale)
        cairo_set_source_surface(canvas.context, surface, 0, 0)
        cairo_paint(canvas.context)
        cairo_restore(canvas.context)
    }

    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        var position = 0
    }

    private static func png(_ content: [UInt8]) -> OpaquePointer? {
        content.withUnsafeBufferPointer { bytes in
            var reader = Reader(bytes: bytes)
            return withUnsafeMutablePointer(to: &reader) { reader in
                cairo_image_surface_create_from_png_stream(
                    { closure, target, length in
                        guard let reader = closure?.assumingMemoryBound(to: Reader.self), let target,
                            let source = reader.pointee.bytes.baseAddress,
                            reader.pointee.position + Int(length) <= reader.pointee.bytes.count
                        else { return CAIRO_STATUS_READ_ERROR }
                        target.update(from: source + reader.pointee.position, count: Int(length))
                        reader.pointee.position += Int(length)
                        return CAIRO_STATUS_SUCCESS
                    }, reader)
            }
        }
    }

    private static func jpeg(_ logo: PrintedLogo) -> OpaquePointer? {
        let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(logo.width), Int32(logo.height))
        // Cairo keeps the bytes until the surface is gone, and then gives them back.
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: logo.content.count)
        _ = copy.initialize(from: logo.content)
        let status = cairo_surface_set_mime_data(
            surface, CAIRO_MIME_TYPE_JPEG, copy.baseAddress, UInt(copy.count), { $0?.deallocate() }, copy.baseAddress)
        if status != CAIRO_STATUS_SUCCESS { copy.deallocate() }
        return surface
    }
}
