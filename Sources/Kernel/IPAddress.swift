#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// An IP address of either version. IPv4 is kept as IPv4-mapped IPv6, so that `::ffff:10.0.0.1` is the same address as `10.0.0.1`.
package struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// 16 bytes.
    package let bytes: [UInt8]

    package init?(_ text: String) {
        guard !text.utf8.contains(0) else { return nil }  // inet_pton would stop there
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + withUnsafeBytes(of: &four, Array.init)
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            bytes = withUnsafeBytes(of: &six, Array.init)
        } else {
            return nil
        }
    }

    /// - Parameter bytes: 16 of them.
    fileprivate init(bytes: [UInt8]) { self.bytes = bytes }

    package var isIPv4: Bool { bytes.prefix(12).elementsEqual([UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]) }

    package var description: String {
        if isIPv4 { return bytes.suffix(4).map(String.init).joined(separator: ".") }
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        inet_ntop(AF_INET6, bytes, &buffer, socklen_t(buffer.count))
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

extension IPAddress {
    /// What limits per client are counted by: an IPv4 address, or the /64 of an IPv6 address, which one client has for itself. Text
    /// that is no address stands for itself.
    package static func client(_ text: String) -> String {
        guard let address = IPAddress(text), !address.isIPv4 else { return text }
        return Hex.text(address.bytes.prefix(8))
    }
}

/// A block of addresses in CIDR notation (RFC 4632, RFC 4291 §2.3): `10.0.0.0/8`, `2001:db8::/32`, or one address.
package struct AddressRange: Sendable, Hashable, CustomStringConvertible {
    private let base: IPAddress
    private let bits: Int
    package let description: String

    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let first = parts.first, parts.count <= 2, let base = IPAddress(first) else { return nil }
        let isIPv4 = !first.contains(":")
        if parts.count == 2 {
            guard let bits = Int(parts[1]), parts[1] == "\(bits)", (0...(isIPv4 ? 32 : 128)).contains(bits) else {
                return nil
            }
            self.bits = isIPv4 ? bits + 96 : bits
        } else {
            bits = 128
        }
        self.base = base
        description = text
    }

    package func contains(_ address: IPAddress) -> Bool { address.isIPv4 == isIPv4 && covers(address) }

    /// Whether every address of `other` is in this block.
    package func contains(_ other: AddressRange) -> Bool {
        isIPv4 == other.isIPv4 && bits <= other.bits && covers(other.base)
    }

    /// The block without the bits after its prefix: `10.0.0.0/8` for `10.1.2.3/8`, which names an address and a network at once.
    package var network: String {
        let bytes = base.bytes.enumerated().map { position, byte in
            byte & UInt8(truncatingIfNeeded: 0xFF00 >> min(8, max(0, bits - position * 8)))
        }
        let address = IPAddress(bytes: bytes)
        return isIPv4 ? "\(address)/\(bits - 96)" : "\(address)/\(bits)"
    }

    /// False for an address with a network's prefix behind it, such as `10.1.2.3/8`: what was meant, one or sixteen million?
    package var isExact: Bool { bits == 128 || network == "\(base)/\(isIPv4 ? bits - 96 : bits)" }

    /// IPv4 lies inside of IPv6 (`::ffff:0:0/96`), yet who writes `::/0` or `::/64` means IPv6 and nothing else.
    private var isIPv4: Bool { bits >= 96 && base.isIPv4 }

    private func covers(_ address: IPAddress) -> Bool {
        let whole = bits / 8
        guard base.bytes.prefix(whole).elementsEqual(address.bytes.prefix(whole)) else { return false }
        let rest = bits % 8
        return rest == 0 || base.bytes[whole] >> (8 - rest) == address.bytes[whole] >> (8 - rest)
    }
}
