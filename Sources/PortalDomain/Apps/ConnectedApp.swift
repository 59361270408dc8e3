package import Kernel

/// An app that may act for a portal, that may come back without asking, or that the portal suspended.
package struct ConnectedApp: Sendable {
    package let id: AppID
    package let name: String
    package let website: String?
    package let logo: TokenDigest?
    package let developer: String
    package let isVerified: Bool
    /// The operator banned its developer: none of its tokens works in any portal (contract O15).
    package let isBanned: Bool
    /// Since when the portal keeps it out; nil: it does not.
    package let suspendedAt: Timestamp?
    /// Who gave it access, newest first. Empty for an app that is only remembered.
    package let grants: [AppGrant]
    /// Who need not be asked again, by e-mail address. Outlives the grants, until somebody revokes.
    package let remembered: [String]

    package var isSuspended: Bool { suspendedAt != nil }
    /// Of all its grants together.
    package var scopes: Scopes { grants.reduce(into: []) { $0.formUnion($1.scopes) } }
    package var lastUsedAt: Timestamp? { grants.compactMap(\.lastUsedAt).max() }
    /// Everybody who gave it access, each once, the newest first.
    package var people: [String] {
        grants.map(\.person).reduce(into: []) { people, person in
            if !people.contains(person) { people.append(person) }
        }
    }
}

/// The access that one person gave an app at one moment.
package struct AppGrant: Sendable {
    package let id: GrantID
    /// By e-mail address.
    package let person: String
    package let scopes: Scopes
    package let grantedAt: Timestamp
    /// When it was last used at the API, to the minute.
    package let lastUsedAt: Timestamp?
}

/// A connected app, with what only its own page tells.
package struct ConnectedAppDetails: Sendable {
    package let app: ConnectedApp
    package let description: String
    package let type: AppType
    /// Where codes can be sent: hosts, or private schemes, of the URIs that are registered now. Each once.
    package let redirectHosts: [String]
}
