/// One entity of the manage portal: its facts, what belongs to it, and what can be done with it. One view for all areas.
package struct DetailPage: Page {
    package static let template = "detail"

    package let crumb: LinkView
    package let title: String
    package let badge: BadgeView?
    package let details: [DetailView]
    package let created: TimeView?
    /// As the API knows it.
    package let id: String
    package let links: [LinkView]
    package let hasLinks: Bool
    package let sections: [SectionView]
    package let actions: [ActionView]
    package let hasActions: Bool

    package init(
        crumb: LinkView, title: String, badge: BadgeView? = nil, details: [DetailView], created: TimeView?, id: String,
        links: [LinkView] = [], sections: [SectionView] = [], actions: [ActionView] = []
    ) {
        (self.crumb, self.title, self.badge, self.details) = (crumb, title, badge, details)
        (self.created, self.id, self.links, hasLinks) = (created, id, links, !links.isEmpty)
        (self.sections, self.actions, hasActions) = (sections, actions, !actions.isEmpty)
    }
}

/// A part of a detail page below the facts.
package struct SectionView: Sendable, Equatable {
    package let title: String
    package let text: String?
    package let table: TableView?
    /// Instead of an empty table.
    package let emptyText: String?
    package let actions: [ActionView]
    package let links: [LinkView]
    package let hasLinks: Bool

    package init(
        title: String, text: String? = nil, table: TableView? = nil, emptyText: String? = nil,
        actions: [ActionView] = [], links: [LinkView] = []
    ) {
        self.title = title
        self.text = text
        self.table = table.flatMap { $0.hasRows ? $0 : nil }
        self.emptyText = self.table == nil ? emptyText : nil
        (self.actions, self.links, hasLinks) = (actions, links, !links.isEmpty)
    }
}
