import Hummingbird
import Kernel
import PortalDomain

/// Pages for whoever has the address: nobody is signed in, so a form of theirs carries no anti-forgery value. There is nothing that a stranger
/// could do in the name of the browser's owner; the address itself is what allows it.
struct PublicPages {
    private let router: any RouterMethods<AppContext>
    private let pages: PageResponder
    /// Of buttons pressed at one address: each press can make a payment, here and at the provider.
    private let presses = AttemptThrottle(limit: 60, window: 60)

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
        router.on(path, method: .post) { [pages, presses] request, context in
            try await pages.answer(request, context, in: .plain) { page in
                if let seconds = presses.take(page.address, at: page.now) {
                    throw PageError(.tooManyRequests, retryAfter: seconds)
                }
                return try await handler(page)
            }
        }
    }
}
