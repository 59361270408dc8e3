/// A header's value and the parameters behind it: `form-data; name="logo"; filename="a.png"` (RFC 9110 §5.6.6).
struct HeaderParameters {
    /// In lower case.
    let value: String
    private var parameters: [(name: String, value: String)] = []

    /// Nil for what is malformed, and for a parameter that comes twice: which of the two was meant?
    init?(_ text: Substring) {
        var scanner = Scanner(text)
        scanner.skipSpaces()
        guard let value = scanner.token(alsoSlash: true) else { return nil }
        self.value = value.lowercased()
        while scanner.skipSemicolon() {
            guard let name = scanner.token()?.lowercased(), scanner.skip("="), let value = scanner.value(),
                self[name] == nil
            else { return nil }
            parameters.append((name, value))
        }
        guard scanner.isAtEnd else { return nil }
    }

    subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

    private struct Scanner {
        private var rest: Substring.UnicodeScalarView

        init(_ text: Substring) { rest = text.unicodeScalars }

        var isAtEnd: Bool { rest.isEmpty }

        mutating func skipSpaces() { rest = rest.drop { $0 == " " || $0 == "\t" } }

        mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
            guard rest.first == scalar else { return false }
            rest.removeFirst()
            return true
        }

        /// With white space around it. At the end of a header it may stand alone.
        mutating func skipSemicolon() -> Bool {
            skipSpaces()
            guard skip(";") else { return false }
            skipSpaces()
            return !isAtEnd
        }

        mutating func token(alsoSlash: Bool = false) -> String? {
            let token = rest.prefix { Self.isTokenScalar($0) || alsoSlash && $0 == "/" }
            guard !token.isEmpty else { return nil }
            rest = rest[token.endIndex...]
            return String(String.UnicodeScalarView(token))
        }

        /// A token, or a text in quotes.
        mutating func value() -> String? {
            guard skip("\"") else { return token(alsoSlash: true) }
            var text = String.UnicodeScalarView()
            while let scalar = rest.popFirst() {
                if scalar == "\"" { return String(text) }
                // Only these two are ever escaped: a path of Windows is sent with its backslashes as they are.
                if scalar == "\\", let next = rest.first, next == "\"" || next == "\\" {
                    text.append(next)
                    rest.removeFirst()
                } else {
                    text.append(scalar)
                }
            }
            return nil
        }

        private static func isTokenScalar(_ scalar: Unicode.Scalar) -> Bool {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "!", "#", "$", "%", "&", "'", "*", "+", "-", ".", "^", "_", "`", "|",
                "~", "[", "]":
                true
            default: false
            }
        }
    }
}
