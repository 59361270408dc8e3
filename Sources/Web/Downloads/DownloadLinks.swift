package import Crypto
package import Kernel
package import PortalDomain

/// A file behind a link: what to send, and under which name.
package struct LinkedFile: Sendable, Equatable {
    package let portal: PortalID
    package let content: ContentID
    package let name: FileName
    package let mediaType: String

    package init(_ content: ContentID, in portal: PortalID, named name: FileName, type mediaType: String) {
        (self.portal, self.content, self.name, self.mediaType) = (portal, content, name, mediaType)
    }
}

/// Addresses of files that work without a token, for five minutes (contract api-v1, 2.12).
///
/// The address says what it leads to and until when, and carries an HMAC over that: nothing is stored for it, and every node reads the
/// addresses of the others.
package struct DownloadLinks: Sendable {
    /// Seconds.
    package static let lifetime: Int64 = 300

    private let key: SymmetricKey
    private let origin: String

    /// - Parameters:
    ///   - key: derived from the server's key for this purpose alone; the same on every node.
    ///   - origin: as `Origins.publicURL`.
    package init(key: SymmetricKey, origin: String) { (self.key, self.origin) = (key, origin) }

    package enum Fault: Error { case altered, expired }

    /// What an operation answers instead of the bytes.
    package func link(
        to content: ContentID, in portal: PortalID, named name: FileName, type mediaType: String, at now: Timestamp
    ) -> CloudFile {
        let expiresAt = now + Self.lifetime
        let file = LinkedFile(content, in: portal, named: name, type: mediaType)
        return CloudFile(link: "\(origin)/download/\(token(for: file, until: expiresAt))", expiresAt: expiresAt)
    }

    package func token(for file: LinkedFile, until expiresAt: Timestamp) -> String {
        var json = JSONWriter(reservingCapacity: 256)
        json.object { json in
            json.field("p", file.portal.text)
            json.field("c", file.content.text)
            json.field("n", file.name.text)
            json.field("t", file.mediaType)
            json.field("e", Int(expiresAt.seconds))
        }
        let claims = Base64.encodeURL(json.bytes)
        return "\(claims).\(Base64.encodeURL(code(for: claims)))"
    }

    package func file(behind token: String, at now: Timestamp) throws(Fault) -> LinkedFile {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let sent = Base64.decodeURL(parts[1].utf8),
            ConstantTime.equal(sent, code(for: String(parts[0]))), let json = Base64.decodeURL(parts[0].utf8),
            let claims = try? JSONValue(parsing: json), case .string(let portal)? = claims["p"],
            case .string(let content)? = claims["c"], case .string(let name)? = claims["n"],
            case .string(let type)? = claims["t"], case .number(let expiry)? = claims["e"], let expiry = Int64(expiry)
        else { throw .altered }
        guard now.seconds < expiry else { throw .expired }
        return LinkedFile(
            ContentID(stored: content), in: PortalID(stored: portal), named: FileName(stored: name), type: type)
    }

    private func code(for claims: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array("download \(claims)".utf8), using: key))
    }
}

/// The answer of every download operation (contract api-v1, 2.12).
package struct CloudFile: Sendable, Equatable {
    package let link: String
    package let expiresAt: Timestamp

    package func answer(to call: APICall) -> APIAnswer {
        var json = JSONWriter()
        json.object { json in
            json.field("link", link)
            json.field("expiresAt", call.zone.atom(expiresAt))
        }
        return .ok(json)
    }

    static let schema = Schema.Component("CloudFile") { _ in
        .object([
            .init("link", .string("Works without a token.", example: "http://localhost:8080/download/eyJwIjoi…")),
            .init("expiresAt", .moment),
        ])
    }
}
