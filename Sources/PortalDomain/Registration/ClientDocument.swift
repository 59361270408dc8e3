package import Kernel

/// Gets the documents of apps from where they are. Whoever names the address is unknown, so an implementation trusts neither the address
/// nor what it finds there.
package protocol ClientDocumentSource: Sendable {
    func fetch(_ url: ClientIDURL) async throws(ClientDocumentFault) -> ClientDocument
}

/// Why there is no document that can be used. For the log.
package struct ClientDocumentFault: Error, Sendable, Equatable {
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}

/// What an app says about itself at an address of its own (draft-ietf-oauth-client-id-metadata-document §4).
package struct ClientDocument: Sendable {
    /// Bytes.
    package static let limit = 5120
    /// Seconds for which a document is believed, whatever its server says (§4.3).
    static let lifetimes: ClosedRange<Int64> = 300...86_400
    static let standardLifetime: Int64 = 3600

    package let bytes: [UInt8]
    /// Seconds that its server lets it be kept; nil if it does not say.
    package let lifetime: Int64?

    package init(bytes: [UInt8], lifetime: Int64?) { (self.bytes, self.lifetime) = (bytes, lifetime) }

    var keptFor: Int64 {
        min(max(lifetime ?? Self.standardLifetime, Self.lifetimes.lowerBound), Self.lifetimes.upperBound)
    }

    /// What it says, if it says it about the app at `url`.
    package func metadata(of url: ClientIDURL) throws(ClientDocumentFault) -> ClientMetadata {
        guard let json = try? JSONValue(parsing: bytes, maximumDepth: 8) else { throw .init("not JSON") }
        // Byte by byte: a string that is only equivalent names another address (§4.1).
        guard case .string(let id)? = json["client_id"], id.utf8.elementsEqual(url.text.utf8) else {
            throw .init("client_id is another")
        }
        // Everybody can read it, so there is nothing secret in it (§4.1).
        guard json["client_secret"] == nil, json["client_secret_expires_at"] == nil else { throw .init("a secret") }
        do throws(ClientMetadata.Fault) {
            return try ClientMetadata(json, of: .document(url))
        } catch {
            switch error {
            case .redirectURI(let text), .metadata(let text): throw .init(text)
            case .softwareStatement: throw .init("a software statement")
            }
        }
    }
}
