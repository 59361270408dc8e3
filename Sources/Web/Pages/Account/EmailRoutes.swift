import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// Account → E-mail address: asking for another one, and the link in the mail to it.
package struct EmailRoutes: Sendable {
    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        for area in [PageFrame.Area.manage, .developer] {
            pages.account(get: "/email", in: area, use: form)
            pages.account(post: "/email", in: area, use: request)
            pages.get(RouterPath("\(area.basePath)/confirm-email"), in: area, use: open)
            pages.post(RouterPath("\(area.basePath)/confirm-email"), in: area, use: confirm)
        }
    }

    @Sendable private func form(_ context: AccountContext) async throws -> Response {
        try await show(context, FieldView())
    }

    @Sendable private func request(_ fields: FormFields, _ context: AccountContext) async throws -> Response {
        let text = fields["email"] ?? ""
        guard let email = AccountEmail(text) else {
            let problem = context.texts(text.isEmpty ? "error.email.required" : "error.email.malformed")
            return try await show(context, FieldView(value: text, error: problem))
        }
        let refusal = try await useCases.accounts.requestEmail(
            email, of: context.account, fields.again, context.page.visit)
        guard let refusal else { return context.redirect(done: "email") }
        return try await show(context, FieldView(value: text), again: context.page.again(refused: refusal))
    }

    private func show(
        _ context: AccountContext, _ email: FieldView, again: ReauthenticationView = ReauthenticationView()
    ) async throws -> Response {
        let isOn = try await useCases.secondFactors.isOn(context.account)
        let view = AccountEmailPage(
            accountHref: context.path(""), action: context.path("/email"), present: context.email, email: email,
            again: again.asking(code: isOn))
        return try context.answer(
            view, titled: context.texts("account.email.title"),
            status: view.problems == nil ? .ok : .unprocessableContent)
    }

    // MARK: - The link in the mail

    /// Shows a button and changes nothing, as every mailed link.
    @Sendable private func open(_ page: PageContext) async throws -> Response {
        guard let token = try page.query()["token"].flatMap({ Credential($0, .ticket) }),
            let new = try await useCases.accounts.newAddress(token, page.area.accountKind)
        else { throw PageError.gone }
        let texts = page.texts
        let view = MailedLinkPage(
            heading: texts("new_email.title"), text: texts("new_email.text", ["email": new.email.text]),
            action: "\(page.area.basePath)/confirm-email", token: token.secret.expose(),
            button: texts("confirm_email.button"))
        return try page.answer(view, titled: texts("new_email.title"))
    }

    @Sendable private func confirm(_ fields: FormFields, _ page: PageContext) async throws -> Response {
        guard let token = fields["token"].flatMap({ Credential($0, .ticket) }),
            try await useCases.accounts.confirmEmail(token, page.area.accountKind, page.visit)
        else { throw PageError.gone }
        let texts = page.texts
        let view = MessagePage(
            heading: texts("new_email.done.title"), text: texts("new_email.done.text"),
            link: LinkView(href: page.area.accountPath, label: texts("account.title")))
        return try page.answer(view, titled: texts("new_email.done.title"))
    }
}
