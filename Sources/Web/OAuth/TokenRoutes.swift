import Hummingbird
import Kernel
import OAuth

/// `POST /oauth/token` (form) and `POST /oauth/tokens` (form or JSON), RFC 6749 §3.2; revocation (RFC 7009) and introspection (RFC 7662).
///
/// All of them authenticate the app first, by exactly one method.
struct TokenRoutes: Sendable {
    let apps: AppAuthentication
    let grants: GrantRegistry
    let possession: DPoPAtEndpoints
    let own: AppTokenRoutes
    let revocation: Revocation
    let introspection: Introspection
    let watch: AppWatch

    func add(to router: Router<AppContext>) {
        router.post("/oauth/token") { request, context in try await issue(request, context, .form) }
        router.post("/oauth/tokens") { request, context in try await issue(request, context, .formOrJSON) }
        router.post("/oauth/revoke", use: revoke)
        router.post("/oauth/introspect", use: introspect)
    }

    func issue(_ request: Request, _ context: AppContext, _ kind: OAuthBody.Kind) async throws -> Response {
        let fields = try await OAuthBody(kind: kind).fields(of: request)
        return try await watch.token(request, fields, context) {
            let grant = try grants.grant(fields)
            let app = try await app(request, context, fields)
            let key = try await possession.key(of: request, from: app, at: context.clientAddress)
            let tokens = try await grant.issue(fields, to: app, boundTo: key, from: context.clientAddress)
            return possession.renew(.oauth(tokens.json), for: app, key)
        }
    }

    /// RFC 7009 §2: 200 whatever became of the token.
    @Sendable func revoke(_ request: Request, _ context: AppContext) async throws -> Response {
        let fields = try await OAuthBody(kind: .form).fields(of: request)
        return try await watch.other(request, fields, context) {
            let app = try await app(request, context, fields)
            try await revocation.revoke(fields, by: app, from: context.clientAddress)
            return Response(status: .ok, headers: [.cacheControl: "no-store", .xContentTypeOptions: "nosniff"])
        }
    }

    @Sendable func introspect(_ request: Request, _ context: AppContext) async throws -> Response {
        let fields = try await OAuthBody(kind: .form).fields(of: request)
        return try await watch.other(request, fields, context) {
            // RFC 7662 §2.1: by the app's own token, by a resource server, or as everywhere else.
            if let app = try await own.app(behind: request) {
                return .oauth(try await introspection.answer(fields, to: app))
            }
            if let server = try await apps.resourceServer(behind: request, fields, context) {
                return .oauth(try await introspection.answer(fields, to: server))
            }
            return .oauth(try await introspection.answer(fields, to: try await app(request, context, fields)))
        }
    }

    private func app(_ request: Request, _ context: AppContext, _ fields: FormFields) async throws -> App {
        try await apps.app(behind: request, fields, context)
    }
}
