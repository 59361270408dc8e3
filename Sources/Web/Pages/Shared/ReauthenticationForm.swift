import HTTPTypes
import Kernel
import PortalDomain

extension FormFields {
    /// What somebody filled in of `reauthentication.mustache`.
    var again: Reauthentication {
        Reauthentication(password: self["current_password"] ?? "", code: self["code"] ?? "")
    }
}

extension PageContext {
    /// What is said to somebody who could not show who they are. Too many tries are a 429.
    func again(refused: Accounts.Refusal) throws(PageError) -> ReauthenticationView {
        switch refused {
        case .wrongPassword: ReauthenticationView(passwordError: texts("error.password.wrong"))
        case .wrongCode: ReauthenticationView(asksForCode: true, codeError: texts("error.code.wrong"))
        case .throttled(let seconds): throw PageError(.tooManyRequests, retryAfter: seconds)
        }
    }
}
