import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// "Forgot your password?" in both portals (contract O71): a mail with a link, and the page that the link opens.
package struct PasswordResetRoutes: Sendable {
    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        for area in [PageFrame.Area.manage, .developer] {
            pages.get(RouterPath("\(area.basePath)/forgot-password"), in: area, use: form)
            pages.post(RouterPath("\(area.basePath)/forgot-password"), in: area, use: request)
            pages.get(RouterPath("\(area.basePath)/reset-password"), in: area, use: open)
            pages.post(RouterPath("\(area.basePath)/reset-password"), in: area, use: reset)
        }
    }

    // MARK: - Asking for the mail

    @Sendable private func form(_ page: PageContext) throws -> Response { try show(FieldView(), page) }

    /// One answer for every address, known or not.
    @Sendable private func request(_ fields: FormFields, _ page: PageContext) async throws -> Response {
        let text = fields["email"] ?? ""
        guard let email = AccountEmail(text) else {
            let problem = page.texts(text.isEmpty ? "error.email.required" : "error.email.malformed")
            return try show(FieldView(value: text, error: problem), page)
        }
        switch try await useCases.passwordResets.request(page.area.accountKind, email, page.visit) {
        case .throttled(let seconds): throw PageError(.tooManyRequests, retryAfter: seconds)
        case .accepted:
            let view = MessagePage(
                heading: page.texts("forgot.sent.title"), text: page.texts("forgot.sent.text"),
                link: LinkView(href: page.area.signInPath, label: page.texts("forgot.back")))
            return try page.answer(view, titled: page.texts("forgot.sent.title"))
        }
    }

    private func show(_ email: FieldView, _ page: PageContext) throws -> Response {
        let view = ForgotPasswordPage(
            action: "\(page.area.basePath)/forgot-password", email: email, signInHref: page.area.signInPath)
        return try page.answer(
            view, titled: page.texts("forgot.title"), status: email.error == nil ? .ok : .unprocessableContent)
    }

    // MARK: - The link in the mail

    @Sendable private func open(_ page: PageContext) async throws -> Response {
        let (token, holder) = try await find(try page.query()["token"], page)
        return try show(token, holder, page)
    }

    @Sendable private func reset(_ fields: FormFields, _ page: PageContext) async throws -> Response {
        let (token, holder) = try await find(fields["token"], page)
        let password: Password
        do throws(Password.Fault) {
            password = try Password(fields["password"] ?? "")
        } catch {
            return try show(token, holder, page, problem: page.texts(error.rawValue))
        }
        let hash = try await useCases.hasher.hash(password)
        guard try await useCases.passwordResets.reset(token, page.area.accountKind, to: hash, page.visit) else {
            throw PageError.gone
        }
        return page.redirect(to: LocalPath("\(page.area.signInPath)?done=reset") ?? "/")
    }

    private func find(_ text: String?, _ page: PageContext) async throws -> (Credential, AccountHolder) {
        guard let token = text.flatMap({ Credential($0, .ticket) }),
            let holder = try await useCases.passwordResets.find(token, page.area.accountKind)
        else { throw PageError.gone }
        return (token, holder)
    }

    private func show(
        _ token: Credential, _ holder: AccountHolder, _ page: PageContext, problem: String? = nil
    ) throws -> Response {
        let view = ResetPasswordPage(
            action: "\(page.area.basePath)/reset-password", token: token.secret.expose(), email: holder.email,
            passwordError: problem)
        return try page.answer(
            view, titled: page.texts("reset.title"), status: problem == nil ? .ok : .unprocessableContent)
    }
}
