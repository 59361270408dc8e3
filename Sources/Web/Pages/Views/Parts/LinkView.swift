/// A link with its text.
package struct LinkView: Sendable, Equatable {
    package let href: String
    package let label: String

    package init(href: String, label: String) {
        self.href = href
        self.label = label
    }

    /// A link to a stranger's website, shown by its host. Nil unless it is plain http or https: escaping does not
    /// stop `javascript:`.
    package static func website(_ address: String) -> LinkView? {
        for scheme in ["https://", "http://"] where address.lowercased().hasPrefix(scheme) {
            let rest = address.utf8.dropFirst(scheme.utf8.count)
            let host = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
            guard !host.isEmpty, host.allSatisfy({ $0 > 0x20 && $0 != UInt8(ascii: "@") && $0 != UInt8(ascii: "\\") })
            else { return nil }
            return LinkView(href: address, label: String(Substring(host)))
        }
        return nil
    }
}
