package import Kernel

/// The pages of the manage portal that the navigation names.
package enum ManageSection: Sendable {
    case home, customers
    case invoices, offers, subscriptions, paymentLinks, punchCards
    case appointments, tickets, agreements, files
    case apiKeys, apps, webhooks, people, audit, features, portal, letterhead, payments, platformInvoices

    private struct Line {
        let section: ManageSection
        let key: String
        let href: String
        /// Hidden when this is switched off (contract api-v1, 2.13).
        var feature: Feature?
    }

    private struct Group {
        let heading: String?
        let lines: [Line]
        /// Keys, apps and the audit log are for owners and admins.
        var isForManagers = false
    }

    private static let groups: [Group] = [
        Group(
            heading: nil,
            lines: [
                Line(section: .home, key: "nav.home", href: "/manage"),
                Line(section: .customers, key: "nav.customers", href: "/manage/customers"),
            ]),
        // What customers pay for: invoices, offers, subscriptions, payment links, punch cards.
        Group(
            heading: "nav.sales",
            lines: [
                Line(section: .invoices, key: "nav.invoices", href: "/manage/invoices", feature: .invoicing),
                Line(section: .offers, key: "nav.offers", href: "/manage/offers", feature: .offers),
                Line(
                    section: .subscriptions, key: "nav.subscriptions", href: "/manage/subscriptions",
                    feature: .subscriptions),
                Line(
                    section: .paymentLinks, key: "nav.payment_links", href: "/manage/payment-links",
                    feature: .paymentlinks),
                Line(section: .punchCards, key: "punch_cards.title", href: "/manage/punch-cards", feature: .punchcards),
            ]),
        // What is done with customers: appointments, tickets, agreements, files.
        Group(
            heading: "nav.work",
            lines: [
                Line(
                    section: .appointments, key: "appointments.title", href: "/manage/appointments",
                    feature: .appointments),
                Line(section: .tickets, key: "tickets.title", href: "/manage/tickets", feature: .ticketing),
                Line(
                    section: .agreements, key: "agreements.title", href: "/manage/agreements", feature: .agreements),
                Line(section: .files, key: "files.title", href: "/manage/files", feature: .files),
            ]),
        Group(
            heading: "nav.settings",
            lines: [
                Line(section: .apiKeys, key: "nav.api_keys", href: "/manage/settings/api-keys"),
                Line(section: .apps, key: "nav.connected_apps", href: "/manage/settings/apps"),
                Line(section: .webhooks, key: "nav.webhooks", href: "/manage/settings/webhooks"),
                Line(section: .people, key: "people.title", href: "/manage/settings/people"),
                Line(section: .audit, key: "nav.audit", href: "/manage/settings/audit"),
                Line(section: .features, key: "nav.features", href: "/manage/settings/features"),
                Line(section: .portal, key: "nav.portal", href: "/manage/settings/portal"),
                Line(section: .letterhead, key: "nav.letterhead", href: "/manage/settings/letterhead"),
                Line(section: .payments, key: "nav.payments", href: "/manage/settings/payments"),
                Line(section: .platformInvoices, key: "nav.platform_invoices", href: "/manage/settings/invoices"),
            ], isForManagers: true),
    ]

    /// The lines that a user may see.
    package static func navigation(
        current: ManageSection?, canManageAccess: Bool, without off: Set<Feature> = [], texts: Texts
    ) -> [NavigationItem] {
        groups.filter { canManageAccess || !$0.isForManagers }.flatMap { group in
            let lines = group.lines.filter { line in line.feature.map { !off.contains($0) } ?? true }
            return lines.enumerated().map { position, line in
                NavigationItem(
                    label: texts(line.key), href: line.href, isCurrent: line.section == current,
                    heading: position == 0 ? group.heading.map { texts($0) } : nil)
            }
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
