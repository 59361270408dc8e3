/// The e-mail address of an account. Two addresses are the same account when they differ in letter case only.
package struct AccountEmail: Sendable, Hashable, CustomStringConvertible {
    /// As it was written.
    package let text: String
    /// What accounts are found by.
    package let key: String

    /// Nil for what no mail can be sent to: this is a check for typing errors, the proof is the mail that arrives.
    package init?(_ text: String) {
        let text = PublicName.trimmed(text)
        guard text.utf8.count <= 254, let at = text.lastIndex(of: "@") else { return nil }
        let local = text[..<at]
        let domain = text[text.index(after: at)...]
        guard !local.isEmpty, local.utf8.count <= 64, !local.contains("@"), domain.contains(".") else { return nil }
        let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.allSatisfy({ !$0.isEmpty && $0.first != "-" && $0.last != "-" }) else { return nil }
        guard text.unicodeScalars.allSatisfy(Self.isAllowed) else { return nil }
        self.text = text
        key = text.lowercased()
    }

    package var description: String { text }
    /// The part before the `@`: a name until its owner has told a better one.
    package var localPart: String { String(text.prefix { $0 != "@" }) }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        PublicName.isVisible(scalar) && !scalar.properties.isWhitespace && !"<>()[]\\,;:\"".unicodeScalars.contains(scalar)
    }
}
