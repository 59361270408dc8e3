/// After signing in: which portal, for a user who belongs to several.
package struct ChoosePortalPage: Page {
    package static let template = "choose-portal"

    package let action: String
    package let portals: [PortalChoice]
    package let returnTicket: String?

    package init(action: String, portals: [PortalChoice], returnTicket: String? = nil) {
        self.action = action
        self.portals = portals
        self.returnTicket = returnTicket
    }
}
