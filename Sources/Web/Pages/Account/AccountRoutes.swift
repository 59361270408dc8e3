package import Hummingbird
import Kernel
package import PortalDomain

/// The account's own pages, at `/manage/account` and `/developers/account`: what it is, its password, its sessions (contract O70).
package struct AccountRoutes: Sendable {
    private static let events = 10

    private let useCases: UseCases
    private let pages: PageResponder

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        for area in [PageFrame.Area.manage, .developer] {
            pages.account(get: "", in: area, use: show)
            pages.account(get: "/password", in: area, use: passwordForm)
            pages.account(post: "/password", in: area, use: changePassword)
            pages.account(get: "/sessions", in: area, use: listSessions)
            pages.account(post: "/sessions/end-others", in: area, use: endOthers)
            pages.account(post: "/sessions/{session}/end", in: area, use: end)
        }
    }

    @Sendable private func show(_ context: AccountContext) async throws -> Response {
        let (texts, times) = (context.texts, context.times)
        let sessions = try await useCases.sessions.list(of: context.account, seenFrom: context.session.digest)
        let events = try await useCases.auditLog.list(in: context.account.scope, limit: Self.events)
        let isOn = try await useCases.secondFactors.isOn(context.account)
        let view = AccountPage(
            name: context.name, email: context.email, emailHref: context.path("/email"),
            passwordHref: context.path("/password"),
            isSecondFactorOn: isOn, secondFactorHref: context.path("/second-factor"),
            sessions: texts.counted("account.sessions", sessions.count), sessionsHref: context.path("/sessions"),
            events: events.map { event in
                EventLine(time: times.view(event.at), actor: event.address, text: texts.event(event.textName))
            }, deleteHref: context.page.area == .developer ? context.path("/delete") : nil)
        return try context.answer(
            view, titled: texts("account.title"), notice: try context.done(["password", "second-factor-off", "email"]))
    }

    // MARK: - Password

    @Sendable private func passwordForm(_ context: AccountContext) async throws -> Response {
        try await showPasswordForm(context)
    }

    @Sendable private func changePassword(_ fields: FormFields, _ context: AccountContext) async throws -> Response {
        let password: Password
        do throws(Password.Fault) {
            password = try Password(fields["password"] ?? "")
        } catch {
            return try await showPasswordForm(context, password: context.texts(error.rawValue))
        }
        let refusal = try await useCases.accounts.changePassword(
            of: context.account, fields.again, to: password, keeping: context.session.digest, context.page.visit)
        guard let refusal else { return context.redirect(done: "password") }
        return try await showPasswordForm(context, again: context.page.again(refused: refusal))
    }

    private func showPasswordForm(
        _ context: AccountContext, again: ReauthenticationView? = nil, password: String? = nil
    ) async throws -> Response {
        let isOn = try await useCases.secondFactors.isOn(context.account)
        let view = AccountPasswordPage(
            accountHref: context.path(""), action: context.path("/password"), email: context.email,
            again: (again ?? ReauthenticationView()).asking(code: isOn), passwordError: password)
        return try context.answer(
            view, titled: context.texts("account.password.title"),
            status: view.problems == nil ? .ok : .unprocessableContent)
    }

    // MARK: - Sessions

    @Sendable private func listSessions(_ context: AccountContext) async throws -> Response {
        let times = context.times
        let sessions = try await useCases.sessions.list(of: context.account, seenFrom: context.session.digest)
        let rows = sessions.map { session in
            SessionRow(
                device: session.device.words(in: context.page.language.inMails), address: session.address,
                since: times.view(session.createdAt), lastSeen: times.view(session.lastSeenAt),
                isCurrent: session.isCurrent, endAction: context.path("/sessions/\(session.id)/end"))
        }
        let view = AccountSessionsPage(
            accountHref: context.path(""), sessions: rows, endOthersAction: context.path("/sessions/end-others"))
        return try context.answer(
            view, titled: context.texts("sessions.title"), notice: try context.done(["session", "sessions"]))
    }

    @Sendable private func end(_ fields: FormFields, _ context: AccountContext) async throws -> Response {
        let id: SessionID = try context.page.id("session")
        guard try await useCases.sessions.end(id, of: context.account) else { throw PageError.notFound }
        return context.redirect(to: "/sessions", done: "session")
    }

    @Sendable private func endOthers(_ fields: FormFields, _ context: AccountContext) async throws -> Response {
        try await useCases.sessions.endOthers(of: context.account, than: context.session.digest)
        return context.redirect(to: "/sessions", done: "sessions")
    }
}
