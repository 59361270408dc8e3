import HTTPTypes
package import Hummingbird
package import Kernel
package import PortalDomain

/// Signing in and out of the manage portal, invitations, and the choice among several portals.
package struct ManageSignInRoutes: Sendable {
    /// Where a waiting authorization request goes on: a path of ours, or nil if the ticket is not good any more.
    package typealias Continuation =
        @Sendable (_ ticket: String, _ user: UserID, _ browser: TokenDigest) async throws -> String?

    /// Where such a request may end outside of our origin, as `PageHeaders.formAction(for:)` says it.
    ///
    /// Chrome holds every redirect after a form to the `form-action` of the page with the form. A sign-in that needs no consent ends
    /// at the app, three redirects later, so the sign-in page must allow it.
    package typealias Destinations = @Sendable (_ ticket: String, _ browser: TokenDigest) async throws -> [String]

    private let pages: PageResponder
    private let useCases: UseCases
    private let continuation: Continuation
    private let destinations: Destinations

    package init(
        pages: PageResponder, useCases: UseCases, continuation: @escaping Continuation,
        destinations: @escaping Destinations = { _, _ in [] }
    ) {
        (self.pages, self.useCases) = (pages, useCases)
        (self.continuation, self.destinations) = (continuation, destinations)
    }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/sign-in", in: .manage, use: form)
        pages.post("/manage/sign-in", in: .manage, use: signIn)
        pages.post("/manage/sign-out", in: .manage, use: signOut)
        pages.get("/manage/invitation", in: .manage, use: invitation)
        pages.post("/manage/invitation", in: .manage, use: accept)
        pages.get("/manage/portal", in: .manage, use: choose)
        pages.post("/manage/portal", in: .manage, use: open)
    }

    // MARK: - Signing in

    /// `?return=…` is a ticket of ours, never an address.
    @Sendable private func form(_ page: PageContext) async throws -> Response {
        let query = try page.query()
        return try await show(page, ticket: query["return"], notice: page.signInNotice(query))
    }

    @Sendable private func signIn(_ fields: FormFields, _ page: PageContext) async throws -> Response {
        let (email, ticket) = (fields["email"] ?? "", fields["return"])
        if let step = fields["ticket"] { return try await finish(step, fields, page, ticket) }
        let outcome = try await useCases.signIn.prove(
            .user, email: email, password: Secret(fields["password"] ?? ""), from: page.address)
        switch outcome {
        case .welcome(let proof):
            let places = try await places(ticket, page)
            if let question = try await secondStep.ask(proof, page, returning: ticket, formActions: places) {
                return question
            }
            return try await enter(proof, page, ticket)
        case .refused:
            return try await show(
                page, email: email, ticket: ticket, problem: page.texts("error.credentials"),
                status: .unprocessableContent)
        case .throttled(let seconds):
            var response = try await show(
                page, email: email, ticket: ticket, problem: page.texts("error.throttled"), status: .tooManyRequests)
            response.headers[.retryAfter] = "\(seconds)"
            return response
        }
    }

    /// The second step.
    private func finish(
        _ step: String, _ fields: FormFields, _ page: PageContext, _ ticket: String?
    ) async throws -> Response {
        let places = try await places(ticket, page)
        switch try await secondStep.check(step, fields, page, returning: ticket, formActions: places) {
        case .proven(let proof): return try await enter(proof, page, ticket)
        case .page(let response): return response
        }
    }

    private func enter(_ proof: PasswordProof, _ page: PageContext, _ ticket: String?) async throws -> Response {
        guard case .user(let user) = proof.account else { throw PageError.badRequest }
        let cookie = try await pages.sessions.signIn(proof, page.request, page.visit)
        var next: LocalPath = "/manage"
        if let ticket, let path = try await continuation(ticket, user, page.browser.digest) {
            next = LocalPath(path) ?? next
        }
        return page.redirect(to: next, cookies: [cookie])
    }

    /// Where the form may lead in the end, if a request waits under this ticket.
    private func places(_ ticket: String?, _ page: PageContext) async throws -> [String] {
        guard let ticket = ticket.flatMap({ Credential($0, .ticket) }) else { return [] }
        return try await destinations(ticket.secret.expose(), page.browser.digest)
    }

    private var secondStep: SecondStep { SecondStep(useCases: useCases) }

    private func show(
        _ page: PageContext, email: String = "", ticket: String?, problem: String? = nil,
        status: HTTPResponse.Status = .ok,
        notice: NoticeView? = nil
    ) async throws -> Response {
        let email = email.isEmpty ? (try? page.query()["login_hint"]).flatMap { $0 } ?? "" : email
        // Only what can be a ticket of ours is carried along.
        let ticket = ticket.flatMap { Credential($0, .ticket) }?.secret.expose()
        let view = SignInPage(
            audience: .manage, email: FieldView(value: email), returnTicket: ticket, problem: problem,
            recoverHref: "/manage/forgot-password")
        let places = try await places(ticket, page)
        return try page.answer(
            view, titled: page.texts("sign_in.title"), status: status, notice: notice, formActions: places)
    }

    @Sendable private func signOut(_ fields: FormFields, _ page: PageContext) async throws -> Response {
        let cookie = try await pages.sessions.signOut(.user, page.request)
        return page.redirect(to: "/manage/sign-in?done=signed-out", cookies: [cookie])
    }

    // MARK: - Invitations

    @Sendable private func invitation(_ page: PageContext) async throws -> Response {
        let (token, invitation) = try await find(try page.query()["token"])
        return try show(invitation, token, page)
    }

    @Sendable private func accept(_ fields: FormFields, _ page: PageContext) async throws -> Response {
        let (token, invitation) = try await find(fields["token"])
        let password: Password
        do throws(Password.Fault) {
            password = try Password(fields["password"] ?? "")
        } catch {
            return try show(invitation, token, page, problem: page.texts(error.rawValue), status: .unprocessableContent)
        }
        let hash = try await useCases.hasher.hash(password)
        guard let proof = try await useCases.invitations.accept(token, password: hash, from: page.address) else {
            throw PageError.gone
        }
        let cookie = try await pages.sessions.signIn(proof, page.request, page.visit)
        return page.redirect(to: "/manage", cookies: [cookie])
    }

    private func find(_ text: String?) async throws -> (Credential, Invitation) {
        guard let token = text.flatMap({ Credential($0, .ticket) }),
            let found = try await useCases.invitations.find(token)
        else {
            throw PageError.gone
        }
        return (token, found)
    }

    private func show(
        _ invitation: Invitation, _ token: Credential, _ page: PageContext, problem: String? = nil,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let view = InvitationPage(
            token: token.secret.expose(), portalName: invitation.portalName, email: invitation.email,
            role: page.texts.role(invitation.role.rawValue), passwordError: problem)
        return try page.answer(view, titled: page.texts("invitation.title"), status: status)
    }

    // MARK: - Which portal

    @Sendable private func choose(_ page: PageContext) async throws -> Response {
        guard let found = try await pages.sessions.user(of: page.request) else {
            throw PageRedirect(to: "/manage/sign-in")
        }
        guard !found.memberships.isEmpty else { throw WithoutPortal(user: found.user) }
        let choices = found.memberships.map { membership in
            PortalChoice(
                value: membership.portal.slug,
                name: membership.portal.isSuspended
                    ? page.texts("portal.suspended.mark", ["name": membership.portal.name]) : membership.portal.name,
                isSelected: membership.portal.id == found.session.portal)
        }
        return try page.answer(
            ChoosePortalPage(action: "/manage/portal", portals: choices), titled: page.texts("choose_portal.title"))
    }

    @Sendable private func open(_ fields: FormFields, _ page: PageContext) async throws -> Response {
        guard let found = try await pages.sessions.user(of: page.request) else {
            throw PageRedirect(to: "/manage/sign-in")
        }
        guard let membership = found.memberships.first(where: { $0.portal.slug == fields["portal"] }) else {
            throw PageError.notFound
        }
        try await pages.sessions.open(membership.portal.id, in: found.session)
        return page.redirect(to: "/manage")
    }
}
