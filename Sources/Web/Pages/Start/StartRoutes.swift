import HTTPTypes
package import Hummingbird
import Kernel
import NIOCore
import PageAssets

/// `/`, the language switch, and the public files.
package struct StartRoutes: Sendable {
    private let pages: PageResponder

    package init(pages: PageResponder) { self.pages = pages }

    package func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get("/", in: .plain, use: start)
        pages.get("/language", in: .plain, use: language)
        router.on("/assets/{file}", method: .get) { _, context in try file(context.parameters.get("file") ?? "") }
        router.on("/favicon.ico", method: .get) { _, _ in try icon() }
    }

    /// What this is, and where to go.
    @Sendable private func start(_ page: PageContext) throws -> Response {
        let origins = pages.origins
        let view = StartPage(
            manageHref: "/manage", developersHref: origins.developers, docsHref: "/docs", apiHref: origins.api)
        return try page.answer(view, titled: page.texts("start.title"))
    }

    /// `?to=nl&back=/manage`: keeps the choice in a cookie and goes back, but only to a path of our own.
    @Sendable private func language(_ page: PageContext) throws -> Response {
        let query = try page.query()
        let back = query["back"].flatMap(LocalPath.init) ?? "/"
        guard let language = query["to"].flatMap(Language.init(rawValue:)) else { throw PageError.badRequest }
        let cookie = pages.sessions.cookies.make(.language, language.rawValue, for: 365 * 86_400)
        return page.redirect(to: back, cookies: [cookie])
    }

    /// The name holds a hash of the content, so a browser never needs to ask again.
    private func file(_ name: String) throws -> Response {
        guard let file = pages.renderer.files.file(servedAs: name) else { throw PageError.notFound }
        var headers = pages.plainHeaders()
        headers[.contentType] = file.contentType
        headers[.cacheControl] = "public, max-age=31536000, immutable"
        headers[.vary] = nil
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: .init(string: file.text)))
    }

    private func icon() throws -> Response {
        guard let file = pages.renderer.files.file(named: "favicon.svg") else { throw PageError.notFound }
        var headers = pages.plainHeaders()
        headers[.contentType] = file.contentType
        headers[.cacheControl] = "public, max-age=86400"
        headers[.vary] = nil
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: .init(string: file.text)))
    }
}
