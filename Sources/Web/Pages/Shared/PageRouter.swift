import Hummingbird
import Kernel
import PortalDomain

/// Adds pages to a router in a way that leaves nothing out: errors become pages, nobody gets past the sign-in, a form that is not of
/// this browser and session never reaches its handler.
struct PageRouter {
    /// Who may see a page of the manage portal.
    enum Members: Sendable {
        case all
        /// Owners and admins. Others get a 403.
        case managers
    }

    private let router: any RouterMethods<AppContext>
    private let pages: PageResponder

    init(_ router: any RouterMethods<AppContext>, _ pages: PageResponder) {
        (self.router, self.pages) = (router, pages)
    }

    // MARK: - For everybody

    func get(
        _ path: RouterPath, in area: PageFrame.Area,
        use handler: @escaping @Sendable (PageContext) async throws -> Response
    ) {
        router.on(path, method: .get) { [pages] request, context in
            try await pages.answer(request, context, in: area, handler)
        }
    }

    func post(
        _ path: RouterPath, in area: PageFrame.Area,
        use handler: @escaping @Sendable (FormFields, PageContext) async throws -> Response
    ) {
        router.on(path, method: .post) { [pages] request, context in
            try await pages.answerForm(request, context, in: area, handler)
        }
    }

    // MARK: - For users of a portal

    func get(
        _ path: RouterPath, for members: Members,
        use handler: @escaping @Sendable (SignedInContext) async throws -> Response
    ) {
        router.on(path, method: .get) { [pages] request, context in
            try await pages.answer(request, context, in: .manage) { page in
                try await page.signedIn(members, handler)
            }
        }
    }

    func post(
        _ path: RouterPath, for members: Members, repeating: Set<String> = [],
        use handler: @escaping @Sendable (FormFields, SignedInContext) async throws -> Response
    ) {
        router.on(path, method: .post) { [pages] request, context in
            try await pages.answerForm(request, context, in: .manage, repeating: repeating) { fields, page in
                try await page.signedIn(members) { try await handler(fields, $0) }
            }
        }
    }

    /// A form of its own page, sent to where it is shown.
    func form(
        _ path: RouterPath, show: @escaping @Sendable (SignedInContext) async throws -> Response,
        send: @escaping @Sendable (FormFields, SignedInContext) async throws -> Response
    ) {
        get(path, for: .all, use: show)
        post(path, for: .all, use: send)
    }

    /// - Parameter limit: bytes of the whole form, files included.
    func managers(
        upload path: RouterPath, limit: Int,
        use handler: @escaping @Sendable (MultipartForm, SignedInContext) async throws -> Response
    ) {
        router.on(path, method: .post) { [pages] request, context in
            try await pages.answer(request, context, in: .manage) { page in
                try await page.signedIn(.managers) { try await handler(page.upload(upTo: limit), $0) }
            }
        }
    }

    // MARK: - For developers

    func developers(get path: RouterPath, use handler: @escaping @Sendable (DeveloperContext) async throws -> Response)
    {
        router.on(path, method: .get) { [pages] request, context in
            try await pages.answer(request, context, in: .developer) { page in
                try await page.asDeveloper(handler)
            }
        }
    }

    func developers(
        post path: RouterPath, repeating: Set<String> = [],
        use handler: @escaping @Sendable (FormFields, DeveloperContext) async throws -> Response
    ) {
        router.on(path, method: .post) { [pages] request, context in
            try await pages.answerForm(request, context, in: .developer, repeating: repeating) { fields, page in
                try await page.asDeveloper { try await handler(fields, $0) }
            }
        }
    }

    // MARK: - For everybody with an account

    /// A page below `/manage/account` or `/developers/account`, by the area.
    func account(
        get tail: String, in area: PageFrame.Area,
        use handler: @escaping @Sendable (AccountContext) async throws -> Response
    ) {
        router.on(RouterPath(area.accountPath + tail), method: .get) { [pages] request, context in
            try await pages.answer(request, context, in: area) { page in
                try await page.inAccount(handler)
            }
        }
    }

    func account(
        post tail: String, in area: PageFrame.Area,
        use handler: @escaping @Sendable (FormFields, AccountContext) async throws -> Response
    ) {
        router.on(RouterPath(area.accountPath + tail), method: .post) { [pages] request, context in
            try await pages.answerForm(request, context, in: area) { fields, page in
                try await page.inAccount { try await handler(fields, $0) }
            }
        }
    }

    /// - Parameter limit: bytes of the whole form, files included.
    func developers(
        upload path: RouterPath, limit: Int,
        use handler: @escaping @Sendable (MultipartForm, DeveloperContext) async throws -> Response
    ) {
        router.on(path, method: .post) { [pages] request, context in
            try await pages.answer(request, context, in: .developer) { page in
                try await page.asDeveloper { try await handler(page.upload(upTo: limit), $0) }
            }
        }
    }
}

extension PageContext {
    fileprivate func inAccount(_ handler: (AccountContext) async throws -> Response) async throws -> Response {
        let context = try await account()
        do {
            return try await handler(context)
        } catch let error as PageError {
            return try answer(error, surroundings: context.surroundings)
        }
    }

    /// Errors of the handler keep the navigation around them.
    fileprivate func signedIn(
        _ members: PageRouter.Members, _ handler: (SignedInContext) async throws -> Response
    ) async throws -> Response {
        let context = try await signedIn()
        do {
            guard members == .all || context.membership.role.managesAccess else { throw PageError.forbidden }
            return try await handler(context)
        } catch let error as PageError {
            return try answer(error, surroundings: context.surroundings(nil))
        }
    }

    fileprivate func asDeveloper(_ handler: (DeveloperContext) async throws -> Response) async throws -> Response {
        let context = try await developer()
        do {
            return try await handler(context)
        } catch let error as PageError {
            return try answer(error, surroundings: context.surroundings)
        }
    }
}
