/// A list of entities of the manage portal: a filter, a table, and the pages before and after. One view for all areas, so that a
/// list looks and works the same everywhere.
package struct ListPage: Page {
    package static let template = "list"

    package let title: String
    package let intro: String?
    /// Other ways on from here.
    package let links: [LinkView]
    /// Where a new one is made.
    package let new: LinkView?
    package let filter: FilterView?
    package let table: TableView
    package let pager: PagerView
    /// Instead of an empty table.
    package let emptyTitle: String
    package let emptyText: String
    package let forms: [ActionView]
    package let hasLinks: Bool
    package let hasRows: Bool

    package init(
        title: String, intro: String? = nil, links: [LinkView] = [], new: LinkView? = nil, filter: FilterView? = nil,
        table: TableView, pager: PagerView, emptyTitle: String, emptyText: String, forms: [ActionView] = []
    ) {
        (self.title, self.intro, self.links, self.new) = (title, intro, links, new)
        (self.filter, self.table, self.pager) = (filter, table, pager)
        (self.emptyTitle, self.emptyText, self.forms) = (emptyTitle, emptyText, forms)
        (hasLinks, hasRows) = (!links.isEmpty || new != nil, table.hasRows)
    }
}

/// The form above a list.
package struct FilterView: Sendable, Equatable {
    package let action: String
    package let fields: [InputView]
    /// Whether it leaves something out now, so that there is a way back to all.
    package let isActive: Bool

    package init(action: String, fields: [InputView], isActive: Bool) {
        (self.action, self.fields, self.isActive) = (action, fields, isActive)
    }
}
