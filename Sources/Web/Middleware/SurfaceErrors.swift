package import HTTPTypes
package import Hummingbird
import Kernel
import Logging
import NIOHTTP1
import OAuth

/// Turns an error into an answer in the words of the surface that was called: OAuth JSON, API JSON, plain text or a page.
///
/// Callers never read causes (invariant 14). What nobody expected is logged at `error` with the request id and answered as a plain 500.
package struct SurfaceErrors: Sendable {
    package typealias PageAnswer = @Sendable (HTTPResponse.Status, Request, AppContext) async -> Response

    private let page: PageAnswer

    /// - Parameter page: makes the page for a status.
    package init(page: @escaping PageAnswer) { self.page = page }

    enum Surface { case oauth, api, plain, page }

    func response(to error: any Error, _ request: Request, _ context: AppContext) async throws -> Response {
        // Nothing can be answered on a connection that is not HTTP any more.
        if error is HTTPParserError { throw error }
        let fault = Fault(error)
        if fault.isOurs {
            context.logger.error(
                "unexpected error",
                metadata: [
                    "id": "\(context.requestID)", "route": "\(context.endpointPath ?? "-")",
                    "error": "\(String(describing: error).prefix(500))",
                ])
        } else if let detail = fault.detail {
            context.logger.notice("refused", metadata: ["id": "\(context.requestID)", "detail": "\(detail)"])
        }
        var response: Response
        switch Self.surface(of: request.uri.path) {
        case .oauth:
            response = fault.oauth.response(isBasic: request.headers[.authorization] != nil)
            response.status = fault.status
        case .api: response = fault.status.json
        case .plain:
            response = Response(status: fault.status, body: .init(byteBuffer: .init(string: "\(fault.status)\n")))
        case .page: response = await page(fault.status, request, context)
        }
        if let allow = fault.allow { response.headers[.allow] = allow }
        if let retryAfter = fault.oauth.retryAfter { response.headers[.retryAfter] = "\(retryAfter)" }
        return response
    }

    static func surface(of path: String) -> Surface {
        if path == "/v1" || path.hasPrefix("/v1/") || path.hasPrefix("/openapi.") { return .api }
        if path == DeviceRoutes.path || path.hasPrefix("\(DeviceRoutes.path)/") { return .page }
        if path == "/oauth/authorize" || path.hasPrefix("/oauth/authorize/") { return .page }
        if path.hasPrefix("/oauth/") || path.hasPrefix("/.well-known/") { return .oauth }
        if path.hasPrefix("/health/") || path == "/metrics" { return .plain }
        return .page
    }
}

/// An error as far as an answer is concerned.
private struct Fault {
    let status: HTTPResponse.Status
    let oauth: OAuthError
    var allow: String?
    var detail: String?
    /// Nobody expected it: somebody should look.
    var isOurs = false

    init(_ error: any Error) {
        switch error {
        case let error as OAuthError:
            (status, oauth, detail) = (error.status, error, error.detail)
        case let error as MethodNotAllowed:
            status = .methodNotAllowed
            oauth = .invalidRequest("This method is not allowed here.")
            allow = error.allow
        case StorageError.unavailable(let reason):
            (status, oauth, detail) = (.serviceUnavailable, .unavailable, reason)
        case StorageError.conflict:
            (status, oauth, detail) = (.serviceUnavailable, .unavailable, "conflict after retries")
        case let error as any HTTPResponseError where error.status.code < 500:
            status = error.status
            oauth = .invalidRequest(error.status == .notFound ? "Not found." : "The request cannot be read.")
        default:
            (status, oauth) = (.internalServerError, OAuthError(.serverError, "Something went wrong here."))
            isOurs = true
        }
    }
}

extension HTTPResponse.Status {
    /// A minimal answer in the form of the API, for what its pipeline never saw.
    fileprivate var json: Response {
        var writer = JSONWriter()
        writer.object {
            $0.field("code", code)
            $0.field("message", code == 500 ? "Something went wrong here." : reasonPhrase)
        }
        return Response(
            status: self, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .init(byteBuffer: .init(bytes: writer.bytes)))
    }
}
