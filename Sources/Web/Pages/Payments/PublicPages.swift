import Hummingbird
import Kernel
import PortalDomain

/// Pages for whoever has the address: nobody is signed in, so a form of theirs carries no anti-forgery value. There is nothing that a stranger
/// could do in the name of the browser's owner; the address itself is what allows it.
struct PublicPages {
    private let router: any RouterMethods<AppContext>
    private let pages: PageResponder

    init(_ router: any RouterMethods<AppContext>, _ pages: PageResponder) {
        (self.router, self.pages) = (router, pages)
    }

    func get(_ path: RouterPath, use handler: @escaping @Sendable (PageContext) async throws -> Response) {
        router.on(path, method: .get) { [pages] request, context in
            try await pages.answer(request, context, in: .plain, handler)
        }
    }

    func post(
        _ path: RouterPath, use handler: @escaping @Sendable (PageContext) async throws -> Response
    ) {
        router.on(path, method: .post) { [pages] request, context in
            try await pages.answer(request, context, in: .plain, handler)
        }
    }
}
