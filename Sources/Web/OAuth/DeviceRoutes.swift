import HTTPTypes
import Hummingbird
import Kernel
import OAuth
import PortalDomain

/// The device grant (RFC 8628): where a device asks, and the pages where its user answers.
struct DeviceRoutes: Sendable {
    static let path = "/oauth/device"

    let apps: AppAuthentication
    let authorization: DeviceAuthorization
    let approvals: DeviceApprovals
    let pages: PageResponder
    let watch: AppWatch

    func add(to router: Router<AppContext>) {
        router.post("/oauth/device_authorization", use: begin)
        router.get("/oauth/device", use: form)
        router.post("/oauth/device", use: look)
        router.get("/oauth/device/confirm", use: confirm)
        router.post("/oauth/device/decision", use: decide)
        router.post("/oauth/device/switch", use: switchUser)
        router.get("/oauth/device/done", use: done)
    }

    /// RFC 8628 §3.1.
    @Sendable private func begin(_ request: Request, _ context: AppContext) async throws -> Response {
        let fields = try await OAuthBody(kind: .form).fields(of: request)
        return try await watch.other(request, fields, context) {
            let app = try await apps.perhapsNewApp(behind: request, fields, context)
            return .oauth(try await authorization.begin(fields, by: app, from: context.clientAddress))
        }
    }

    /// Where the browser goes after a sign-in that a device waits for; nil if the ticket is another's.
    @Sendable func continuation(_ ticket: String, _ user: UserID, _ browser: TokenDigest) async throws -> String? {
        try await approvals.claim(ticket: ticket, for: user, in: browser) ? Self.confirmPath(ticket) : nil
    }

    // MARK: - The code

    /// With `verification_uri_complete` the code is filled in. It is looked up no sooner than somebody presses the button (§5.4).
    @Sendable private func form(_ request: Request, _ context: AppContext) async throws -> Response {
        try await pages.answer(request, context, in: .manage) { page in
            let code = try page.query()["user_code"].flatMap(UserCode.init)?.shown ?? ""
            return try show(FieldView(value: code), page)
        }
    }

    @Sendable private func look(_ request: Request, _ context: AppContext) async throws -> Response {
        try await pages.answerForm(request, context, in: .manage) { fields, page in
            let typed = fields["user_code"] ?? ""
            let visitor = try await visitor(page).visitor
            switch try await approvals.begin(code: typed, visitor) {
            case .signIn(let ticket): return page.redirect(to: try Self.signIn(ticket))
            case .confirm(let ticket): return page.redirect(to: try Self.confirm(ticket))
            case .unknown:
                let field = FieldView(value: String(typed.prefix(20)), error: page.texts("error.device.code"))
                return try show(field, page, status: .unprocessableContent)
            case .throttled(let seconds):
                var response = try page.answer(PageError(.tooManyRequests, retryAfter: seconds))
                response.headers[.retryAfter] = "\(seconds)"
                return response
            }
        }
    }

    private func show(_ code: FieldView, _ page: PageContext, status: HTTPResponse.Status = .ok) throws -> Response {
        try page.answer(
            DeviceCodePage(action: Self.path, code: code), titled: page.texts("device.title"), status: status)
    }

    // MARK: - The question

    @Sendable private func confirm(_ request: Request, _ context: AppContext) async throws -> Response {
        try await pages.answer(request, context, in: .manage) { page in
            let (session, visitor) = try await visitor(page)
            return try await withFailures(page) {
                switch try await approvals.show(ticket: try page.query()["ticket"] ?? "", visitor) {
                case .signIn(let ticket): page.redirect(to: try Self.signIn(ticket))
                case .consent(let offer, let ticket): try consent(offer, ticket, session, page)
                }
            }
        }
    }

    @Sendable private func decide(_ request: Request, _ context: AppContext) async throws -> Response {
        try await pages.answerForm(request, context, in: .manage, repeating: ["scope"]) { fields, page in
            let decision: Authorizer.Decision
            let end: LocalPath
            switch fields["decision"] {
            case "approve":
                decision = .approve(portal: fields["portal"], scopes: fields.all("scope"))
                end = "/oauth/device/done?decision=approved"
            case "deny": (decision, end) = (.deny, "/oauth/device/done?decision=denied")
            default: throw PageError.badRequest
            }
            let visitor = try await visitor(page).visitor
            return try await withFailures(page) {
                try await approvals.decide(decision, ticket: fields["ticket"] ?? "", visitor)
                return page.redirect(to: end)
            }
        }
    }

    /// "Not you?": ends the session and asks for another, for the same device.
    @Sendable private func switchUser(_ request: Request, _ context: AppContext) async throws -> Response {
        try await pages.answerForm(request, context, in: .manage) { fields, page in
            let visitor = try await visitor(page).visitor
            return try await withFailures(page) {
                let ticket = try await approvals.restart(ticket: fields["ticket"] ?? "", visitor)
                let cookie = try await pages.sessions.signOut(.user, request)
                return page.redirect(to: try Self.signIn(ticket), cookies: [cookie])
            }
        }
    }

    /// Says the same to everybody: what was decided stands with the device, and in the list of connected apps.
    @Sendable private func done(_ request: Request, _ context: AppContext) async throws -> Response {
        try await pages.answer(request, context, in: .manage) { page in
            let word = try page.query()["decision"] == "approved" ? "approved" : "denied"
            let view = MessagePage(
                heading: page.texts("device.\(word).title"), text: page.texts("device.\(word).text"))
            return try page.answer(view, titled: page.texts("device.\(word).title"))
        }
    }

    private func consent(
        _ offer: DeviceOffer, _ ticket: Credential, _ session: UserSession?, _ page: PageContext
    ) throws -> Response {
        let app = offer.access.app
        func lines(_ suffix: String) -> [ConsentScope] {
            offer.access.scopes.names.filter { $0.hasSuffix(suffix) }.map { name in
                ConsentScope(
                    name: name, text: page.texts.scope(name),
                    isRequired: app.requiredScopes.contains(Scopes(name: name) ?? []))
            }
        }
        let view = ConsentPage(
            action: "/oauth/device/decision", switchAction: "/oauth/device/switch", ticket: ticket.secret.expose(),
            app: ConsentApp(
                name: app.name, developer: page.texts.developer(of: app),
                isVerified: app.developer.isVerified,
                website: app.website.flatMap(LinkView.website), logo: app.logo.map(LogoRoutes.path)),
            deviceCode: offer.code.shown,
            portals: offer.access.portals.map { PortalChoice(value: $0.slug, name: $0.name) },
            servers: offer.servers.map(ConsentServer.init), read: lines(".read"), change: lines(".write"),
            signedInAs: session?.user.email ?? "")
        return try page.answer(view, titled: page.texts("consent.title"))
    }

    // MARK: - Shared

    private func visitor(_ page: PageContext) async throws -> (session: UserSession?, visitor: Authorizer.Visitor) {
        let session = try await pages.sessions.user(of: page.request)
        let visitor = Authorizer.Visitor(
            user: session?.user.id, name: session?.user.email ?? "", browser: page.browser.digest, address: page.address
        )
        return (session, visitor)
    }

    private func withFailures(_ page: PageContext, _ body: () async throws -> Response) async throws -> Response {
        do {
            return try await body()
        } catch AuthorizationFailure.page(let reason) {
            return try page.answer(reason.pageError)
        }
    }

    private static func confirmPath(_ ticket: String) -> String {
        "\(path)/confirm?\(PercentEncoding.query([("ticket", ticket)]))"
    }

    private static func confirm(_ ticket: Credential) throws -> LocalPath {
        guard let path = LocalPath(confirmPath(ticket.secret.expose())) else { throw PageError.badRequest }
        return path
    }

    private static func signIn(_ ticket: Credential) throws -> LocalPath {
        let query = PercentEncoding.query([("return", ticket.secret.expose())])
        guard let path = LocalPath("/manage/sign-in?\(query)") else { throw PageError.badRequest }
        return path
    }
}
