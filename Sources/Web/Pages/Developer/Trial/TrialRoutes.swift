import HTTPTypes
import Hummingbird
import Kernel
import OAuth
import PortalDomain

/// "Try it" (contract O62): the whole flow of an app against the developer's own test portal, each request and answer shown.
///
/// The requests are real: the consent page is the one that owners see, and token endpoint and API are called as an app would call
/// them. The App Secret is pasted, used once, and neither stored nor logged.
struct TrialRoutes: Sendable {
    let pages: PageResponder
    let useCases: UseCases
    let trials: Trials
    let calls: InnerCalls

    private var callback: String { "\(pages.origins.developers)/try/callback" }

    func add(to router: some RouterMethods<AppContext>) {
        let pages = PageRouter(router, self.pages)
        pages.developers(get: "/developers/apps/{app}/try") { try show(try await find($0), $0) }
        pages.developers(post: "/developers/apps/{app}/try", repeating: ["scope"], use: begin)
        pages.developers(post: "/developers/apps/{app}/try/callback", use: addCallback)
        pages.developers(get: "/developers/try/callback", use: receive)
        pages.developers(post: "/developers/try/exchange", use: exchange)
    }

    // MARK: - Steps

    /// One click adds our callback to the app's redirect URIs: an ordinary URI of the app, removable like any other (decision 0030).
    @Sendable private func addCallback(_ fields: FormFields, _ context: DeveloperContext) async throws -> Response {
        let app = try await find(context)
        var draft = AppDraft(app.settings)
        draft.redirectURIs += "\n\(callback)"
        guard !uris(of: app).contains(callback), let settings = try? AppSettings(draft) else {
            return try show(app, context)
        }
        _ = try await useCases.apps.update(app.id, to: settings, of: context.developer.id, by: context.actor)
        guard let back = LocalPath("/developers/apps/\(app.id)/try") else { throw PageError.notFound }
        return context.page.redirect(to: back)
    }

    /// Makes the authorization request, and makes the developer the owner of the test portal who will be asked.
    @Sendable private func begin(_ fields: FormFields, _ context: DeveloperContext) async throws -> Response {
        let app = try await find(context)
        guard pages.origins.sharesCookies, uris(of: app).contains(callback) else { return try show(app, context) }
        let chosen = ScopeChoice(fields.all("scope"))
        guard chosen.problem == nil, chosen.scopes.isSubset(of: app.settings.scopes) else {
            return try show(app, context, error: context.texts(chosen.problem ?? "error.scope.beyond"))
        }
        let testPortal = try await useCases.testPortals.open(for: context.developer, by: context.actor)
        let cookie = try await pages.sessions.enter(testPortal, useCases.testPortals, context)
        let trial = trials.begin(app.id, of: context.developer.id)
        let request: [(name: String, value: String)] = [
            ("response_type", "code"), ("client_id", app.id.text), ("redirect_uri", callback),
            ("scope", chosen.scopes.text), ("state", trial.state), ("code_challenge", trial.challenge),
            ("code_challenge_method", "S256"), ("portal", testPortal.slug),
        ]
        let view = TrialRequestPage(
            appName: app.name, appHref: href(app), portal: testPortal.name,
            url: "\(pages.origins.publicURL)/oauth/authorize?\(PercentEncoding.query(request))",
            fields: request.map {
                TrialField(name: $0.name, value: $0.value, text: context.texts("try.field.\($0.name)"))
            })
        var response = try context.answer(view, titled: context.texts("try.request.title"))
        response.setCookie(cookie)
        return response
    }

    /// Where the browser comes back to. A state that is not this developer's ends here, and its code with it.
    @Sendable private func receive(_ context: DeveloperContext) async throws -> Response {
        let query = try context.page.query()
        guard let trial = trials.find(query["state"] ?? "", of: context.developer.id) else { throw PageError.gone }
        let app = try await find(trial, context)
        let issuer = query["iss"]
        var fields: [TrialField] = []
        for name in ["code", "error", "error_description", "state", "iss"] {
            guard let value = query[name] else { continue }
            // RFC 9207 §2.4: an answer of another server is not for us.
            let isForeign = name == "iss" && value != pages.origins.issuer
            fields.append(
                TrialField(
                    name: name, value: MaskedText.mask(value),
                    text: context.texts(isForeign ? "try.field.iss.wrong" : "try.field.\(name)"),
                    isProblem: isForeign || name.hasPrefix("error")))
        }
        let view = TrialCallbackPage(
            appName: app.name, appHref: href(app), againHref: "\(href(app))/try", fields: fields,
            code: issuer == pages.origins.issuer ? query["code"] : nil, isConfidential: !app.type.isPublic,
            action: "/developers/try/exchange", state: trial.state)
        return try context.answer(view, titled: context.texts("try.callback.title"))
    }

    @Sendable private func exchange(_ fields: FormFields, _ context: DeveloperContext) async throws -> Response {
        guard let trial = trials.find(fields["state"] ?? "", of: context.developer.id) else { throw PageError.gone }
        let app = try await find(trial, context)
        let walk = TrialWalk(
            app: app, trial: trial, callback: callback, origins: pages.origins, calls: calls, context: context)
        let steps = try await walk.steps(code: fields["code"] ?? "", secret: fields["client_secret"])
        let view = TrialResultPage(
            appName: app.name, appHref: href(app), againHref: "\(href(app))/try",
            isComplete: steps.allSatisfy(\.isSuccess), steps: steps)
        return try context.answer(view, titled: context.texts("try.result.title"))
    }

    // MARK: - Views

    private func show(_ app: RegisteredApp, _ context: DeveloperContext, error: String? = nil) throws -> Response {
        let settings = app.settings
        let view = TrialPage(
            appName: app.name, appHref: href(app), callback: callback,
            needsCallback: !uris(of: app).contains(callback), callbackAction: "\(href(app))/try/callback",
            action: "\(href(app))/try",
            scopes: settings.scopes.names.map { name in
                ConsentScope(
                    name: name, text: context.texts.scope(name),
                    isRequired: settings.requiredScopes.names.contains(name))
            }, error: error)
        return try context.answer(
            view, titled: context.texts("try.title"), status: error == nil ? .ok : .unprocessableContent)
    }

    private func uris(of app: RegisteredApp) -> [String] { app.settings.redirectURIs.map(\.text) }
    private func href(_ app: RegisteredApp) -> String { "/developers/apps/\(app.id)" }

    private func find(_ context: DeveloperContext) async throws -> RegisteredApp {
        try await find(context.page.id("app"), context)
    }

    private func find(_ trial: Trial, _ context: DeveloperContext) async throws -> RegisteredApp {
        try await find(trial.app, context)
    }

    private func find(_ id: AppID, _ context: DeveloperContext) async throws -> RegisteredApp {
        guard let app = try await useCases.apps.find(id, of: context.developer.id) else { throw PageError.notFound }
        return app
    }
}
