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
    package let name: String
    package let developer: String
    package let isVerified: Bool
    package let website: LinkView?
    package let logo: String?
    package let scopes: [ScopeText]
    package let grantedBy: String
    package let grantedAt: TimeView
    package let lastUsed: TimeView?
    package let isSuspended: Bool
    package let suspendAction: String
    package let reinstateAction: String
    package let revokeAction: String
    package let initial: String

    package init(
        name: String,
        developer: String,
        isVerified: Bool,
        website: LinkView?,
        logo: String? = nil,
        scopes: [ScopeText],
        grantedBy: String,
        grantedAt: TimeView,
        lastUsed: TimeView?,
        isSuspended: Bool,
        suspendAction: String,
        reinstateAction: String,
        revokeAction: String
    ) {
        self.name = name
        self.developer = developer
        self.isVerified = isVerified
        self.website = website
        self.logo = logo
        self.scopes = scopes
        self.grantedBy = grantedBy
        self.grantedAt = grantedAt
        self.lastUsed = lastUsed
        self.isSuspended = isSuspended
        self.suspendAction = suspendAction
        self.reinstateAction = reinstateAction
        self.revokeAction = revokeAction
        self.initial = String(name.prefix(1))
    }
}
