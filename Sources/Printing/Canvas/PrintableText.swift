/// A text as it can be set: what people wrote, without what a sheet of paper cannot show.
///
/// Control characters become spaces, and explicit changes of direction are left out: on an invoice nothing may look like
/// something else (the direction of Arabic or Hebrew letters follows from the letters).
struct PrintableText: ExpressibleByStringLiteral {
    let text: String

    /// More line feeds than that in one text become spaces: a description is not a column of empty lines.
    private static let mostBreaks = 40

    /// One line of text, however many were sent.
    init(_ text: String) { self.text = Self.cleaned(text, keepsLines: false) }

    /// With its line breaks.
    init(lines text: String) {
        let lines = Self.cleaned(text.replacing("\r\n", with: "\n"), keepsLines: true)
        let breaks = lines.unicodeScalars.count { $0 == "\n" }
        self.text = breaks > Self.mostBreaks ? Self.cleaned(lines, keepsLines: false) : lines
    }

    init(stringLiteral text: String) { self.text = text }

    private static func cleaned(_ text: String, keepsLines: Bool) -> String {
        var cleaned = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A, 0x0D, 0x2028, 0x2029: cleaned.append(keepsLines ? "\n" : " ")
            case 0..<0x20, 0x7F..<0xA0: cleaned.append(" ")
            // Bidirectional embeddings, overrides and isolates; the byte order mark; language tags; noncharacters.
            case 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFC, 0xE0000...0xE007F, 0xFDD0...0xFDEF: break
            case let value where value & 0xFFFE == 0xFFFE: break
            default: cleaned.append(scalar)
            }
        }
        return String(cleaned)
    }
}
