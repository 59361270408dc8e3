/// A redirect URI as it was registered or requested: the exact bytes, proven to be of a safe form.
///
/// Two URIs are the same when their bytes are (RFC 9700 §2.1); nothing is normalised. The one thing that may vary is the port of
/// a loopback IP literal (RFC 8252 §7.3), see `matches(registered:)`.
package struct RedirectURI: Sendable, Hashable, CustomStringConvertible {
    package let text: String
    package let scheme: String
    /// As written, brackets of IPv6 included; nil for a private-use scheme.
    package let host: String?
    /// The text around the port of a loopback literal: `http://127.0.0.1` and `/cb`. Nil for all others.
    private let loopback: LoopbackParts?

    private struct LoopbackParts: Hashable {
        let origin: String
        let rest: String
    }

    /// Why a URI cannot be registered. The raw value is the key of its translated text.
    package enum Fault: String, Error, CaseIterable {
        case empty, tooLong, characters, relative, fragment, userInfo, host, port, plainHTTP, scheme, privateScheme,
            wildcard
    }

    /// Parses strictly; see `Fault` for what is refused.
    ///
    /// - Parameter type: private-use schemes are for native apps only (RFC 8252 §7.1). Nil accepts any form: a request is then
    ///   compared with what was registered.
    package init(_ text: String, for type: AppType? = nil) throws(Fault) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= 2000 else { throw .tooLong }
        guard !text.utf8.contains(UInt8(ascii: "*")) else { throw .wildcard }
        guard !text.utf8.contains(UInt8(ascii: "#")) else { throw .fragment }  // RFC 6749 §3.1.2
        guard text.utf8.allSatisfy(Self.isAllowed), Self.percentsAreEncoded(text.utf8) else { throw .characters }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { throw .relative }
        let scheme = text[..<colon]
        guard Self.isScheme(scheme.utf8) else { throw .relative }
        let rest = text[text.index(after: colon)...]
        switch scheme {
        case "https", "http":
            guard rest.hasPrefix("//") else { throw .host }
            let authority = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" }
            guard !authority.utf8.contains(UInt8(ascii: "@")) else { throw .userInfo }
            let (host, port) = try Self.split(authority)
            let isLoopback = host == "127.0.0.1" || host == "[::1]"
            if scheme == "http" && !isLoopback && host != "localhost" { throw .plainHTTP }
            self.host = host
            let path = rest.dropFirst(2 + authority.count)
            // `localhost` may be anything the name service says: no free choice of port for it (RFC 8252 §8.3).
            loopback =
                scheme == "http" && isLoopback ? LoopbackParts(origin: "http://\(host)", rest: String(path)) : nil
            _ = port
        default:
            // A reversed domain name has a dot; `javascript:` and `data:` have none (RFC 8252 §7.1).
            guard scheme.utf8.contains(UInt8(ascii: ".")) else { throw .scheme }
            guard type == nil || type == .native else { throw .privateScheme }
            guard rest.utf8.first == UInt8(ascii: "/") else { throw .privateScheme }
            host = nil
            loopback = nil
        }
        self.text = text
        self.scheme = String(scheme)
    }

    /// Trusts a column of our own database.
    package init?(stored text: String) { try? self.init(text) }

    /// Whether a request with this URI may be answered because `registered` was registered.
    package func matches(registered: RedirectURI) -> Bool {
        if text == registered.text { return true }
        guard let mine = loopback, let theirs = registered.loopback else { return false }
        return mine == theirs
    }

    /// What a person is told about where they go: the host, or the private scheme.
    package var display: String { host ?? "\(scheme):" }

    /// This URI with `fields` appended to its query; an existing query is kept (RFC 6749 §3.1.2).
    package func appending(_ fields: [(name: String, value: String)]) -> String {
        let separator: String
        switch text.utf8.firstIndex(of: UInt8(ascii: "?")) {
        case nil: separator = "?"
        // Only the first one begins a query: in `?x=1?` the second belongs to the value of `x`.
        case .some(let start): separator = text[start...] == "?" || text.hasSuffix("&") ? "" : "&"
        }
        return "\(text)\(separator)\(PercentEncoding.query(fields))"
    }

    package var description: String { text }

    /// The characters of RFC 3986 §2, without `#` and `*`. No controls, no spaces, no backslash, nothing above ASCII.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        if PercentEncoding.isUnreserved(byte) { return true }
        return ":/?[]@!$&'()+,;=%".utf8.contains(byte)
    }

    /// `%` only before two hexadecimal digits, and never hiding a control character.
    private static func percentsAreEncoded(_ bytes: some Collection<UInt8>) -> Bool {
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            guard byte == UInt8(ascii: "%") else { continue }
            guard let high = iterator.next(), let low = iterator.next() else { return false }
            guard let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16), high != 0x2B, high != 0x2D
            else {
                return false
            }
            guard value >= 0x20, value != 0x7F else { return false }
        }
        return true
    }

    /// Lower case only: `HTTPS://` is the same scheme by RFC 3986 but not the same bytes.
    private static func isScheme(_ bytes: some Collection<UInt8>) -> Bool {
        guard let first = bytes.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
            default: false
            }
        }
    }

    private static func split(_ authority: Substring) throws(Fault) -> (host: String, port: Int?) {
        let host: Substring
        let rest: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { throw .host }
            host = authority[...end]
            rest = authority[authority.index(after: end)...]
            guard host == "[::1]" else { throw .host }
        } else {
            host = authority.prefix { $0 != ":" }
            rest = authority[host.endIndex...]
            guard isHostName(host) else { throw .host }
        }
        if rest.isEmpty { return (String(host), nil) }
        let digits = rest.dropFirst()
        guard rest.first == ":", digits.utf8.count <= 5, digits.utf8.allSatisfy({ 48...57 ~= $0 }),
            let port = Int(digits),
            (1...65_535).contains(port)
        else { throw .port }
        return (String(host), port)
    }

    private static func isHostName(_ host: Substring) -> Bool {
        guard !host.isEmpty, host.utf8.count <= 253 else { return false }
        return host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            guard (1...63).contains(label.count), label.first != UInt8(ascii: "-"), label.last != UInt8(ascii: "-")
            else {
                return false
            }
            return label.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
                default: false
                }
            }
        }
    }
}
