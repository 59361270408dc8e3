/// `/manage/customers`: found by name or e-mail address.
package struct CustomersPage: Page {
    package static let template = "customers"

    package let search: String
    package let rows: [CustomerRow]
    package let pager: PagerView
    package let hasRows: Bool
    package let isSearch: Bool

    package init(search: String, rows: [CustomerRow], pager: PagerView) {
        self.search = search
        self.rows = rows
        self.pager = pager
        self.hasRows = !rows.isEmpty
        self.isSearch = !search.isEmpty
    }
}

package struct CustomerRow: Sendable, Equatable {
    package let href: String
    package let company: String
    package let city: String
    package let email: String
    package let groups: [String]
    package let created: TimeView

    package init(href: String, company: String, city: String, email: String, groups: [String], created: TimeView) {
        self.href = href
        self.company = company
        self.city = city
        self.email = email
        self.groups = groups
        self.created = created
    }
}
