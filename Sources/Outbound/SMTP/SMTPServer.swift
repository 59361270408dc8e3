package import Kernel

/// The mail server of the operator's configuration: `smtp://user:password@mail.example:587`, `smtps://mail.example`.
package struct SMTPServer: Sendable, Equatable {
    package enum Security: Sendable {
        /// `smtp`: plain at first, TLS as soon as the server offers it (RFC 3207).
        case startTLS
        /// `smtps`: TLS from the first byte (RFC 8314 §3.3).
        case tls
    }

    package struct Login: Sendable, Equatable {
        package let user: String
        package let password: Secret<String>

        package static func == (left: Self, right: Self) -> Bool {
            left.user == right.user && left.password.expose() == right.password.expose()
        }
    }

    package let security: Security
    /// A name, or an address without brackets.
    package let host: String
    package let port: Int
    package let login: Login?

    /// Nil for anything else than a scheme, perhaps user and password (percent-encoded), a host, and perhaps a port.
    package init?(_ url: String) {
        guard let scheme = ["smtp", "smtps"].first(where: { url.hasPrefix("\($0)://") }) else { return nil }
        security = scheme == "smtps" ? .tls : .startTLS
        var rest = url.dropFirst(scheme.utf8.count + 3)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !rest.contains(where: { "/?#".contains($0) }) else {
            return nil
        }
        if let at = rest.lastIndex(of: "@") {
            guard let login = Self.login(rest[..<at]) else { return nil }
            self.login = login
            rest = rest[rest.index(after: at)...]
        } else {
            login = nil
        }
        // Submission (RFC 6409 §3.1), and submission over TLS (RFC 8314 §7.3).
        guard let place = Self.place(rest, defaultPort: scheme == "smtps" ? 465 : 587) else { return nil }
        (host, port) = place
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// What the certificate must name. Nil for an address: then the certificate is compared with the peer's address.
    var nameInCertificate: String? { IPAddress(host) == nil ? host : nil }

    private static func login(_ text: Substring) -> Login? {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(decoded)
        guard parts.count == 2, let user = parts[0], let password = parts[1], !user.isEmpty, !password.isEmpty else {
            return nil
        }
        return Login(user: user, password: Secret(password))
    }

    private static func place(_ text: Substring, defaultPort: Int) -> (String, Int)? {
        let host: Substring
        let rest: Substring
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            host = text[text.index(after: text.startIndex)..<end]
            rest = text[text.index(after: end)...]
            guard host.contains(":"), IPAddress(String(host)) != nil else { return nil }
        } else {
            host = text.prefix { $0 != ":" }
            rest = text[host.endIndex...]
            guard !host.isEmpty, host.utf8.allSatisfy({ Self.isOfHostName($0) }) else { return nil }
        }
        guard !rest.isEmpty else { return (String(host), defaultPort) }
        guard rest.first == ":", (2...6).contains(rest.utf8.count), rest.dropFirst().utf8.allSatisfy({ 48...57 ~= $0 }),
            let port = Int(rest.dropFirst()), (1...65_535).contains(port)
        else { return nil }
        return (String(host), port)
    }

    private static func isOfHostName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// Percent-decoded; nil if that is not possible, or if a NUL comes out, which would end a field of AUTH PLAIN.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var iterator = text.utf8.makeIterator()
        while let byte = iterator.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = iterator.next(), let low = iterator.next(), let value = hexValue(high, low), value != 0
            else {
                return nil
            }
            bytes.append(value)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexValue(_ high: UInt8, _ low: UInt8) -> UInt8? {
        guard let high = Character(UnicodeScalar(high)).hexDigitValue,
            let low = Character(UnicodeScalar(low)).hexDigitValue
        else { return nil }
        return UInt8(high << 4 | low)
    }
}
