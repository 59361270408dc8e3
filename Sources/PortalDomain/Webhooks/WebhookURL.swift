package import Kernel

/// Where a webhook sends to: an absolute http or https address without user name and fragment (contract api-v1, 4.16).
///
/// Strict (RFC 3986, ASCII, no percent-encoding in the host), so that the host that was checked is the host that is connected to.
/// Whether it may be reached is the `ReceiverCheck`'s to say.
package struct WebhookURL: Sendable, Hashable {
    /// As it was sent.
    package let text: String
    package let isSecure: Bool
    /// In lower case; an IPv6 address without its brackets.
    package let host: String
    package let port: Int
    /// Path and query.
    package let target: String

    /// In bytes.
    package static let longest = 2048

    package init?(_ text: String) {
        guard text.utf8.count <= Self.longest, text.utf8.allSatisfy(Self.isAllowed), Self.percentsAreEncoded(text.utf8)
        else { return nil }
        guard let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) }) else { return nil }
        let rest = text.dropFirst(scheme.utf8.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard let (host, port) = Self.split(authority) else { return nil }
        let target = rest.dropFirst(authority.count)
        self.text = text
        isSecure = scheme == "https://"
        self.host = host
        self.port = port ?? (scheme == "https://" ? 443 : 80)
        self.target = target.hasPrefix("/") ? String(target) : "/\(target)"
    }

    /// What deliveries queue up for: scheme, host and port.
    package var receiver: String { "\(isSecure ? "https" : "http")://\(bracketedHost):\(port)" }

    /// The whole address in the form in which it is requested.
    package var requested: String {
        let isUsual = port == (isSecure ? 443 : 80)
        return "\(isSecure ? "https" : "http")://\(bracketedHost)\(isUsual ? "" : ":\(port)")\(target)"
    }

    /// Nil for a name.
    package var address: IPAddress? { IPAddress(host) }

    /// By name or address.
    package var isLoopback: Bool {
        guard let address else { return host == "localhost" }
        return Self.loopback.contains { $0.contains(address) }
    }

    private static let loopback = ["127.0.0.0/8", "::1"].compactMap(AddressRange.init)

    private var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }

    /// The characters of RFC 3986 §2, without `#`.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        PercentEncoding.isUnreserved(byte) || ":/?[]@!$&'()*+,;=%".utf8.contains(byte)
    }

    private static func percentsAreEncoded(_ bytes: String.UTF8View) -> Bool {
        let pieces = bytes.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false)
        return pieces.dropFirst().allSatisfy { piece in
            piece.count >= 2 && piece.prefix(2).allSatisfy(isHexadecimal)
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    private static func split(_ authority: Substring) -> (host: String, port: Int?)? {
        let host: Substring
        let rest: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            rest = authority[authority.index(after: end)...]
            guard host.contains(":"), IPAddress(String(host)) != nil else { return nil }
        } else {
            host = authority.prefix { $0 != ":" }
            rest = authority[host.endIndex...]
            guard isHostName(host) else { return nil }
        }
        if rest.isEmpty { return (host.lowercased(), nil) }
        let digits = rest.dropFirst()
        guard rest.hasPrefix(":"), digits.utf8.count <= 5, digits.utf8.allSatisfy({ 48...57 ~= $0 }),
            let port = Int(digits),
            (1...65_535).contains(port)
        else { return nil }
        return (host.lowercased(), port)
    }

    /// Labels of letters, digits and inner hyphens (RFC 1123 §2.1). A number of any form is one of them: what it leads to is checked when it
    /// has been resolved.
    private static func isHostName(_ host: Substring) -> Bool {
        guard !host.isEmpty, host.utf8.count <= 253 else { return false }
        return host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            let hyphen = UInt8(ascii: "-")
            guard (1...63).contains(label.count), label.first != hyphen, label.last != hyphen else { return false }
            return label.allSatisfy { byte in
                byte == hyphen
                    || (PercentEncoding.isUnreserved(byte) && !"._~".utf8.contains(byte))
            }
        }
    }
}
