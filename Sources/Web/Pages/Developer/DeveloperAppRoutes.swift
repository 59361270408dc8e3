import HTTPTypes
package import Hummingbird
import Kernel
package import PortalDomain

/// The apps of a developer (contract O61, O62). Somebody else's app is a 404.
package struct DeveloperAppRoutes: Sendable {
    private static let path = "/developers/apps"

    private let pages: PageResponder
    private let useCases: UseCases

    package init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.developers(get: "/developers") { $0.page.redirect(to: "/developers/apps") }
        pages.developers(get: "/developers/apps", use: list)
        pages.developers(get: "/developers/apps/new") { try newApp(AppForm.empty, $0) }
        pages.developers(post: "/developers/apps", repeating: AppForm.repeating, use: register)
        pages.developers(get: "/developers/apps/{app}", use: show)
        pages.developers(get: "/developers/apps/{app}/edit", use: edit)
        pages.developers(post: "/developers/apps/{app}/edit", repeating: AppForm.repeating, use: save)
        pages.developers(post: "/developers/apps/{app}/secrets", use: addSecret)
        pages.developers(post: "/developers/apps/{app}/secrets/{secret}/revoke", use: revokeSecret)
        pages.developers(post: "/developers/apps/{app}/delete", use: delete)
    }

    @Sendable private func list(_ context: DeveloperContext) async throws -> Response {
        let (texts, times) = (context.texts, context.times)
        let rows = try await useCases.apps.list(of: context.developer.id).map { app in
            DeveloperAppRow(
                href: "\(Self.path)/\(app.id)", name: app.name, id: app.id.text,
                kind:
                    "\(texts("type.\(app.type.rawValue)")) · \(texts("profile.\(app.settings.profile.rawValue).name"))",
                portalCount: "\(app.portalCount)", created: times.dayView(app.createdAt))
        }
        let isDeleted = try context.page.query()["done"] == "deleted"
        let notice = isDeleted ? NoticeView(text: texts("app.deleted")) : nil
        return try context.answer(DeveloperAppsPage(apps: rows), titled: texts("dev_apps.title"), notice: notice)
    }

    /// App ID and App Secret are on this answer; the secret nowhere afterwards (O61).
    @Sendable private func register(_ fields: FormFields, _ context: DeveloperContext) async throws -> Response {
        let draft = AppForm.draft(fields)
        let settings: AppSettings
        do throws(RefusedForm) {
            settings = try AppSettings(draft)
        } catch {
            return try newApp(draft, context, refused: error)
        }
        let app = try await useCases.apps.register(settings, of: context.developer.id, by: context.actor)
        let view = AppCreatedPage(
            name: settings.name.text, clientID: app.id.text, clientSecret: app.secret?.secret.expose(),
            isPublic: settings.type.isPublic, appHref: "\(Self.path)/\(app.id)")
        return try context.answer(view, titled: context.texts("app_created.title"))
    }

    @Sendable private func edit(_ context: DeveloperContext) async throws -> Response {
        let app = try await find(context)
        return try edit(app, AppDraft(app.settings), context)
    }

    @Sendable private func save(_ fields: FormFields, _ context: DeveloperContext) async throws -> Response {
        let app = try await find(context)
        let draft = AppForm.draft(fields)
        let settings: AppSettings
        do throws(RefusedForm) {
            settings = try AppSettings(draft)
        } catch {
            return try edit(app, draft, context, refused: error)
        }
        switch try await useCases.apps.update(app.id, to: settings, of: context.developer.id, by: context.actor) {
        case .updated, .unchanged:
            guard let back = LocalPath("\(Self.path)/\(app.id)?done=saved") else { throw PageError.notFound }
            return context.page.redirect(to: back)
        case .refused(let problem): return try edit(app, draft, context, refused: RefusedForm([problem]))
        case .notFound: throw PageError.notFound
        }
    }

    @Sendable private func show(_ context: DeveloperContext) async throws -> Response {
        let app = try await find(context)
        let done = [
            "secret-revoked": "app.secret.revoked", "saved": "edit_app.saved", "logo-set": "logo.set",
            "logo-removed": "logo.removed",
        ]
        let notice = try context.page.query()["done"].flatMap { done[$0] }.map { NoticeView(text: context.texts($0)) }
        return try await show(app, context, notice: notice)
    }

    @Sendable private func addSecret(_ fields: FormFields, _ context: DeveloperContext) async throws -> Response {
        let app = try await find(context)
        guard let overlap = Overlap(fields["overlap"]) else {
            let notice = NoticeView(text: context.texts("error.overlap.unknown"), isProblem: true)
            return try await show(app, context, notice: notice, status: .unprocessableContent)
        }
        let creation = try await useCases.apps.addSecret(
            to: app.id, of: context.developer.id, overlap: overlap.seconds, by: context.actor)
        switch creation {
        case .created(let secret, let end):
            let view = AppSecretCreatedPage(
                appName: app.name, clientID: app.id.text, clientSecret: secret.secret.expose(),
                oldWorksUntil: end.map(context.times.view), appHref: "\(Self.path)/\(app.id)")
            return try context.answer(view, titled: context.texts("secret_created.title"))
        case .full:
            let notice = NoticeView(text: context.texts("error.secrets.full"), isProblem: true)
            return try await show(app, context, notice: notice, status: .conflict)
        case .isWithoutSecrets: throw PageError.badRequest
        case .notFound: throw PageError.notFound
        }
    }

    @Sendable private func revokeSecret(_ fields: FormFields, _ context: DeveloperContext) async throws -> Response {
        let app = try await find(context)
        let revocation = try await useCases.apps.revokeSecret(
            context.page.id("secret"), of: app.id, of: context.developer.id, by: context.actor)
        guard revocation != .notFound, let back = LocalPath("\(Self.path)/\(app.id)?done=secret-revoked") else {
            throw PageError.notFound
        }
        return context.page.redirect(to: back)
    }

    @Sendable private func delete(_ fields: FormFields, _ context: DeveloperContext) async throws -> Response {
        guard try await useCases.apps.delete(context.page.id("app"), of: context.developer.id, by: context.actor) else {
            throw PageError.notFound
        }
        return context.page.redirect(to: "/developers/apps?done=deleted")
    }

    // MARK: - Views

    private func find(_ context: DeveloperContext) async throws -> RegisteredApp {
        guard let app = try await useCases.apps.find(context.page.id("app"), of: context.developer.id) else {
            throw PageError.notFound
        }
        return app
    }

    private func show(
        _ app: RegisteredApp, _ context: DeveloperContext, notice: NoticeView?, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let (texts, times, now) = (context.texts, context.times, context.page.now)
        let report = try await useCases.appUsage.report(of: app.id, at: now)
        let view = DeveloperAppPage(
            name: app.name, description: app.settings.description.isEmpty ? nil : app.settings.description,
            website: app.settings.website.flatMap(LinkView.website), clientID: app.id.text,
            type: texts("type.\(app.type.rawValue)"),
            profile: texts("profile.\(app.settings.profile.rawValue).name"),
            apiVersion: app.settings.apiVersion ?? texts("new_key.version.none"),
            created: times.view(app.createdAt),
            portalCount: texts.counted("app.portals", app.portalCount),
            redirectURIs: app.settings.redirectURIs.map(\.text),
            scopes: app.settings.scopes.names.map { name in
                AppScope(
                    name: name, text: texts.scope(name), isRequired: app.settings.requiredScopes.names.contains(name))
            },
            options: app.settings.options.names.map { texts("option.\($0)") },
            isPublic: app.type.isPublic, isKeyed: app.settings.authentication == .privateKey,
            keys: (app.settings.keys?.keys ?? []).map {
                AppKeyRow(id: $0.id, algorithm: $0.algorithm.rawValue, thumbprint: $0.thumbprint.text)
            },
            secrets: app.secrets.map { secret in
                AppSecretRow(
                    shown: secret.shown, created: times.view(secret.createdAt),
                    age: texts.counted("app.days", Int((now - secret.createdAt) / 86_400)),
                    expires: secret.expiresAt.map(times.view),
                    revokeAction: "\(Self.path)/\(app.id)/secrets/\(secret.id)/revoke")
            },
            secretsAction: "\(Self.path)/\(app.id)/secrets", authorizeURL: authorizeURL(of: app),
            logo: app.logo.map(LogoRoutes.path), logoHref: "\(Self.path)/\(app.id)/logo",
            tryHref: "\(Self.path)/\(app.id)/try",
            editHref: "\(Self.path)/\(app.id)/edit", deleteAction: "\(Self.path)/\(app.id)/delete",
            charts: charts(report.days, context),
            errors: report.errors.map {
                AppErrorRow(
                    at: times.view($0.at), code: $0.code, reason: $0.reason, endpoint: $0.endpoint, id: $0.id.text)
            })
        return try context.answer(view, titled: app.name, status: status, notice: notice)
    }

    private func charts(_ days: [AppUsage.Day], _ context: DeveloperContext) -> [ChartView] {
        let texts = context.texts
        let utc = context.page.pages.times(in: "UTC", context.page.language)
        let dates = days.map { CalendarDate(daysSince1970: Int($0.day)) }
        let names = days.map { utc.dayView(Timestamp(seconds: $0.day * 86_400)).text }
        func chart(_ key: String, _ value: (AppUsage.Day) -> Int) -> ChartView {
            ChartView(
                title: texts("app.chart.\(key)"), labelHead: texts("app.chart.day"),
                valueHead: texts("app.chart.\(key).head"),
                points: zip(dates, days).map { (label: "\($0.day)", value: value($1)) }, names: names)
        }
        return [chart("requests", \.requests), chart("errors", \.errors)]
    }

    /// An example to start from: the words in capitals are the app's to fill in.
    private func authorizeURL(of app: RegisteredApp) -> String {
        var fields: [(name: String, value: String)] = [
            ("response_type", "code"), ("client_id", app.id.text),
            ("redirect_uri", app.settings.redirectURIs.first?.text ?? ""),
            ("scope", app.settings.scopes.text), ("state", "STATE"),
        ]
        if app.type.isPublic || app.settings.profile == .strict {
            fields += [("code_challenge", "CHALLENGE"), ("code_challenge_method", "S256")]
        }
        return "\(pages.origins.publicURL)/oauth/authorize?\(PercentEncoding.query(fields))"
    }

    private func newApp(
        _ draft: AppDraft, _ context: DeveloperContext, refused: RefusedForm? = nil
    ) throws -> Response {
        let view = NewAppPage(form: AppForm.view(draft, refused, context.texts))
        return try context.answer(
            view, titled: context.texts("new_app.title"), status: refused == nil ? .ok : .unprocessableContent)
    }

    private func edit(
        _ app: RegisteredApp, _ draft: AppDraft, _ context: DeveloperContext, refused: RefusedForm? = nil
    ) throws -> Response {
        let href = "\(Self.path)/\(app.id)"
        let view = EditAppPage(
            appName: app.name, appHref: href, action: "\(href)/edit",
            form: AppForm.view(draft, refused, context.texts))
        return try context.answer(
            view, titled: context.texts("edit_app.title"), status: refused == nil ? .ok : .unprocessableContent)
    }
}
