import CPangoCairo

/// The fonts of this machine, as papers see them.
package enum PaperFonts {
    /// The family that papers should be set in.
    package static let wanted = "Open Sans"

    /// The family that papers are set in here; nil if there is no font at all.
    package static var inUse: String? {
        guard let map = pango_cairo_font_map_get_default(), let context = pango_font_map_create_context(map) else {
            return nil
        }
        defer { g_object_unref(UnsafeMutableRawPointer(context)) }
        let wanted = pango_font_description_new()
        defer { pango_font_description_free(wanted) }
        pango_font_description_set_family(wanted, TextStyle.families)
        guard let font = pango_font_map_load_font(map, context, wanted) else { return nil }
        defer { g_object_unref(UnsafeMutableRawPointer(font)) }
        let found = pango_font_describe(font)
        defer { pango_font_description_free(found) }
        return pango_font_description_get_family(found).map { String(cString: $0) }
    }
}
