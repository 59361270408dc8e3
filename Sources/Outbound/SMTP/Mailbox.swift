package import PortalDomain

/// Who mails come from: `post@voordeur.example`, or `Voordeur <post@voordeur.example>`.
package struct Mailbox: Sendable, Equatable {
    package let name: String?
    package let address: EmailAddress

    package init?(_ text: String) {
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return nil }
        guard text.hasSuffix(">"), let open = text.lastIndex(of: "<") else {
            guard let address = EmailAddress(text) else { return nil }
            (name, self.address) = (nil, address)
            return
        }
        guard let address = EmailAddress(String(text[text.index(after: open)...].dropLast())) else { return nil }
        var name = text[..<open].drop { $0 == " " }
        while name.last == " " { name = name.dropLast() }
        if name.count >= 2, name.hasPrefix("\""), name.hasSuffix("\"") { name = name.dropFirst().dropLast() }
        guard !name.contains(where: { "\"\\<>".contains($0) }) else { return nil }
        self.name = name.isEmpty ? nil : String(name)
        self.address = address
    }

    /// The part of the address after the `@`.
    var domain: String { String(address.text.drop { $0 != "@" }.dropFirst()) }
}
