import HTTPTypes
import Hummingbird
import Kernel
import NIOCore

/// `/docs` and everything below it, for everybody: no session is looked at, and no cookie is set.
struct DocumentationRoutes: Sendable {
    private let pages: PageResponder
    private let documentation: Documentation

    init(pages: PageResponder) throws(PageAssetError) {
        self.pages = pages
        documentation = try Documentation(renderer: pages.renderer, origins: pages.origins)
    }

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.get(RouterPath(Documentation.root), in: .plain, use: page)
        pages.get(RouterPath(Documentation.searchPath), in: .plain, use: search)
        pages.get(RouterPath("\(Documentation.root)/**"), in: .plain, use: page)
    }

    @Sendable private func page(_ page: PageContext) throws -> Response {
        var path = page.request.uri.path[...]
        if path.hasSuffix("/") { path = path.dropLast() }
        guard let body = try documentation.page(at: String(path), in: page.language) else { throw PageError.notFound }
        return answer(body, page)
    }

    /// `?q=`
    @Sendable private func search(_ page: PageContext) throws -> Response {
        let question = try page.query()["q"] ?? ""
        let path = LocalPath(page.request.uri.string)?.text ?? Documentation.searchPath
        return answer(try documentation.searchPage(for: question, at: path, in: page.language), page)
    }

    private func answer(_ body: ByteBuffer, _ page: PageContext) -> Response {
        var headers = pages.plainHeaders()
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.contentLanguage] = page.language.rawValue
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: body))
    }
}
