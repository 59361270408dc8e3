package import Kernel

/// An app of a third-party developer: OAuth's client (RFC 6749 §2).
package struct App: Sendable {
    package struct Developer: Sendable, Equatable {
        package let id: DeveloperID
        package let name: String
        package let isVerified: Bool
        package let isBanned: Bool

        package init(id: DeveloperID, name: String, isVerified: Bool, isBanned: Bool) {
            (self.id, self.name, self.isVerified, self.isBanned) = (id, name, isVerified, isBanned)
        }
    }

    package let id: AppID
    package let developer: Developer
    package let name: String
    package let description: String
    package let website: String?
    /// Names its picture, for the consent screen.
    package let logo: TokenDigest?
    package let type: AppType
    package let profile: SecurityProfile
    package let redirectURIs: [RedirectURI]
    /// The ceiling: no grant of this app ever holds more.
    package let scopes: Scopes
    /// What the consent screen does not let a person deselect.
    package let requiredScopes: Scopes
    package let isDeleted: Bool
    package let options: AppOptions
    /// What it signs assertions with (RFC 7523). An app that has keys proves itself with them and in no other way.
    package let keys: JSONWebKeySet?
    /// Where it says what it is, if it is known by that address and not by an id of ours.
    package let document: ClientIDURL?

    package init(
        id: AppID, developer: Developer, name: String, description: String, website: String?, type: AppType,
        profile: SecurityProfile, redirectURIs: [RedirectURI], scopes: Scopes, requiredScopes: Scopes, isDeleted: Bool,
        options: AppOptions = [], keys: JSONWebKeySet? = nil, logo: TokenDigest? = nil,
        document: ClientIDURL? = nil
    ) {
        (self.id, self.developer, self.name, self.description, self.website) = (
            id, developer, name, description, website
        )
        (self.options, self.keys, self.logo, self.document) = (options, keys, logo, document)
        (self.type, self.profile, self.redirectURIs) = (type, profile, redirectURIs)
        (self.scopes, self.requiredScopes, self.isDeleted) = (scopes, requiredScopes, isDeleted)
    }

    /// Public apps and the strict profile get a new refresh token with every refresh (RFC 9700 §4.14.2; contract, section 4).
    package var rotatesRefreshTokens: Bool { type.isPublic || profile == .strict }
    /// Public apps and the strict profile must use PKCE (RFC 9700 §2.1.1).
    package var needsChallenge: Bool { type.isPublic || profile == .strict }
    package var acceptsPlainChallenge: Bool { profile == .standard }
    /// Its `client_id`.
    package var clientID: String { document?.text ?? id.text }
    package var mayAct: Bool { !isDeleted && !developer.isBanned }
}

/// A live or retired App Secret, as far as the database knows it.
package struct AppSecret: Sendable {
    package let digest: TokenDigest
    package let expiresAt: Timestamp?
    package let isRevoked: Bool

    package init(digest: TokenDigest, expiresAt: Timestamp?, isRevoked: Bool) {
        (self.digest, self.expiresAt, self.isRevoked) = (digest, expiresAt, isRevoked)
    }

    func isLive(at now: Timestamp) -> Bool { !isRevoked && expiresAt.map { now < $0 } ?? true }
}
