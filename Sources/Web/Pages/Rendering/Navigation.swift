/// The pages of the manage portal that the navigation names.
package enum ManageSection: CaseIterable, Sendable {
    case home, customers, apiKeys, apps, people, audit, portal

    /// The lines that a user may see: keys, apps and the audit log are for owners and admins.
    package static func navigation(current: ManageSection?, canManageAccess: Bool, texts: Texts) -> [NavigationItem] {
        let sections: [ManageSection] = canManageAccess ? allCases : [.home, .customers]
        return sections.map { section in
            NavigationItem(
                label: texts(section.key), href: section.href, isCurrent: section == current,
                heading: section == .apiKeys ? texts("nav.settings") : nil)
        }
    }

    package var href: String {
        switch self {
        case .home: "/manage"
        case .customers: "/manage/customers"
        case .apiKeys: "/manage/settings/api-keys"
        case .apps: "/manage/settings/apps"
        case .people: "/manage/settings/people"
        case .audit: "/manage/settings/audit"
        case .portal: "/manage/settings/portal"
        }
    }

    private var key: String {
        switch self {
        case .home: "nav.home"
        case .customers: "nav.customers"
        case .apiKeys: "nav.api_keys"
        case .apps: "nav.connected_apps"
        case .people: "people.title"
        case .audit: "nav.audit"
        case .portal: "nav.portal"
        }
    }
}

/// The pages of the developer portal that the navigation names.
package enum DeveloperSection: CaseIterable, Sendable {
    case apps, testPortal, docs

    package static func navigation(current: DeveloperSection?, texts: Texts) -> [NavigationItem] {
        allCases.map { section in
            switch section {
            case .apps:
                NavigationItem(label: texts("nav.apps"), href: "/developers/apps", isCurrent: section == current)
            case .testPortal:
                NavigationItem(
                    label: texts("nav.test_portal"), href: "/developers/test-portal", isCurrent: section == current)
            case .docs:
                NavigationItem(label: texts("nav.docs"), href: "/docs", isCurrent: section == current)
            }
        }
    }
}
