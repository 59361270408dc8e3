package import Hummingbird
package import Kernel
package import PortalDomain

/// The anti-forgery field `csrf` of every form: bound to the browser and to the session it was shown in, so that a form of another
/// browser, or from before the sign-in, is refused (contract O13, checklist row 51).
package struct CSRF: Sendable {
    package static let field = "csrf"

    private let tokens: FormTokens
    private let sessions: PageSessions

    package init(tokens: FormTokens, sessions: PageSessions) { (self.tokens, self.sessions) = (tokens, sessions) }

    /// The value for forms on a page that `browser` sees in `area`.
    package func token(for request: Request, in area: PageFrame.Area, browser: BrowserID) -> String {
        tokens.token(browser: browser.digest, session: sessions.digest(of: request, in: area))
    }

    /// Throws the 403 page unless the form was made for this browser and session.
    package func verify(_ fields: FormFields, of request: Request, in area: PageFrame.Area) throws(PageError) {
        let browser = sessions.browser(of: request)
        guard !browser.isNew, let token = fields[Self.field] else { throw .csrf }
        guard tokens.accepts(token, browser: browser.digest, session: sessions.digest(of: request, in: area)) else {
            throw .csrf
        }
    }
}
