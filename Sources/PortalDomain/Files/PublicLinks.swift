package import Crypto
package import Kernel
import Persistence

/// Addresses of pages that are for whoever has the address: `{origin}/share/fss_…/<secret>`.
///
/// The secret is an HMAC over portal and entity, and nothing of it is stored: a copy of the database opens no page, and the API can
/// name the address on every read. It begins with the portal, so that the page is found by portal and id as everything else.
package struct PublicLinks: Sendable {
    private let key: SymmetricKey
    private let origin: String

    /// - Parameters:
    ///   - key: derived from the server's key for this purpose alone; the same on every node.
    ///   - origin: as the world knows the server.
    package init(key: SymmetricKey, origin: String) { (self.key, self.origin) = (key, origin) }

    /// - Parameter area: the first segment of the path.
    package func address<Kind: EntityKind>(of id: Identifier<Kind>, in portal: PortalID, area: String) -> String {
        "\(origin)/\(area)/\(id)/\(secret(of: id.text, in: portal))"
    }

    /// The portal of the page; nil unless the secret is that of this entity.
    package func portal<Kind: EntityKind>(of id: Identifier<Kind>, secret: String) -> PortalID? {
        let parts = secret.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let portal = PortalID("\(PortalKind.idPrefix)_\(parts[0])"),
            ConstantTime.equal(secret, self.secret(of: id.text, in: portal))
        else { return nil }
        return portal
    }

    /// The portal of a page about files; nil unless the secret is right, and for a portal that is stopped or has no files.
    func visitedPortal<Kind: EntityKind>(
        of id: Identifier<Kind>, secret: String, in database: any SQLDatabase
    ) async throws(StorageError) -> Portal? {
        guard let known = portal(of: id, secret: secret), let row = try await database.first(Portals.select(known))
        else { return nil }
        let portal = try Portals.portal(row)
        return portal.isSuspended || portal.featuresOff.contains(.files) ? nil : portal
    }

    private func secret(of id: String, in portal: PortalID) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array("public page \(portal) \(id)".utf8), using: key)
        return "\(portal.text.dropFirst(PortalKind.idPrefix.utf8.count + 1))-\(Base64.encodeURL(code))"
    }
}
