package import HTTPTypes
package import Kernel

/// Who is really asking: the peer of the connection, or what a trusted proxy says of it.
package struct ClientAddress: Sendable {
    private let trustedProxies: [AddressRange]

    package init(trustedProxies: [AddressRange]) { self.trustedProxies = trustedProxies }

    /// Walks the chain of proxies from our side and stops at the first address that is not a trusted one: what stands further left could
    /// have been written by anybody. `Forwarded` (RFC 7239) wins over `X-Forwarded-For`.
    package func resolve(peer: String, headers: HTTPFields) -> String {
        guard !trustedProxies.isEmpty, let address = IPAddress(peer), isTrusted(address) else { return peer }
        for hop in hops(headers).reversed() {
            guard let address = IPAddress(hop) else { return peer }
            if !isTrusted(address) { return address.description }
        }
        return peer
    }

    private func isTrusted(_ address: IPAddress) -> Bool { trustedProxies.contains { $0.contains(address) } }

    private func hops(_ headers: HTTPFields) -> [String] {
        let forwarded = headers[values: .forwarded]
        guard forwarded.isEmpty else {
            return forwarded.flatMap { $0.split(separator: ",") }.compactMap { element in
                let pairs = element.split(separator: ";").map { $0.trimmed }
                return pairs.first { $0.lowercased().hasPrefix("for=") }.map { Self.host($0.dropFirst(4)) }
            }
        }
        return headers[values: .xForwardedFor].flatMap { $0.split(separator: ",") }.map {
            Self.host(Substring($0.trimmed))
        }
    }

    /// `192.0.2.1`, `192.0.2.1:4711`, `"[2001:db8::1]:4711"`, `2001:db8::1` without what is around the address.
    private static func host(_ text: some StringProtocol) -> String {
        let bare = String(text.filter { $0 != "\"" })
        if bare.hasPrefix("[") { return String(bare.dropFirst().prefix { $0 != "]" }) }
        return bare.filter { $0 == ":" }.count == 1 ? String(bare.prefix { $0 != ":" }) : String(bare)
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        let start = drop { $0 == " " || $0 == "\t" }
        return String(String(start.reversed()).drop { $0 == " " || $0 == "\t" }.reversed())
    }
}

extension HTTPField.Name {
    static let forwarded = Self("Forwarded")!
    static let xForwardedFor = Self("X-Forwarded-For")!
}
