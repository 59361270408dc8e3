/// `/manage/settings/people`.
package struct PeoplePage: Page {
    package static let template = "people"

    package let people: [PersonRow]

    package init(people: [PersonRow]) { self.people = people }
}

/// Somebody who belongs to the portal.
package struct PersonRow: Sendable, Equatable {
    package let name: String
    package let email: String
    package let role: String
    package let isYou: Bool
    package let isPending: Bool
    package let hasSecondFactor: Bool
    package let since: TimeView
    /// Whoever looks may change and remove them.
    package let isManaged: Bool
    package let roles: [OptionView]
    package let roleAction: String
    package let invitationAction: String
    package let removeAction: String

    package init(
        name: String, email: String, role: String, isYou: Bool, isPending: Bool, hasSecondFactor: Bool, since: TimeView,
        isManaged: Bool, roles: [OptionView], roleAction: String, invitationAction: String, removeAction: String
    ) {
        (self.name, self.email, self.role, self.isYou) = (name, email, role, isYou)
        (self.isPending, self.hasSecondFactor, self.since) = (isPending, hasSecondFactor, since)
        (self.isManaged, self.roles, self.roleAction) = (isManaged, roles, roleAction)
        (self.invitationAction, self.removeAction) = (invitationAction, removeAction)
    }
}
