import Kernel

/// An address under which the world reaches this server, as it is set: `https://portal.example`, without a slash at the
/// end.
struct WebAddress: Sendable, CustomStringConvertible {
    let text: String
    let isSecure: Bool
    /// As written, brackets of IPv6 included.
    let host: String
    let port: Int
    let hasPath: Bool

    init?(_ text: String) {
        let text = text.hasSuffix("/") ? String(text.dropLast()) : text
        let scheme = text.prefix { $0 != ":" }
        guard scheme == "https" || scheme == "http", text.dropFirst(scheme.count).hasPrefix("://") else { return nil }
        let rest = text.dropFirst(scheme.count + 3)
        let authority = rest.prefix { $0 != "/" }
        let path = rest[authority.endIndex...]
        isSecure = scheme == "https"
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !text.contains(where: { "?#@\\\"<>".contains($0) })
        else { return nil }
        if let address = ListenAddress(String(authority)) {
            (host, port) = (String(authority[..<(authority.lastIndex(of: ":") ?? authority.endIndex)]), address.port)
        } else {
            // Without a port: true for whatever is an address with one.
            guard ListenAddress("\(authority):1") != nil else { return nil }
            (host, port) = (String(authority), isSecure ? 443 : 80)
        }
        self.text = text
        hasPath = !path.isEmpty
    }

    /// Reachable from this machine only, where plain http is no risk.
    var isLoopback: Bool { ["localhost", "127.0.0.1", "[::1]"].contains(host) }
    /// The host is a full name, as the domain name system knows it; not an address, and not `localhost`.
    var isName: Bool { host.contains(".") && !host.contains(":") && IPAddress(host) == nil }
    var description: String { text }
}
