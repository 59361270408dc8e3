import PortalDomain

/// A language that the pages speak.
package enum Language: String, CaseIterable, Sendable {
    case en, nl

    /// Its name in itself, for the language switch.
    package var ownName: String {
        switch self {
        case .en: "English"
        case .nl: "Nederlands"
        }
    }

    /// The same language for what is mailed.
    var inMails: MailLanguage {
        switch self {
        case .en: .en
        case .nl: .nl
        }
    }

    /// The first known language of `ui_locales` (space separated, best first), or nil.
    package static func preferred(uiLocales: String) -> Language? {
        for tag in uiLocales.utf8.split(separator: UInt8(ascii: " ")) {
            if let language = named(tag) { return language }
        }
        return nil
    }

    /// The known language that the browser likes best (RFC 9110 §12.5.4); English if it names none that we speak.
    package static func preferred(acceptLanguage: String?) -> Language {
        var best: (language: Language, quality: Int)?
        for range in (acceptLanguage ?? "").utf8.split(separator: UInt8(ascii: ",")) {
            let parts = range.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            guard let tag = parts.first.map(trimmed) else { continue }
            let language = tag.elementsEqual("*".utf8) ? .en : named(tag)
            let quality = parts.count == 1 ? 1000 : Self.quality(trimmed(parts[1]))
            guard let language, let quality, quality > (best?.quality ?? 0) else { continue }
            best = (language, quality)
        }
        return best?.language ?? .en
    }

    /// Compares the primary subtag: `nl-BE` is Dutch too.
    private static func named(_ tag: Substring.UTF8View) -> Language? {
        let primary = tag.prefix { $0 != UInt8(ascii: "-") }.map { $0 | 0x20 }
        return allCases.first { primary.elementsEqual($0.rawValue.utf8) }
    }

    /// `q=0.75` in thousandths, nil when it is not a weight.
    private static func quality(_ parameter: Substring.UTF8View) -> Int? {
        let digits = Array(parameter)
        guard digits.count > 2, digits[0] | 0x20 == UInt8(ascii: "q"), digits[1] == UInt8(ascii: "="),
            digits.count <= 7, digits[2] == UInt8(ascii: "0") || digits[2] == UInt8(ascii: "1"),
            digits.count == 3 || digits[3] == UInt8(ascii: ".")
        else { return nil }
        var thousandths = Int(digits[2] - UInt8(ascii: "0")) * 1000
        var weight = 100
        for digit in digits.dropFirst(4) {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            thousandths += Int(digit - UInt8(ascii: "0")) * weight
            weight /= 10
        }
        return thousandths <= 1000 ? thousandths : nil
    }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text = text.dropLast() }
        return text
    }
}
