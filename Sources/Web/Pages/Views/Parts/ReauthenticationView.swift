/// The fields `current_password` and, with a second factor, `code`: once more, who are you?
package struct ReauthenticationView: Sendable, Equatable {
    package let asksForCode: Bool
    package let passwordError: String?
    package let codeError: String?

    package init(asksForCode: Bool = false, passwordError: String? = nil, codeError: String? = nil) {
        (self.asksForCode, self.passwordError, self.codeError) = (asksForCode, passwordError, codeError)
    }

    func asking(code: Bool) -> ReauthenticationView {
        ReauthenticationView(asksForCode: code, passwordError: passwordError, codeError: codeError)
    }
}
