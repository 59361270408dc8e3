/// `/manage/settings/apps/{app}` (contract O50).
package struct ConnectedAppPage: Page {
    package static let template = "connected-app"

    package let name: String
    package let initial: String
    package let logo: String?
    package let developer: String
    package let isVerified: Bool
    package let isBanned: Bool
    package let website: LinkView?
    package let description: String?
    package let clientID: String
    package let type: String
    /// Where the app can send people and codes to.
    package let hosts: [String]
    package let scopes: [ScopeText]
    package let lastUsed: TimeView?
    package let suspendedSince: TimeView?
    package let grants: [AppGrantRow]
    package let hasGrants: Bool
    /// People who need not be asked again, although there is no grant.
    package let remembered: String?
    package let auditHref: String
    package let suspendAction: String
    package let reinstateAction: String
    package let revokeAction: String

    package init(
        name: String,
        logo: String? = nil,
        developer: String,
        isVerified: Bool,
        isBanned: Bool,
        website: LinkView?,
        description: String?,
        clientID: String,
        type: String,
        hosts: [String],
        scopes: [ScopeText],
        lastUsed: TimeView?,
        suspendedSince: TimeView?,
        grants: [AppGrantRow],
        remembered: String?,
        auditHref: String,
        path: String
    ) {
        self.name = name
        self.initial = String(name.prefix(1))
        self.logo = logo
        self.developer = developer
        self.isVerified = isVerified
        self.isBanned = isBanned
        self.website = website
        self.description = description
        self.clientID = clientID
        self.type = type
        self.hosts = hosts
        self.scopes = scopes
        self.lastUsed = lastUsed
        self.suspendedSince = suspendedSince
        self.grants = grants
        self.hasGrants = !grants.isEmpty
        self.remembered = remembered
        self.auditHref = auditHref
        self.suspendAction = "\(path)/suspend"
        self.reinstateAction = "\(path)/reinstate"
        self.revokeAction = "\(path)/revoke"
    }
}

/// The access that one person gave.
package struct AppGrantRow: Sendable, Equatable {
    package let person: String
    package let granted: TimeView
    package let lastUsed: TimeView?
    package let scopes: [ScopeText]
    package let revokeAction: String

    package init(
        person: String,
        granted: TimeView,
        lastUsed: TimeView?,
        scopes: [ScopeText],
        revokeAction: String
    ) {
        self.person = person
        self.granted = granted
        self.lastUsed = lastUsed
        self.scopes = scopes
        self.revokeAction = revokeAction
    }
}
