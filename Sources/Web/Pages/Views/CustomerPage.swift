/// `/manage/customers/{id}`.
package struct CustomerPage: Page {
    package static let template = "customer"

    package let name: String
    package let id: String
    package let details: [DetailView]
    package let groups: [String]
    package let created: TimeView
    package let updated: TimeView?
    package let hasGroups: Bool

    package init(
        name: String,
        id: String,
        details: [DetailView],
        groups: [String],
        created: TimeView,
        updated: TimeView?
    ) {
        self.name = name
        self.id = id
        self.details = details
        self.groups = groups
        self.created = created
        self.updated = updated
        self.hasGroups = !groups.isEmpty
    }
}
