/// `/developers/register`.
package struct DeveloperRegisterPage: Page {
    package static let template = "developer-register"

    package let name: FieldView
    package let email: FieldView
    package let passwordError: String?
    package let returnTicket: String?
    package let problems: ProblemSummary?

    package init(
        name: FieldView = FieldView(),
        email: FieldView = FieldView(),
        passwordError: String? = nil,
        returnTicket: String? = nil,
        problem: String? = nil
    ) {
        self.name = name
        self.email = email
        self.passwordError = passwordError
        self.returnTicket = returnTicket
        self.problems = ProblemSummary(
            problem,
            ("name", name.error),
            ("email", email.error),
            ("password", passwordError)
        )
    }
}
