package import Kernel

/// Which addresses somebody else may make this server connect to (invariant 15).
///
/// An address that came from outside (a webhook, the document of a client) must not lead into the operator's own network: a
/// server of ours inside it can reach what the sender cannot (server-side request forgery). So only addresses of the public
/// Internet pass, by the registries of special-purpose addresses (RFC 6890), and what the operator added.
package struct AllowedAddress: Sendable {
    private let exceptions: [AddressRange]

    /// Only the public Internet.
    package static let publicOnly = AllowedAddress(alsoWithin: [])
    /// For development: every address, loopback included.
    package static let everywhere = AllowedAddress(alsoWithin: ["0.0.0.0/0", "::/0"].compactMap { AddressRange($0) })

    /// - Parameter exceptions: blocks that the operator vouches for.
    package init(alsoWithin exceptions: [AddressRange]) { self.exceptions = exceptions }

    package func permits(_ address: IPAddress) -> Bool {
        Self.isPublic(address) || exceptions.contains(address)
    }

    /// Reachable by everybody, and nobody's own. `::ffff:10.0.0.1` is `10.0.0.1` (see `IPAddress`).
    static func isPublic(_ address: IPAddress) -> Bool {
        guard !address.isIPv4 else { return !specialIPv4.contains(address) }
        return globalIPv6.contains(address) && !specialIPv6.contains(address)
    }

    /// RFC 6890 §2.2.2 and what was added since.
    private static let specialIPv4 = ranges([
        "0.0.0.0/8",  // this network
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",  // private (RFC 1918)
        "100.64.0.0/10",  // between a provider and its customers (RFC 6598)
        "127.0.0.0/8",  // loopback
        "169.254.0.0/16",  // link-local: also where clouds tell machines their secrets
        "192.0.0.0/24", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24",  // assignments, documentation
        "192.88.99.0/24",  // 6to4 relays (RFC 7526)
        "198.18.0.0/15",  // measurements
        "224.0.0.0/4", "240.0.0.0/4",  // multicast; reserved, with broadcast
    ])

    /// All that is assigned to the public Internet today; loopback, unique-local, link-local, multicast and the mapped and
    /// translated forms of IPv4 (`::/96`, `64:ff9b::/96`) lie outside.
    private static let globalIPv6 = ranges(["2000::/3"])

    /// Inside of it: what carries an IPv4 address or is nobody's.
    private static let specialIPv6 = ranges([
        "2001::/23",  // protocol assignments, with Teredo
        "2001:db8::/32", "3fff::/20",  // documentation
        "2002::/16",  // 6to4: 2002:0a00:0001:: is 10.0.0.1
    ])

    private static func ranges(_ texts: [String]) -> [AddressRange] { texts.compactMap(AddressRange.init) }
}

extension [AddressRange] {
    fileprivate func contains(_ address: IPAddress) -> Bool { contains { $0.contains(address) } }
}
