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
        pages.developers(get: "/developers/apps/new", use: form)
        pages.developers(post: "/developers/apps", repeating: ["scope", "required_scope"], use: register)
        pages.developers(get: "/developers/apps/{app}", use: show)
        pages.developers(post: "/developers/apps/{app}/secrets", use: addSecret)
        pages.developers(post: "/developers/apps/{app}/secrets/{secret}/revoke", use: revokeSecret)
        pages.developers(post: "/developers/apps/{app}/delete", use: delete)
    }

    @Sendable private func list(_ context: DeveloperContext) async throws -> Response {
        let (texts, times) = (context.texts, context.times)
        let rows = try await useCases.apps.list(of: context.developer.id).map { app in
            DeveloperAppRow(
                href: "\(Self.path)/\(app.id)", name: app.name, id: app.id.text,
                kind: "\(texts("type.\(app.type.rawValue)")) · \(texts("profile.\(app.profile.rawValue).name"))",
                portalCount: "\(app.portalCount)", created: times.dayView(app.createdAt))
        }
        let isDeleted = try context.page.query()["done"] == "deleted"
        let notice =
            isDeleted
            ? NoticeView(text: texts("app.deleted"))
            : context.developer.isConfirmed ? nil : NoticeView(text: texts("error.unconfirmed"))
        return try context.answer(DeveloperAppsPage(apps: rows), titled: texts("dev_apps.title"), notice: notice)
    }

    @Sendable private func form(_ context: DeveloperContext) throws -> Response {
        try form(context, FormFields([]))
    }

    /// App ID and App Secret are on this answer; the secret nowhere afterwards (O61).
    @Sendable private func register(_ fields: FormFields, _ context: DeveloperContext) async throws -> Response {
        let draft = NewApp.Draft(
            name: fields["name"] ?? "", description: fields["description"] ?? "", website: fields["website"] ?? "",
            type: fields["type"] ?? "", profile: fields["profile"] ?? "", redirectURIs: fields["redirect_uris"] ?? "",
            scopes: fields.all("scope"), requiredScopes: fields.all("required_scope"))
        let new: NewApp
        do throws(RefusedForm) {
            new = try NewApp(draft)
        } catch {
            return try form(context, fields, refused: error)
        }
        let app = try await useCases.apps.register(new, of: context.developer.id, by: context.actor)
        let view = AppCreatedPage(
            name: new.name.text, clientID: app.id.text, clientSecret: app.secret?.secret.expose(),
            appHref: "\(Self.path)/\(app.id)")
        return try context.answer(view, titled: context.texts("app_created.title"))
    }

    @Sendable private func show(_ context: DeveloperContext) async throws -> Response {
        let app = try await find(context)
        let isRevoked = try context.page.query()["done"] == "secret-revoked"
        return try show(app, context, notice: isRevoked ? NoticeView(text: context.texts("app.secret.revoked")) : nil)
    }

    @Sendable private func addSecret(_ fields: FormFields, _ context: DeveloperContext) async throws -> Response {
        let app = try await find(context)
        guard let overlap = Overlap(fields["overlap"]) else {
            let notice = NoticeView(text: context.texts("error.overlap.unknown"), isProblem: true)
            return try show(app, context, notice: notice, status: .unprocessableContent)
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
            return try show(app, context, notice: notice, status: .conflict)
        case .isPublic: throw PageError.badRequest
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
    ) throws -> Response {
        let (texts, times, now) = (context.texts, context.times, context.page.now)
        let view = DeveloperAppPage(
            name: app.name, description: app.description.isEmpty ? nil : app.description,
            website: app.website.flatMap(LinkView.website), clientID: app.id.text,
            type: texts("type.\(app.type.rawValue)"),
            profile: texts("profile.\(app.profile.rawValue).name"), apiVersion: app.apiVersion,
            created: times.view(app.createdAt),
            portalCount: texts.counted("app.portals", app.portalCount), redirectURIs: app.redirectURIs,
            scopes: app.scopes.names.map { name in
                AppScope(name: name, text: texts.scope(name), isRequired: app.requiredScopes.names.contains(name))
            },
            isPublic: app.type.isPublic,
            secrets: app.secrets.map { secret in
                AppSecretRow(
                    shown: secret.shown, created: times.view(secret.createdAt),
                    age: texts.counted("app.days", Int((now - secret.createdAt) / 86_400)),
                    expires: secret.expiresAt.map(times.view),
                    lastUsed: nil, revokeAction: "\(Self.path)/\(app.id)/secrets/\(secret.id)/revoke")
            },
            secretsAction: "\(Self.path)/\(app.id)/secrets", authorizeURL: authorizeURL(of: app),
            deleteAction: "\(Self.path)/\(app.id)/delete", chart: nil)
        return try context.answer(view, titled: app.name, status: status, notice: notice)
    }

    /// An example to start from: the words in capitals are the app's to fill in.
    private func authorizeURL(of app: RegisteredApp) -> String {
        var fields: [(name: String, value: String)] = [
            ("response_type", "code"), ("client_id", app.id.text), ("redirect_uri", app.redirectURIs.first ?? ""),
            ("scope", app.scopes.text), ("state", "STATE"),
        ]
        if app.type.isPublic || app.profile == .strict {
            fields += [("code_challenge", "CHALLENGE"), ("code_challenge_method", "S256")]
        }
        return "\(pages.origins.publicURL)/oauth/authorize?\(PercentEncoding.query(fields))"
    }

    private func form(_ context: DeveloperContext, _ fields: FormFields, refused: RefusedForm? = nil) throws -> Response
    {
        let texts = context.texts
        let type = fields["type"] ?? AppType.web.rawValue
        let profile = fields["profile"] ?? SecurityProfile.strict.rawValue
        let types = AppType.allCases.map { option($0.rawValue, "type", chosen: type, texts) }
        let profiles = [SecurityProfile.strict, .standard].map {
            option($0.rawValue, "profile", chosen: profile, texts)
        }
        let view = NewAppPage(
            name: fields.view("name", refused, texts), description: fields.view("description", refused, texts),
            website: fields.view("website", refused, texts), types: types, profiles: profiles,
            redirectURIs: fields.view("redirect_uris", refused, texts),
            areas: texts.picker(chosen: Set(fields.all("scope")), required: Set(fields.all("required_scope"))),
            scopeError: refused?.text(of: "scope", texts),
            problem: refused?.text(of: "type", texts) ?? refused?.text(of: "profile", texts))
        return try context.answer(
            view, titled: texts("new_app.title"), status: refused == nil ? .ok : .unprocessableContent)
    }

    private func option(_ value: String, _ group: String, chosen: String, _ texts: Texts) -> OptionView {
        OptionView(
            value: value, label: texts("\(group).\(value)"), hint: texts("\(group).\(value).hint"),
            isSelected: value == chosen)
    }
}
