import HTTPTypes
import Hummingbird
import Kernel
import PortalDomain

/// The developer's test portal (contract O63): see it, enter it as its owner, reset it.
struct TestPortalRoutes: Sendable {
    private let pages: PageResponder
    private let useCases: UseCases

    init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.developers(get: "/developers/test-portal", use: show)
        pages.developers(post: "/developers/test-portal/enter", use: enter)
        pages.developers(post: "/developers/test-portal/reset", use: reset)
    }

    @Sendable private func show(_ context: DeveloperContext) async throws -> Response {
        // Looking makes none: a HEAD is a GET (RFC 9110 §9.2.1).
        let testPortal = try await useCases.testPortals.find(of: context.developer.id)
        let isReset = try context.page.query()["done"] == "reset"
        var details: TestPortalPage.Details?
        if let testPortal {
            let count = try await useCases.testPortals.countCustomers(in: testPortal.portal)
            details = .init(name: testPortal.name, slug: testPortal.slug, customers: "\(count)")
        }
        let view = TestPortalPage(details: details, canEnter: pages.origins.sharesCookies)
        return try context.answer(
            view, titled: context.texts("test_portal.title"), in: .testPortal,
            notice: isReset ? NoticeView(text: context.texts("test_portal.done")) : nil)
    }

    @Sendable private func enter(_ fields: FormFields, _ context: DeveloperContext) async throws -> Response {
        guard pages.origins.sharesCookies else { throw PageError.badRequest }
        let testPortal = try await useCases.testPortals.open(for: context.developer, by: context.actor)
        let cookie = try await pages.sessions.enter(testPortal, useCases.testPortals, context)
        return context.page.redirect(to: "/manage", cookies: [cookie])
    }

    @Sendable private func reset(_ fields: FormFields, _ context: DeveloperContext) async throws -> Response {
        guard try await useCases.testPortals.reset(of: context.developer.id, by: context.actor) else {
            throw PageError.notFound
        }
        return context.page.redirect(to: "/developers/test-portal?done=reset")
    }
}

extension PageSessions {
    /// Makes the developer the owner of the test portal in this browser, for as long as they are signed in.
    /// - Returns: the cookie that the answer must bring.
    func enter(
        _ testPortal: TestPortal, _ testPortals: TestPortals, _ context: DeveloperContext
    ) async throws(StorageError) -> Cookie {
        let id = try await testPortals.enter(
            testPortal, from: context.session, context.page.visit,
            replacing: digest(of: context.page.request, in: .manage))
        return cookies.make(.manage, id.secret.expose(), for: nil)
    }
}

extension Origins {
    /// Whether a cookie that the developer portal sets reaches the manage portal: cookies belong to one host.
    var sharesCookies: Bool { developers.hasPrefix("\(publicURL)/") }
}
