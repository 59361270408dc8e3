package import Hummingbird
import Kernel
package import PortalDomain

/// Settings → Connected apps (contract, section 8): the list, a page per app, and everything that stops one. For owners and admins.
package struct ConnectedAppPageRoutes: Sendable {
    private static let path = "/manage/settings/apps"

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/manage/settings/apps", for: .managers, use: list)
        pages.get("/manage/settings/apps/{app}", for: .managers, use: show)
        pages.get("/manage/settings/apps/{app}/revoke", for: .managers, use: confirmRevocation)
        pages.post("/manage/settings/apps/{app}/revoke", for: .managers, use: revoke)
        pages.post("/manage/settings/apps/{app}/suspend", for: .managers, use: suspend)
        pages.post("/manage/settings/apps/{app}/reinstate", for: .managers, use: reinstate)
        pages.get("/manage/settings/apps/{app}/grants/{grant}/revoke", for: .managers, use: confirmEnd)
        pages.post("/manage/settings/apps/{app}/grants/{grant}/revoke", for: .managers, use: end)
    }

    @Sendable private func list(_ context: SignedInContext) async throws -> Response {
        let (texts, times) = (context.texts, context.times)
        let rows = try await useCases.connectedApps.list(in: context.portal.id).map { app in
            let others = app.people.count - 1
            return ConnectedAppRow(
                href: "\(Self.path)/\(app.id)", name: app.name, developer: texts.developer(app.developer),
                isVerified: app.isVerified,
                website: app.website.flatMap(LinkView.website), logo: app.logo.map(LogoRoutes.path),
                scopes: texts.describe(app.scopes),
                isBanned: app.isBanned, grantedBy: app.grants.first?.person,
                grantedAt: app.grants.first.map { times.view($0.grantedAt) },
                others: others > 0 ? texts.counted("apps.others", others) : nil,
                lastUsed: app.lastUsedAt.map(times.view), isSuspended: app.isSuspended)
        }
        return try context.answer(
            ConnectedAppsPage(apps: rows), titled: texts("apps.title"), in: .apps, notice: try notice(context))
    }

    @Sendable private func show(_ context: SignedInContext) async throws -> Response {
        let id: AppID = try context.page.id("app")
        guard let details = try await useCases.connectedApps.details(of: id, in: context.portal.id) else {
            throw PageError.notFound
        }
        let (app, path) = (details.app, "\(Self.path)/\(id)")
        let (texts, times) = (context.texts, context.times)
        let view = ConnectedAppPage(
            name: app.name, logo: app.logo.map(LogoRoutes.path), developer: texts.developer(app.developer),
            isVerified: app.isVerified,
            isBanned: app.isBanned,
            website: app.website.flatMap(LinkView.website),
            description: details.description.isEmpty ? nil : details.description, clientID: id.text,
            type: texts("type.\(details.type.rawValue)"), hosts: details.redirectHosts,
            scopes: texts.describe(app.scopes), lastUsed: app.lastUsedAt.map(times.view),
            suspendedSince: app.suspendedAt.map(times.view),
            grants: app.grants.map { grant in
                AppGrantRow(
                    person: grant.person, granted: times.view(grant.grantedAt),
                    lastUsed: grant.lastUsedAt.map(times.view), scopes: texts.describe(grant.scopes),
                    revokeAction: "\(path)/grants/\(grant.id)/revoke")
            },
            remembered: app.grants.isEmpty && !app.remembered.isEmpty ? app.remembered.joined(separator: ", ") : nil,
            auditHref: "/manage/settings/audit?about=\(id)", path: path)
        return try context.answer(view, titled: app.name, in: .apps, notice: try notice(context))
    }

    @Sendable private func confirmRevocation(_ context: SignedInContext) async throws -> Response {
        let app = try await app(context)
        let texts = context.texts
        let view = ConfirmPage(
            heading: app.name, text: texts("apps.revoke.text"), action: "\(Self.path)/\(app.id)/revoke",
            button: texts("apps.revoke"), cancelHref: "\(Self.path)/\(app.id)")
        return try context.answer(view, titled: texts("apps.revoke"), in: .apps)
    }

    @Sendable private func confirmEnd(_ context: SignedInContext) async throws -> Response {
        let app = try await app(context)
        let id: GrantID = try context.page.id("grant")
        guard let grant = app.grants.first(where: { $0.id == id }) else { throw PageError.notFound }
        let texts = context.texts
        let view = ConfirmPage(
            heading: app.name, text: texts("apps.end.text", ["person": grant.person]),
            action: "\(Self.path)/\(app.id)/grants/\(id)/revoke", button: texts("apps.end"),
            cancelHref: "\(Self.path)/\(app.id)")
        return try context.answer(view, titled: texts("apps.end"), in: .apps)
    }

    private func app(_ context: SignedInContext) async throws -> ConnectedApp {
        let id: AppID = try context.page.id("app")
        guard let app = try await useCases.connectedApps.find(id, in: context.portal.id) else {
            throw PageError.notFound
        }
        return app
    }

    // MARK: - Changes

    @Sendable private func revoke(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let change = try await useCases.connectedApps.revoke(
            context.page.id("app"), in: context.portal.id, by: context.actor)
        return try answer(change, context, listed: "/manage/settings/apps?done=revoked", shown: nil)
    }

    @Sendable private func end(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: AppID = try context.page.id("app")
        let change = try await useCases.connectedApps.revoke(
            context.page.id("grant"), of: id, in: context.portal.id, by: context.actor)
        // With its last grant the app may have left the list, and have no page any more.
        let isThere = try await useCases.connectedApps.find(id, in: context.portal.id) != nil
        return try answer(
            change, context, listed: "/manage/settings/apps?done=ended",
            shown: isThere ? LocalPath("\(Self.path)/\(id)?done=ended") : nil)
    }

    @Sendable private func suspend(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: AppID = try context.page.id("app")
        let change = try await useCases.connectedApps.suspend(id, in: context.portal.id, by: context.actor)
        return try answer(
            change, context, listed: "/manage/settings/apps?done=suspended",
            shown: fields["from"] == "app" ? LocalPath("\(Self.path)/\(id)?done=suspended") : nil)
    }

    @Sendable private func reinstate(_ fields: FormFields, _ context: SignedInContext) async throws -> Response {
        let id: AppID = try context.page.id("app")
        let change = try await useCases.connectedApps.reinstate(id, in: context.portal.id, by: context.actor)
        return try answer(
            change, context, listed: "/manage/settings/apps?done=reinstated",
            shown: fields["from"] == "app" ? LocalPath("\(Self.path)/\(id)?done=reinstated") : nil)
    }

    private enum Done: String { case suspended, reinstated, revoked, ended }

    private func notice(_ context: SignedInContext) throws -> NoticeView? {
        let done = try context.page.query()["done"].flatMap(Done.init)
        return done.map { NoticeView(text: context.texts("apps.done.\($0.rawValue)")) }
    }

    /// - Parameter shown: the app's own page, where the form was on it.
    private func answer(
        _ change: ConnectedApps.Change, _ context: SignedInContext, listed: LocalPath, shown: LocalPath?
    ) throws -> Response {
        guard change != .notFound else { throw PageError.notFound }
        return context.page.redirect(to: shown ?? listed)
    }
}
