/// `/manage/sign-in` and `/developers/sign-in`.
package struct SignInPage: Page {
    package static let template = "sign-in"

    package let email: FieldView
    /// Names the parked request to return to; never an address.
    package let returnTicket: String?
    /// Where a forgotten password is recovered, when that is possible.
    package let recoverHref: String?
    package let isDevelopers: Bool
    package let action: String
    package let problems: ProblemSummary?

    package init(
        audience: SignInAudience,
        email: FieldView = FieldView(),
        returnTicket: String? = nil,
        problem: String? = nil,
        recoverHref: String? = nil
    ) {
        self.email = email
        self.returnTicket = returnTicket
        self.recoverHref = recoverHref
        self.isDevelopers = audience == .developers
        self.action = audience == .developers ? "/developers/sign-in" : "/manage/sign-in"
        self.problems = ProblemSummary(problem, ("email", email.error))
    }
}

/// Who signs in: portal users and developers have different accounts, also with one e-mail address.
package enum SignInAudience: Sendable {
    case manage, developers
}
