import HTTPTypes
package import Hummingbird
package import Kernel
package import PortalDomain

/// Registering, confirming, signing in and out of the developer portal (contract O60).
package struct DeveloperSignInRoutes: Sendable {
    private let pages: PageResponder
    private let useCases: UseCases
    private let registrations: AttemptThrottle

    /// - Parameter registrations: counts accounts made from one address (checklist, row 196).
    package init(
        pages: PageResponder, useCases: UseCases,
        registrations: AttemptThrottle = AttemptThrottle(limit: 50, window: 3600)
    ) {
        (self.pages, self.useCases, self.registrations) = (pages, useCases, registrations)
    }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/developers/register", in: .developer, use: registration)
        pages.post("/developers/register", in: .developer, use: register)
        pages.get("/developers/confirm", in: .developer, use: confirmation)
        pages.post("/developers/confirm", in: .developer, use: confirm)
        pages.get("/developers/confirm/resend", in: .developer, use: resendForm)
        pages.post("/developers/confirm/resend", in: .developer, use: resend)
        pages.get("/developers/sign-in", in: .developer, use: form)
        pages.post("/developers/sign-in", in: .developer, use: signIn)
        pages.post("/developers/sign-out", in: .developer, use: signOut)
    }

    // MARK: - Registering

    @Sendable private func registration(_ page: PageContext) throws -> Response { try show(FormFields([]), page) }

    /// The same answer for a new address and a known one: nobody learns from it who has an account. What there is to know is mailed.
    @Sendable private func register(_ fields: FormFields, _ page: PageContext) async throws -> Response {
        if let seconds = registrations.delay(of: page.address, at: page.now) {
            throw PageError(.tooManyRequests, retryAfter: seconds)
        }
        let new: NewDeveloper
        do throws(RefusedForm) {
            new = try NewDeveloper(
                name: fields["name"] ?? "", email: fields["email"] ?? "", password: fields["password"] ?? "")
        } catch {
            return try show(fields, page, refused: error)
        }
        registrations.fail(page.address, at: page.now)
        let hash = try await useCases.hasher.hash(new.password)
        _ = try await useCases.developers.register(new, hash: hash, from: page.address)
        return try confirmFirst(page, RegisteredPage(email: new.email.text))
    }

    @Sendable private func resendForm(_ page: PageContext) throws -> Response {
        try confirmFirst(page, RegisteredPage(email: ""))
    }

    /// The same answer whether the address has an account or not. Limited per browser's address, and per recipient.
    @Sendable private func resend(_ fields: FormFields, _ page: PageContext) async throws -> Response {
        if let seconds = registrations.delay(of: page.address, at: page.now) {
            throw PageError(.tooManyRequests, retryAfter: seconds)
        }
        registrations.fail(page.address, at: page.now)
        let email = fields["email"] ?? ""
        if let email = AccountEmail(email) { try await useCases.developers.resendConfirmation(to: email) }
        return try confirmFirst(page, RegisteredPage(email: email), notice: "registered.resent")
    }

    private func confirmFirst(
        _ page: PageContext, _ view: RegisteredPage, status: HTTPResponse.Status = .ok, notice: String? = nil
    ) throws -> Response {
        try page.answer(
            view, titled: page.texts("registered.confirm.title"), status: status,
            notice: notice.map { NoticeView(text: page.texts($0)) })
    }

    private func show(_ fields: FormFields, _ page: PageContext, refused: RefusedForm? = nil) throws -> Response {
        let view = DeveloperRegisterPage(
            name: fields.view("name", refused, page.texts), email: fields.view("email", refused, page.texts),
            passwordError: refused?.text(of: "password", page.texts))
        return try page.answer(
            view, titled: page.texts("register.title"), status: refused == nil ? .ok : .unprocessableContent)
    }

    /// Shows a form and changes nothing: programs that scan mails follow links, and a HEAD is a GET (RFC 9110 §9.2.1).
    @Sendable private func confirmation(_ page: PageContext) async throws -> Response {
        guard let token = try page.query()["token"].flatMap({ Credential($0, .ticket) }) else { throw PageError.gone }
        return try await show(token, page)
    }

    /// The mail proves that the address is theirs, the password that it was they who registered it: anybody may have, to wait in the
    /// account for its owner.
    @Sendable private func confirm(_ fields: FormFields, _ page: PageContext) async throws -> Response {
        guard let token = fields["token"].flatMap({ Credential($0, .ticket) }),
            let developer = try await useCases.developers.awaiting(token)
        else { throw PageError.gone }
        let outcome = try await useCases.signIn.prove(
            .developer, email: developer.email, password: Secret(fields["password"] ?? ""), from: page.address)
        switch outcome {
        case .refused: return try await show(token, page, problem: page.texts("confirm_email.wrong"))
        case .throttled(let seconds): throw PageError(.tooManyRequests, retryAfter: seconds)
        case .welcome(let proof):
            guard let id = try await useCases.developers.confirm(token, from: page.address),
                proof.account == .developer(id)
            else { throw PageError.gone }
            return try await enter(proof, page)
        }
    }

    private func show(_ token: Credential, _ page: PageContext, problem: String? = nil) async throws -> Response {
        guard let developer = try await useCases.developers.awaiting(token) else { throw PageError.gone }
        let texts = page.texts
        let view = MailedLinkPage(
            heading: texts("confirm_email.title"), text: texts("confirm_email.text", ["email": developer.email]),
            action: "/developers/confirm", token: token.secret.expose(), button: texts("confirm_email.enter"),
            password: FieldView(error: problem))
        return try page.answer(
            view, titled: texts("confirm_email.title"), status: problem == nil ? .ok : .unprocessableContent)
    }

    // MARK: - Signing in

    @Sendable private func form(_ page: PageContext) throws -> Response {
        try show(page, notice: page.signInNotice(try page.query()))
    }

    @Sendable private func signIn(_ fields: FormFields, _ page: PageContext) async throws -> Response {
        let email = fields["email"] ?? ""
        let secondStep = SecondStep(useCases: useCases)
        if let step = fields["ticket"] {
            switch try await secondStep.check(step, fields, page) {
            case .proven(let proof): return try await enter(proof, page)
            case .page(let response): return response
            }
        }
        let outcome = try await useCases.signIn.prove(
            .developer, email: email, password: Secret(fields["password"] ?? ""), from: page.address)
        switch outcome {
        case .welcome(let proof):
            guard case .developer(let id) = proof.account, let developer = try await useCases.developers.find(id),
                developer.isConfirmed
            else {
                return try confirmFirst(page, RegisteredPage(email: email), status: .forbidden)
            }
            if let question = try await secondStep.ask(proof, page) { return question }
            return try await enter(proof, page)
        case .refused:
            return try show(page, email: email, problem: page.texts("error.credentials"), status: .unprocessableContent)
        case .throttled(let seconds):
            var response = try show(
                page, email: email, problem: page.texts("error.throttled"), status: .tooManyRequests)
            response.headers[.retryAfter] = "\(seconds)"
            return response
        }
    }

    private func enter(_ proof: PasswordProof, _ page: PageContext) async throws -> Response {
        let cookie = try await pages.sessions.signIn(proof, page.request, page.visit)
        return page.redirect(to: "/developers/apps", cookies: [cookie])
    }

    private func show(
        _ page: PageContext, email: String = "", problem: String? = nil, status: HTTPResponse.Status = .ok,
        notice: NoticeView? = nil
    ) throws -> Response {
        let view = SignInPage(
            audience: .developers, email: FieldView(value: email), problem: problem,
            recoverHref: "/developers/forgot-password")
        return try page.answer(view, titled: page.texts("sign_in.title"), status: status, notice: notice)
    }

    @Sendable private func signOut(_ fields: FormFields, _ page: PageContext) async throws -> Response {
        let cookie = try await pages.sessions.signOut(.developer, page.request)
        return page.redirect(to: "/developers/sign-in?done=signed-out", cookies: [cookie])
    }
}
