import HTTPTypes
package import Hummingbird
package import Kernel

/// Lets apps that run in a browser tab call the token endpoint, revocation and the API from their own origin (Fetch, CORS protocol).
///
/// For every origin and without credentials: a token is in a header that the app sets itself, never in a cookie, so another origin
/// gains nothing. The authorize endpoint and all pages are not for scripts (RFC 9700 §2.6) and get no such header.
package struct CrossOrigin: RouterMiddleware {
    package typealias Context = AppContext

    private let ambient: Ambient

    package init(ambient: Ambient) { self.ambient = ambient }

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        guard request.headers[.origin] != nil, Self.isForScripts(request.uri.path) else {
            return try await next(request, context)
        }
        if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
            return preflight(request.uri.path)
        }
        var response = try await next(request, context)
        response.headers[.accessControlAllowOrigin] = "*"
        response.headers[.accessControlExposeHeaders] = Self.exposed
        return response
    }

    /// The browser's question, which it asks without a token: below `/v1` the one answer that needs none. It carries what every answer
    /// there carries (contract api-v1, 2.1), but for the limit, which it does not count against.
    private func preflight(_ path: String) -> Response {
        var headers = Self.preflight
        headers[.xRequestID] = (ambient.makeID() as Kernel.RequestID).text
        if path.hasPrefix("/v1/") { headers[.xVersion] = APIVersions.published.newest.name }
        return Response(status: .noContent, headers: headers)
    }

    private static func isForScripts(_ path: String) -> Bool {
        switch path {
        case "/oauth/token", "/oauth/tokens", "/oauth/revoke", "/oauth/par", "/oauth/register", "/openapi.json": true
        default:
            path.hasPrefix("/oauth/register/") || path.hasPrefix("/v1/") || path.hasPrefix("/.well-known/oauth-")
        }
    }

    private static let exposed = [
        "WWW-Authenticate", "DPoP-Nonce", "Location", "Retry-After", "X-Request-Id", "X-Version", "X-Version-Latest",
        "X-RateLimit-Limit",
        "X-RateLimit-Remaining", "X-RateLimit-Reset", "RateLimit", "RateLimit-Policy", "Idempotent-Replayed",
        "Deprecation", "Sunset",
        "Link",
    ].joined(separator: ", ")

    private static let preflight: HTTPFields = [
        .accessControlAllowOrigin: "*",
        .accessControlAllowMethods: "GET, POST, PUT, PATCH, DELETE",
        .accessControlAllowHeaders:
            "Authorization, Authentication, DPoP, Content-Type, Accept, X-VERSION, Idempotency-Key",
        .accessControlMaxAge: "600",
        .cacheControl: "no-store",
        .xContentTypeOptions: "nosniff",
    ]
}
