/// The address of a document in which an app says what it is. The address is its `client_id`
/// (draft-ietf-oauth-client-id-metadata-document §3).
///
/// Kept and compared as bytes. Narrower than the draft where it leaves a choice: no port, and a name for a host, in lower case, so that what
/// a person reads on the consent page is a domain that somebody owns.
package struct ClientIDURL: Sendable, Hashable, CustomStringConvertible {
    package let text: String
    package let host: String

    /// Nil for everything else than `https`, a domain name and a path, without user name, port, fragment, `.` and `..`.
    package init?(_ text: String) {
        guard text.utf8.count <= 255, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), text.hasPrefix("https://"),
            !text.utf8.contains(UInt8(ascii: "\\")),
            // The rules for characters and percent signs; a fragment and a user name are refused there too.
            let uri = try? RedirectURI(text), let host = uri.host, Self.isDomain(host)
        else { return nil }
        let rest = text.dropFirst("https://".utf8.count + host.utf8.count)
        guard rest.first == "/" else { return nil }  // no port; a path
        let segments = rest.prefix { $0 != "?" }.lowercased().split(separator: "/", omittingEmptySubsequences: false)
        guard segments.allSatisfy({ ![".", ".."].contains($0.replacing("%2e", with: ".")) }) else { return nil }
        (self.text, self.host) = (text, host)
    }

    /// Trusts a column of our own database.
    package init(stored text: String) {
        self.text = text
        host = String(text.dropFirst("https://".utf8.count).prefix { $0 != "/" })
    }

    package var description: String { text }

    /// A dot, nothing in upper case, and no digit where an address would have its last number.
    private static func isDomain(_ host: String) -> Bool {
        guard let last = host.utf8.split(separator: UInt8(ascii: ".")).last, host.utf8.contains(UInt8(ascii: "."))
        else {
            return false
        }
        return host.utf8.allSatisfy { !(65...90).contains($0) } && (97...122).contains(last.first ?? 0)
    }
}
