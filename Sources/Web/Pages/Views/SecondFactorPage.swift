/// The second step of signing in: a code of the authenticator app, or a recovery code.
package struct SecondFactorPage: Page {
    package static let template = "second-factor"

    package let action: String
    package let ticket: String
    package let returnTicket: String?
    package let problems: ProblemSummary?

    package init(action: String, ticket: String, returnTicket: String? = nil, problem: String? = nil) {
        self.action = action
        self.ticket = ticket
        self.returnTicket = returnTicket
        self.problems = ProblemSummary(problem)
    }
}
