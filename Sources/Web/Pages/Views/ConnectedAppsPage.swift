/// `/manage/settings/apps` (contract O50).
package struct ConnectedAppsPage: Page {
    package static let template = "connected-apps"

    package let apps: [ConnectedAppRow]
    package let hasApps: Bool

    package init(apps: [ConnectedAppRow]) {
        self.apps = apps
        self.hasApps = !apps.isEmpty
    }
}

package struct ConnectedAppRow: Sendable, Equatable {
    package let href: String
    package let name: String
    package let developer: String
    package let isVerified: Bool
    package let website: LinkView?
    package let logo: String?
    package let scopes: [ScopeText]
    package let isBanned: Bool
    /// Who gave it access last, and when; nil if nobody's access is alive.
    package let grantedBy: String?
    package let grantedAt: TimeView?
    /// How many other people gave it access, ready to show.
    package let others: String?
    package let lastUsed: TimeView?
    package let isSuspended: Bool
    package let suspendAction: String
    package let reinstateAction: String
    package let revokeAction: String
    package let initial: String
    package let hasAccess: Bool

    package init(
        href: String,
        name: String,
        developer: String,
        isVerified: Bool,
        website: LinkView?,
        logo: String? = nil,
        scopes: [ScopeText],
        isBanned: Bool = false,
        grantedBy: String?,
        grantedAt: TimeView?,
        others: String? = nil,
        lastUsed: TimeView?,
        isSuspended: Bool
    ) {
        self.href = href
        self.name = name
        self.developer = developer
        self.isVerified = isVerified
        self.website = website
        self.logo = logo
        self.scopes = scopes
        self.isBanned = isBanned
        self.grantedBy = grantedBy
        self.grantedAt = grantedAt
        self.others = others
        self.lastUsed = lastUsed
        self.isSuspended = isSuspended
        self.suspendAction = "\(href)/suspend"
        self.reinstateAction = "\(href)/reinstate"
        self.revokeAction = "\(href)/revoke"
        self.initial = String(name.prefix(1))
        self.hasAccess = grantedBy != nil
    }
}
