/// `/manage`: the portal at a glance.
package struct ManageHomePage: Page {
    package static let template = "manage-home"

    package let portalName: String
    package let customerCount: String
    package let keyCount: String
    package let appCount: String
    /// Keys and apps are for owners and admins.
    package let canManageAccess: Bool
    package let chart: ChartView
    package let events: [EventLine]

    package init(
        portalName: String,
        customerCount: String,
        keyCount: String,
        appCount: String,
        canManageAccess: Bool,
        chart: ChartView,
        events: [EventLine]
    ) {
        self.portalName = portalName
        self.customerCount = customerCount
        self.keyCount = keyCount
        self.appCount = appCount
        self.canManageAccess = canManageAccess
        self.chart = chart
        self.events = events
    }
}

/// An audit event in one line.
package struct EventLine: Sendable, Equatable {
    package let time: TimeView
    package let actor: String
    package let text: String

    package init(time: TimeView, actor: String, text: String) {
        self.time = time
        self.actor = actor
        self.text = text
    }
}
