package import Crypto
package import Kernel

/// The addresses at which anybody who knows them can pay an invoice: `{origin}/public-invoice/inv_…/pay/…`.
///
/// The last part is an HMAC, so nothing is stored for an address, and a copy of the database says none. It names the portal, because
/// every look-up names it.
package struct PublicInvoiceLinks: Sendable {
    private let key: SymmetricKey
    private let origin: String

    /// - Parameters:
    ///   - key: derived from the server's key for this purpose alone; the same on every node.
    ///   - origin: as `Origins.publicURL`.
    package init(key: SymmetricKey, origin: String) { (self.key, self.origin) = (key, origin) }

    package func payment(of invoice: CustomerInvoiceID, in portal: PortalID) -> String {
        let secret = Base64.encodeURL(code(for: invoice, in: portal))
        return "\(origin)/public-invoice/\(invoice)/pay/\(Self.tail(of: portal)).\(secret)"
    }

    /// - Parameters:
    ///   - invoice: what stands after `/public-invoice/`.
    ///   - secret: what stands after `/pay/`.
    /// - Returns: which invoice that is the address of; nil for an address that we did not make.
    func invoice(_ invoice: String, secret: String) -> (id: CustomerInvoiceID, portal: PortalID)? {
        let parts = secret.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let id = CustomerInvoiceID(invoice),
            let portal = PortalID("\(PortalKind.idPrefix)_\(parts[0])"),
            let sent = Base64.decodeURL(parts[1].utf8), ConstantTime.equal(sent, code(for: id, in: portal))
        else { return nil }
        return (id, portal)
    }

    private func code(for invoice: CustomerInvoiceID, in portal: PortalID) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("public invoice \(portal) \(invoice)".utf8), using: key))
    }

    private static func tail(of portal: PortalID) -> Substring {
        portal.text.dropFirst(PortalKind.idPrefix.utf8.count + 1)
    }
}
