/// Invites somebody to the portal.
package struct NewPersonPage: Page {
    package static let template = "new-person"

    package let email: FieldView
    package let roles: [OptionView]
    package let roleError: String?
    package let problems: ProblemSummary?

    package init(email: FieldView, roles: [OptionView], roleError: String? = nil) {
        (self.email, self.roles, self.roleError) = (email, roles, roleError)
        problems = ProblemSummary(nil, ("email", email.error), ("roles", roleError))
    }
}
