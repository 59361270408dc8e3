/// A name that strangers read and trust: of an app, a developer, a key.
///
/// Characters that show as nothing or turn the text around are refused, because `paypal` and a `paypal` with a zero-width space in it
/// look the same on a consent screen (checklist, row 60).
package struct PublicName: Sendable, Equatable {
    package let text: String

    package enum Fault: Error, Equatable { case missing, tooLong(limit: Int), invisible }

    package init(_ text: String, limit: Int = 100) throws(Fault) {
        let text = Self.trimmed(text)
        guard !text.isEmpty else { throw .missing }
        guard text.unicodeScalars.count <= limit else { throw .tooLong(limit: limit) }
        guard text.unicodeScalars.allSatisfy(Self.isVisible) else { throw .invisible }
        self.text = text
    }

    /// Trusts a column of our own database.
    init(stored text: String) { self.text = text }

    /// Without white space at its ends.
    package static func trimmed(_ text: String) -> String {
        let blank: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
        var rest = Substring(text).unicodeScalars.drop(while: blank)
        while let last = rest.last, blank(last) { rest = rest.dropLast() }
        return String(String.UnicodeScalarView(rest))
    }

    /// Refuses controls, line breaks, format characters (zero-width, bidi, byte order mark), fillers, and what has no meaning.
    package static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return false
        default: break
        }
        // U+FE0E and U+FE0F choose between the text and the picture of an emoji.
        if scalar.properties.isDefaultIgnorableCodePoint { return scalar.value == 0xFE0E || scalar.value == 0xFE0F }
        return scalar.value != 0x2800  // a braille cell without dots
    }
}

extension PublicName.Fault {
    /// As a problem of `field`.
    package func problem(of field: String) -> FormProblem {
        switch self {
        case .missing: FormProblem(field, "error.name.required")
        case .tooLong(let limit): FormProblem(field, "error.too_long", ["limit": "\(limit)"])
        case .invisible: FormProblem(field, "error.name.characters")
        }
    }
}
