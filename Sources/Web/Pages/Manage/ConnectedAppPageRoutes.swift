package import Hummingbird
import Kernel
package import PortalDomain

/// Settings → Connected apps (contract, section 8). For owners and admins.
package struct ConnectedAppPageRoutes: Sendable {
    private static let path = "/manage/settings/apps"

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/settings/apps", for: .managers, use: list)
        pages.get("/manage/settings/apps/{app}/revoke", for: .managers, use: confirmRevocation)
        pages.post("/manage/settings/apps/{app}/revoke", for: .managers, use: revoke)
        pages.post("/manage/settings/apps/{app}/suspend", for: .managers, use: suspend)
        pages.post("/manage/settings/apps/{app}/reinstate", for: .managers, use: reinstate)
    }

    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let (texts, times) = (context.texts, context.times)
        let rows = try await useCases.connectedApps.list(in: context.portal.id).map { app in
            ConnectedAppRow(
                name: app.name, developer: app.developer, isVerified: app.isVerified,
                website: app.website.flatMap(LinkView.website), logo: app.logo.map(LogoRoutes.path),
                scopes: texts.describe(app.scopes),
                grantedBy: app.grantedBy,
                grantedAt: times.view(app.grantedAt), lastUsed: app.lastUsedAt.map(times.view),
                isSuspended: app.isSuspended,
                suspendAction: "\(Self.path)/\(app.id)/suspend", reinstateAction: "\(Self.path)/\(app.id)/reinstate",
                revokeAction: "\(Self.path)/\(app.id)/revoke")
        }
        let done = try context.page.query()["done"].flatMap(Done.init)
        return try context.answer(
            ConnectedAppsPage(apps: rows), titled: texts("apps.title"), in: .apps,
            notice: done.map { NoticeView(text: texts("apps.done.\($0.rawValue)")) })
    }

    @Sendable private func confirmRevocation(_ context: SignedInContext) async throws -> Response {
        let id: AppID = try context.page.id("app")
        guard let app = try await useCases.connectedApps.find(id, in: context.portal.id) else {
            throw PageError.notFound
        }
        let texts = context.texts
        let view = ConfirmPage(
            heading: app.name, text: texts("apps.revoke.text"), action: "\(Self.path)/\(app.id)/revoke",
            button: texts("apps.revoke"),
            cancelHref: Self.path)
        return try context.answer(view, titled: texts("apps.revoke"), in: .apps)
    }

    @Sendable private func revoke(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let change = try await useCases.connectedApps.revoke(
            context.page.id("app"), in: context.portal.id, by: context.actor)
        return try answer(change, .revoked, context)
    }

    @Sendable private func suspend(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let change = try await useCases.connectedApps.suspend(
            context.page.id("app"), in: context.portal.id, by: context.actor)
        return try answer(change, .suspended, context)
    }

    @Sendable private func reinstate(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let change = try await useCases.connectedApps.reinstate(
            context.page.id("app"), in: context.portal.id, by: context.actor)
        return try answer(change, .reinstated, context)
    }

    private enum Done: String { case suspended, reinstated, revoked }

    private func answer(_ change: ConnectedApps.Change, _ done: Done, _ context: SignedInContext) throws -> Response {
        guard change != .notFound else { throw PageError.notFound }
        switch done {
        case .suspended: return context.page.redirect(to: "/manage/settings/apps?done=suspended")
        case .reinstated: return context.page.redirect(to: "/manage/settings/apps?done=reinstated")
        case .revoked: return context.page.redirect(to: "/manage/settings/apps?done=revoked")
        }
    }
}
