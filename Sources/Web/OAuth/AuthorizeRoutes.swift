import HTTPTypes
import Hummingbird
import Kernel
import OAuth
import PortalDomain

/// The pages of `GET /oauth/authorize` (contract, section 4): sign-in, consent, and the way back to the app.
struct AuthorizeRoutes: Sendable {
    let authorizer: Authorizer
    let pages: PageResponder
    let watch: AppWatch

    func add(to router: Router<AppContext>) {
        router.get("/oauth/authorize") { request, context in
            try await answer(request, context) { page, visitor in
                try await authorizer.begin(query: request.uri.query ?? "", visitor)
            }
        }
        router.get("/oauth/authorize/resume") { request, context in
            try await answer(request, context) { page, visitor in
                try await authorizer.resume(ticket: page.query()["ticket"] ?? "", visitor)
            }
        }
        // HEAD must change nothing (RFC 9110 §9.2.1), and these two can make a code.
        for path in ["/oauth/authorize", "/oauth/authorize/resume"] as [RouterPath] {
            router.head(path) { _, _ in Response(status: .ok, headers: pages.plainHeaders()) }
        }
        router.post("/oauth/authorize/decision", use: decide)
        router.post("/oauth/authorize/switch", use: switchUser)
    }

    /// Where the browser goes after a sign-in that an authorization request asked for; nil if the ticket is not this browser's.
    @Sendable func continuation(_ ticket: String, _ user: UserID, _ browser: TokenDigest) async throws -> String? {
        guard try await authorizer.claim(ticket: ticket, for: user, in: browser) else { return nil }
        let locales = try await authorizer.request(ofTicket: ticket, in: browser)?.uiLocales
        return Self.path("/oauth/authorize/resume", [("ticket", ticket), ("ui_locales", locales)])
    }

    /// Where the sign-in page's form may lead in the end: a browser holds redirects after a form to the page's `form-action`.
    @Sendable func destinations(_ ticket: String, _ browser: TokenDigest) async throws -> [String] {
        guard let request = try await authorizer.request(ofTicket: ticket, in: browser) else { return [] }
        return [PageHeaders.formAction(for: request.redirect.uri)]
    }

    @Sendable func decide(_ request: Request, _ context: AppContext) async throws -> Response {
        try await pages.answerForm(request, context, in: .manage, repeating: ["scope"]) { fields, page in
            // Whatever was not on the screen was put there by somebody else (checklist, row 50).
            guard fields.fields.allSatisfy({ Self.fields.contains($0.name) }) else { throw PageError.badRequest }
            let visitor = try await visitor(page).visitor
            return try await withFailures(page) {
                let decision: Authorizer.Decision
                switch fields["decision"] {
                case "approve": decision = .approve(portal: fields["portal"], scopes: fields.all("scope"))
                case "deny": decision = .deny
                default: throw PageError.badRequest
                }
                return leave(to: try await authorizer.decide(decision, ticket: fields["ticket"] ?? "", visitor))
            }
        }
    }

    private static let fields: Set<String> = ["csrf", "ticket", "scope", "portal", "decision"]

    /// "Not you?": ends the session and asks for another, with the same request.
    @Sendable func switchUser(_ request: Request, _ context: AppContext) async throws -> Response {
        try await pages.answerForm(request, context, in: .manage) { fields, page in
            let visitor = try await visitor(page).visitor
            return try await withFailures(page) {
                let ticket = try await authorizer.restart(ticket: fields["ticket"] ?? "", visitor)
                let cookie = try await pages.sessions.signOut(.user, request)
                return page.redirect(to: try Self.signIn(ticket, nil), cookies: [cookie])
            }
        }
    }

    private func answer(
        _ request: Request, _ context: AppContext,
        _ step: @escaping (PageContext, Authorizer.Visitor) async throws -> Authorizer.Step
    ) async throws -> Response {
        try await pages.answer(request, context, in: .manage) { page in
            let (session, visitor) = try await visitor(page)
            return try await withFailures(page) {
                switch try await step(page, visitor) {
                case .signIn(let ticket, let request): page.redirect(to: try Self.signIn(ticket, request))
                case .redirect(let address): leave(to: address)
                case .consent(let offer, let ticket, let consents):
                    try consent(offer, ticket, consents, session, page)
                }
            }
        }
    }

    private func visitor(_ page: PageContext) async throws -> (session: UserSession?, visitor: Authorizer.Visitor) {
        let session = try await pages.sessions.user(of: page.request)
        let visitor = Authorizer.Visitor(
            user: session?.user.id, name: session?.user.email ?? "", browser: page.browser.digest, address: page.address
        )
        return (session, visitor)
    }

    /// A failure is a page, or travels to the app where that is proven (RFC 6749 §4.1.2.1).
    private func withFailures(_ page: PageContext, _ body: () async throws -> Response) async throws -> Response {
        do {
            return try await body()
        } catch AuthorizationFailure.redirect(let error, let redirect, let state) {
            watch.authorization(page, error.code.rawValue, error.description)
            return leave(to: authorizer.address(of: error, to: redirect, state: state))
        } catch AuthorizationFailure.page(let reason) {
            if reason == .redirect {
                watch.authorization(page, "invalid_redirect_uri", "redirect_uri is missing or not registered.")
            }
            return try page.answer(reason.pageError)
        }
    }

    private static func signIn(_ ticket: Credential, _ request: AuthorizationRequest?) throws -> LocalPath {
        let fields = [
            ("return", ticket.secret.expose()), ("ui_locales", request?.uiLocales), ("login_hint", request?.loginHint),
        ]
        guard let path = LocalPath(Self.path("/manage/sign-in", fields)) else { throw PageError.badRequest }
        return path
    }

    private static func path(_ path: String, _ fields: [(name: String, value: String?)]) -> String {
        "\(path)?\(PercentEncoding.query(fields.compactMap { field in field.value.map { (field.name, $0) } }))"
    }

    /// 303, never 307: the app must not receive the form again (RFC 9700 §4.12).
    private func leave(to address: String) -> Response {
        var headers = pages.plainHeaders()
        headers[.location] = address
        return Response(status: .seeOther, headers: headers)
    }

    private func consent(
        _ offer: ConsentOffer, _ ticket: Credential, _ consents: [Consent], _ session: UserSession?, _ page: PageContext
    ) throws -> Response {
        let (app, request) = (offer.request.app, offer.request)
        let known = consents.reduce(into: Scopes()) { $0.formUnion($1.scopes) }
        func lines(_ suffix: String) -> [ConsentScope] {
            request.scopes.names.filter { $0.hasSuffix(suffix) }.map { name in
                let scope = Scopes(name: name) ?? []
                return ConsentScope(
                    name: name, text: page.texts.scope(name), isRequired: app.requiredScopes.contains(scope),
                    isNew: !consents.isEmpty && !known.contains(scope))
            }
        }
        let view = ConsentPage(
            action: "/oauth/authorize/decision", switchAction: "/oauth/authorize/switch",
            ticket: ticket.secret.expose(),
            app: ConsentApp(
                name: app.name, developer: page.texts.developer(of: app),
                isVerified: app.developer.isVerified,
                website: app.website.flatMap(LinkView.website), logo: app.logo.map(LogoRoutes.path)),
            redirectHost: request.redirect.uri.display,
            portals: offer.portals.map {
                PortalChoice(value: $0.slug, name: $0.name, isSelected: $0.slug == request.portal)
            },
            servers: offer.servers.map(ConsentServer.init), read: lines(".read"), change: lines(".write"),
            signedInAs: session?.user.email ?? "")
        return try page.answer(
            view, titled: page.texts("consent.title"), formActions: [PageHeaders.formAction(for: request.redirect.uri)])
    }
}

extension AuthorizationFailure.Reason {
    var pageError: PageError {
        switch self {
        case .malformed: PageError(.badRequest, title: "oauth.title", text: "oauth.malformed")
        case .unknownApp: PageError(.badRequest, title: "oauth.title", text: "oauth.unknown_app")
        case .deletedApp: PageError(.badRequest, title: "oauth.title", text: "oauth.app_deleted")
        case .bannedDeveloper: PageError(.forbidden, title: "oauth.title", text: "oauth.app_banned")
        case .redirect: PageError(.badRequest, title: "oauth.title", text: "oauth.redirect_uri")
        case .suspendedApp: PageError(.forbidden, title: "oauth.title", text: "oauth.app_suspended")
        case .suspendedPortal:
            PageError(.forbidden, title: "portal.suspended.title", text: "oauth.portal_suspended")
        case .notAllowed:
            PageError(.forbidden, title: "consent.not_allowed.title", text: "consent.not_allowed.text")
        case .pushedRequest: PageError(.badRequest, title: "oauth.title", text: "oauth.pushed_request")
        case .document: PageError(.badRequest, title: "oauth.title", text: "oauth.document")
        case .expired: PageError(.gone, title: "oauth.title", text: "oauth.ticket_spent")
        }
    }
}
