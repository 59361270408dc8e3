import HTTPTypes
import Hummingbird
import Kernel
import PortalDomain

/// Deleting a developer's own account (contract O60): asks for the password, and ends everything.
struct DeveloperDeletionRoutes: Sendable {
    private let pages: PageResponder
    private let useCases: UseCases

    init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.developers(get: "/developers/account/delete") { try await show($0) }
        pages.developers(post: "/developers/account/delete", use: delete)
    }

    @Sendable private func delete(_ fields: FormFields, _ context: DeveloperContext) async throws -> Response {
        let refusal = try await useCases.accounts.delete(
            context.developer, password: Secret(fields["password"] ?? ""), in: useCases.developers,
            from: context.page.address)
        switch refusal {
        case nil:
            let cookie = try await pages.sessions.signOut(.developer, context.page.request)
            let texts = context.texts
            let view = MessagePage(
                heading: texts("delete_account.done.title"), text: texts("delete_account.done.text"),
                link: LinkView(href: "/", label: texts("message.home")))
            var response = try context.page.answer(view, titled: texts("delete_account.done.title"))
            response.setCookie(cookie)
            return response
        case .wrongPassword: return try await show(context, error: context.texts("error.password.wrong"))
        case .throttled(let seconds): throw PageError(.tooManyRequests, retryAfter: seconds)
        }
    }

    private func show(_ context: DeveloperContext, error: String? = nil) async throws -> Response {
        let apps = try await useCases.apps.list(of: context.developer.id)
        let view = DeleteAccountPage(apps: apps.map(\.name), passwordError: error)
        return try context.answer(
            view, titled: context.texts("delete_account.title"), status: error == nil ? .ok : .unprocessableContent)
    }
}
