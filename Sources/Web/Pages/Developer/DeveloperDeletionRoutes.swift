import HTTPTypes
import Hummingbird
import Kernel
import PortalDomain

/// Deleting a developer's own account (contract O60): asks once more who it is, and ends everything.
struct DeveloperDeletionRoutes: Sendable {
    private let pages: PageResponder
    private let useCases: UseCases

    init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.account(get: "/delete", in: .developer) { try await show($0) }
        pages.account(post: "/delete", in: .developer, use: delete)
    }

    @Sendable private func delete(_ fields: FormFields, _ context: AccountContext) async throws -> Response {
        let page = context.page
        let refusal = try await useCases.accounts.delete(
            try context.developer, fields.again, in: useCases.developers, page.visit)
        if let refusal { return try await show(context, context.page.again(refused: refusal)) }
        let cookie = try await pages.sessions.signOut(.developer, page.request)
        let texts = context.texts
        let view = MessagePage(
            heading: texts("delete_account.done.title"), text: texts("delete_account.done.text"),
            link: LinkView(href: "/", label: texts("message.home")))
        var response = try page.answer(view, titled: texts("delete_account.done.title"))
        response.setCookie(cookie)
        return response
    }

    private func show(
        _ context: AccountContext, _ again: ReauthenticationView = ReauthenticationView()
    ) async throws -> Response {
        let apps = try await useCases.apps.list(of: try context.developer)
        let isOn = try await useCases.secondFactors.isOn(context.account)
        let view = DeleteAccountPage(apps: apps.map(\.name), again: again.asking(code: isOn))
        return try context.answer(
            view, titled: context.texts("delete_account.title"),
            status: view.problems == nil ? .ok : .unprocessableContent)
    }
}

extension AccountContext {
    fileprivate var developer: DeveloperID {
        get throws(PageError) {
            guard case .developer(let id) = account else { throw .notFound }
            return id
        }
    }
}
