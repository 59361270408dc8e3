import HTTPTypes
package import Hummingbird

/// Lets apps that run in a browser tab call the token endpoint, revocation and the API from their own origin (Fetch, CORS protocol).
///
/// For every origin and without credentials: a token is in a header that the app sets itself, never in a cookie, so another origin
/// gains nothing. The authorize endpoint and all pages are not for scripts (RFC 9700 §2.6) and get no such header.
package struct CrossOrigin: RouterMiddleware {
    package typealias Context = AppContext

    package init() {}

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        guard request.headers[.origin] != nil, Self.isForScripts(request.uri.path) else {
            return try await next(request, context)
        }
        if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
            return Response(status: .noContent, headers: Self.preflight)
        }
        var response = try await next(request, context)
        response.headers[.accessControlAllowOrigin] = "*"
        response.headers[.accessControlExposeHeaders] = Self.exposed
        return response
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
    ]
}
