import HTTPTypes
import Hummingbird
import Kernel
import PortalDomain

/// The logo of an app: its page for the developer, and the picture for everybody who is asked for consent.
struct LogoRoutes: Sendable {
    private let pages: PageResponder
    private let useCases: UseCases

    /// The picture, and what a browser puts around it.
    private static let uploadLimit = AppLogo.maximumSize + 8192

    init(pages: PageResponder, useCases: UseCases) { (self.pages, self.useCases) = (pages, useCases) }

    /// Where the picture of that content is.
    static func path(_ digest: TokenDigest) -> String { "/logos/\(digest.hex)" }

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.developers(get: "/developers/apps/{app}/logo") { try show(try await find($0), $0) }
        pages.developers(upload: "/developers/apps/{app}/logo", limit: Self.uploadLimit, use: set)
        pages.developers(post: "/developers/apps/{app}/logo/remove", use: remove)
        router.on("/logos/{digest}", method: .get) { _, context in
            try await picture(context.parameters.get("digest") ?? "")
        }
    }

    @Sendable private func set(_ form: MultipartForm, _ context: DeveloperContext) async throws -> Response {
        let app = try await find(context)
        let logo: AppLogo
        do throws(AppLogo.Fault) {
            logo = try AppLogo(form.file("logo")?.content ?? [])
        } catch {
            return try show(app, context, error: context.texts(error.rawValue))
        }
        guard
            try await useCases.appLogos.set(logo, of: app.id, context.developer.id, by: context.actor),
            let back = LocalPath("/developers/apps/\(app.id)?done=logo-set")
        else { throw PageError.notFound }
        return context.page.redirect(to: back)
    }

    @Sendable private func remove(_ fields: FormFields, _ context: DeveloperContext) async throws -> Response {
        let app = try await find(context)
        guard
            try await useCases.appLogos.remove(of: app.id, context.developer.id, by: context.actor),
            let back = LocalPath("/developers/apps/\(app.id)?done=logo-removed")
        else { throw PageError.notFound }
        return context.page.redirect(to: back)
    }

    /// What a stranger uploaded: drawn as exactly the type that was found in it, and as nothing else.
    private func picture(_ name: String) async throws -> Response {
        guard let digest = TokenDigest(hex: name), let logo = try await useCases.appLogos.find(digest) else {
            throw PageError.notFound
        }
        var headers = pages.plainHeaders()
        headers[.contentType] = logo.mediaType
        headers[.contentSecurityPolicy] = "default-src 'none'; sandbox"
        headers[.crossOriginResourcePolicy] = "same-origin"
        headers[.cacheControl] = "public, max-age=31536000, immutable"
        headers[.vary] = nil
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: .init(bytes: logo.content)))
    }

    private func find(_ context: DeveloperContext) async throws -> RegisteredApp {
        guard let app = try await useCases.apps.find(context.page.id("app"), of: context.developer.id) else {
            throw PageError.notFound
        }
        return app
    }

    private func show(_ app: RegisteredApp, _ context: DeveloperContext, error: String? = nil) throws -> Response {
        let href = "/developers/apps/\(app.id)"
        let view = AppLogoPage(
            name: app.name, appHref: href, logo: app.logo.map(Self.path), action: "\(href)/logo",
            removeAction: "\(href)/logo/remove", error: error)
        return try context.answer(
            view, titled: context.texts("logo.title"), status: error == nil ? .ok : .unprocessableContent)
    }
}

extension HTTPField.Name {
    static let crossOriginResourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")!
}
