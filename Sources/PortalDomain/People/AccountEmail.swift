/// The e-mail address of an account. Two addresses are the same account when they differ in letter case only.
package struct AccountEmail: Sendable, Hashable, CustomStringConvertible {
    /// As it was written.
    package let text: String
    /// What accounts are found by.
    package let key: String

    /// Nil for what no mail can be sent to: this is a check for typing errors, the proof is the mail that arrives.
    package init?(_ text: String) {
        guard let address = EmailAddress(PublicName.trimmed(text)) else { return nil }
        self.text = address.text
        key = address.text.lowercased()
    }

    package var description: String { text }
    /// The part before the `@`: a name until its owner has told a better one.
    package var localPart: String { String(text.prefix { $0 != "@" }) }
}
