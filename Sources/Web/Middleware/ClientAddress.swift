package import HTTPTypes
package import Kernel

/// Who is really asking: the peer of the connection, or what a trusted proxy says of it.
package struct ClientAddress: Sendable {
    private let trustedProxies: [AddressRange]

    package init(trustedProxies: [AddressRange]) { self.trustedProxies = trustedProxies }

    /// Of a client that we cannot tell. In no list of allowed addresses, and one for all limits.
    package static let unknown = "unknown"

    /// The peer, unless it is a trusted proxy that says otherwise in `Forwarded` (RFC 7239) or `X-Forwarded-For`.
    ///
    /// A proxy writes one of the two and passes the other on as the client sent it, so when both are there they must agree: else the
    /// client could choose its own address, or that of the proxy, and with it the limits and the address lists that hold for it.
    package func resolve(peer: String, headers: HTTPFields) -> String {
        guard !trustedProxies.isEmpty, let address = IPAddress(peer), isTrusted(address) else { return peer }
        let claims = [forwarded(headers), xForwardedFor(headers)].filter { !$0.isEmpty }.map { origin(of: $0) ?? peer }
        guard let first = claims.first else { return peer }
        return claims.allSatisfy { $0 == first } ? first : Self.unknown
    }

    /// Whether a trusted proxy says that the client came to it by plain http (`X-Forwarded-Proto`, or `proto` of RFC 7239 §5.4).
    package func isPlainHTTP(peer: String, headers: HTTPFields) -> Bool {
        guard let address = IPAddress(peer), isTrusted(address) else { return false }
        let schemes = headers[values: .xForwardedProto].flatMap { $0.elements(",").map(\.trimmed) }
        return (schemes + forwarded("proto", headers)).contains { $0.lowercased() == "http" }
    }

    /// Walks the chain of proxies from our side and stops at the first address that is not a trusted one: what stands further left could
    /// have been written by anybody. Nil if a proxy itself asks.
    private func origin(of hops: [String]) -> String? {
        for hop in hops.reversed() {
            guard let address = IPAddress(hop) else { return Self.unknown }
            if !isTrusted(address) { return address.description }
        }
        return nil
    }

    private func isTrusted(_ address: IPAddress) -> Bool { trustedProxies.contains { $0.contains(address) } }

    private func forwarded(_ headers: HTTPFields) -> [String] { forwarded("for", headers).map(Self.host) }

    /// One parameter of every element of `Forwarded`; empty where an element has none.
    private func forwarded(_ name: String, _ headers: HTTPFields) -> [String] {
        headers[values: .forwarded].flatMap { $0.elements(",") }.map { element in
            let pairs = element.elements(";").map(\.trimmed)
            let pair = pairs.first { $0.lowercased().hasPrefix("\(name)=") }
            return String((pair ?? "").dropFirst(name.count + 1).filter { $0 != "\"" })
        }
    }

    private func xForwardedFor(_ headers: HTTPFields) -> [String] {
        headers[values: .xForwardedFor].flatMap { $0.elements(",") }.map { Self.host($0.trimmed) }
    }

    /// `192.0.2.1`, `192.0.2.1:4711`, `"[2001:db8::1]:4711"`, `2001:db8::1` without what is around the address.
    private static func host(_ text: some StringProtocol) -> String {
        let bare = String(text.filter { $0 != "\"" })
        if bare.hasPrefix("[") { return String(bare.dropFirst().prefix { $0 != "]" }) }
        return bare.filter { $0 == ":" }.count == 1 ? String(bare.prefix { $0 != ":" }) : String(bare)
    }
}

extension StringProtocol {
    /// By scalars: what a client wrote last must not swallow the comma that the proxy put behind it.
    fileprivate func elements(_ separator: Unicode.Scalar) -> [String] {
        unicodeScalars.split(separator: separator).map { String(String.UnicodeScalarView($0)) }
    }

    fileprivate var trimmed: String {
        let start = drop { $0 == " " || $0 == "\t" }
        return String(String(start.reversed()).drop { $0 == " " || $0 == "\t" }.reversed())
    }
}

extension HTTPField.Name {
    static let forwarded = Self("Forwarded")!
    static let xForwardedFor = Self("X-Forwarded-For")!
    static let xForwardedProto = Self("X-Forwarded-Proto")!
}
