package import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// Somebody who is signed in and looks after their own account: a user, also one without a portal, or a developer.
package struct AccountContext: Sendable {
    package let page: PageContext
    package let session: Session
    package let account: Account
    package let email: String
    package let name: String
    package let times: PageTimes
    let surroundings: PageContext.Surroundings

    package var texts: Texts { page.texts }

    /// A page of the account: `path("/sessions")`.
    package func path(_ tail: String) -> String { page.area.accountPath + tail }

    package func answer(
        _ view: some Page, titled title: String, status: HTTPResponse.Status = .ok, notice: NoticeView? = nil
    ) throws -> Response {
        try page.answer(view, titled: title, status: status, surroundings: surroundings, notice: notice)
    }

    /// - Parameter done: names the notice on the page that is shown next: `account.done.…`.
    func redirect(to tail: String = "", done: String) -> Response {
        page.redirect(to: LocalPath("\(path(tail))?done=\(done)") ?? "/")
    }

    /// What was done just before, from the address.
    func done(_ known: Set<String>) throws(PageError) -> NoticeView? {
        guard let done = try page.query()["done"], known.contains(done) else { return nil }
        return NoticeView(text: texts("account.done.\(done)"))
    }
}

extension PageFrame.Area {
    /// Whose accounts belong to it.
    var accountKind: Account.Kind { self == .developer ? .developer : .user }
    var basePath: String { self == .developer ? "/developers" : "/manage" }
    var signInPath: String { "\(basePath)/sign-in" }
    /// Where the pages of the account are.
    var accountPath: String { "\(basePath)/account" }
}

extension PageContext {
    /// Who is signed in here; nobody: to the sign-in page.
    package func account() async throws -> AccountContext {
        if area == .developer {
            let context = try await developer()
            return AccountContext(
                page: self, session: context.session, account: .developer(context.developer.id),
                email: context.developer.email, name: context.developer.name, times: times,
                surroundings: context.surroundings)
        }
        guard let found = try await pages.sessions.user(of: request) else { throw PageRedirect(to: "/manage/sign-in") }
        var surroundings = Surroundings()
        surroundings.signedInAs = found.user.email
        if let open = found.open, !open.portal.isSuspended {
            surroundings.portalName = open.portal.name
            surroundings.navigation = ManageSection.navigation(
                current: nil, canManageAccess: open.role.managesAccess, without: open.portal.featuresOff,
                texts: texts)
        }
        return AccountContext(
            page: self, session: found.session, account: .user(found.user.id), email: found.user.email,
            name: found.user.name,
            times: found.open.map { pages.times(in: $0.portal.timeZone, language) } ?? times,
            surroundings: surroundings)
    }
}
