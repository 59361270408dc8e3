/// `/developers/apps`.
package struct DeveloperAppsPage: Page {
    package static let template = "developer-apps"

    package let apps: [DeveloperAppRow]
    package let hasApps: Bool
    package let isLong: Bool

    package init(apps: [DeveloperAppRow]) {
        self.apps = apps
        self.hasApps = !apps.isEmpty
        self.isLong = apps.count > 10
    }
}

package struct DeveloperAppRow: Sendable, Equatable {
    package let href: String
    package let name: String
    package let id: String
    /// Type and profile in words: "Web app · strict".
    package let kind: String
    package let portalCount: String
    package let created: TimeView

    package init(href: String, name: String, id: String, kind: String, portalCount: String, created: TimeView) {
        self.href = href
        self.name = name
        self.id = id
        self.kind = kind
        self.portalCount = portalCount
        self.created = created
    }
}
