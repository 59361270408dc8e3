import HTTPTypes
package import Hummingbird
import Kernel
import OAuth

/// Outside of development everything is for https only (RFC 6749 §3.1, §3.2; RFC 9700 §2.6).
///
/// TLS ends at a proxy in front of us. What a trusted proxy says came to it without is refused, and not redirected: a secret that
/// travelled in the clear is lost, and a redirect would hide the mistake. Only pages lead to https, for people who typed the address.
package struct SecureTransport: RouterMiddleware {
    package typealias Context = AppContext

    private let publicURL: String
    private let isSecure: Bool
    private let address: ClientAddress

    /// Stands outside of `FrontDoor`: it asks for the peer of the connection, and its promise is for errors too.
    package init(origins: Origins, address: ClientAddress) {
        (publicURL, isSecure, self.address) = (origins.publicURL, origins.isSecure, address)
    }

    package func handle(
        _ request: Request, context: AppContext, next: (Request, AppContext) async throws -> Response
    ) async throws -> Response {
        guard isSecure else { return try await next(request, context) }
        let isPlain = address.isPlainHTTP(peer: context.clientAddress, headers: request.headers)
        var response = isPlain ? answer(toPlain: request) : try await next(request, context)
        // RFC 6797 §7.1
        response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains"
        return response
    }

    private func answer(toPlain request: Request) -> Response {
        let isRead = request.method == .get || request.method == .head
        guard isRead, SurfaceErrors.surface(of: request.uri.path) == .page else {
            return OAuthError.invalidRequest("Use https.").response(isBasic: false)
        }
        let query = request.uri.query.map { "?\($0)" } ?? ""
        return Response(
            status: .permanentRedirect,
            headers: [.location: publicURL + request.uri.path + query, .cacheControl: "no-store"])
    }
}
