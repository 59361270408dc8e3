/// `/manage/invitation?token=…`: somebody invited to a portal chooses a password.
package struct InvitationPage: Page {
    package static let template = "invitation"

    package let token: String
    package let portalName: String
    package let email: String
    package let role: String
    package let passwordError: String?
    package let problems: ProblemSummary?

    package init(
        token: String,
        portalName: String,
        email: String,
        role: String,
        passwordError: String? = nil,
        problem: String? = nil
    ) {
        self.token = token
        self.portalName = portalName
        self.email = email
        self.role = role
        self.passwordError = passwordError
        self.problems = ProblemSummary(problem, ("password", passwordError))
    }
}
