import Hummingbird
import Kernel
import OAuth
import PortalDomain

/// Tells the counters of an app what became of its requests.
///
/// The app is the one that the request names: its developer wants to know of wrong secrets too.
struct AppWatch: Sendable {
    let activity: AppActivity
    let ambient: Ambient

    /// Counts a token request and its refusal.
    func token(
        _ request: Request, _ fields: FormFields, _ context: AppContext, _ body: () async throws -> Response
    ) async throws -> Response {
        let app = named(request, fields)
        do {
            let response = try await body()
            if let app { activity.succeeded(app, at: ambient.now()) }
            return response
        } catch let error as OAuthError where error.code == .authorizationPending {
            throw error  // a device that waits (RFC 8628 §3.5), no failure of anybody
        } catch let error as OAuthError {
            if let app { activity.failed(app, self.error(error, request, context)) }
            throw error
        }
    }

    /// Notes a refusal of any other request.
    func other(
        _ request: Request, _ fields: FormFields, _ context: AppContext, _ body: () async throws -> Response
    ) async throws -> Response {
        do {
            return try await body()
        } catch let error as OAuthError {
            if let app = named(request, fields) { activity.note(self.error(error, request, context), of: app) }
            throw error
        }
    }

    /// Notes that an authorization request ended in a refusal.
    func authorization(_ page: PageContext, _ code: String, _ reason: String) {
        guard let id = (try? page.query())?["client_id"].flatMap({ AppID($0) }) else { return }
        activity.note(error(code, reason, page.request, page.app), of: id)
    }

    private func named(_ request: Request, _ fields: FormFields) -> AppID? {
        let credentials = try? ClientCredentials(authorization: request.headers[.authorization], fields: fields)
        return (credentials?.app ?? fields["client_id"]).flatMap { AppID($0) }
    }

    private func error(_ error: OAuthError, _ request: Request, _ context: AppContext) -> AppError {
        // The one text for all failed authentications says too little to the developer; `detail` is ours as well.
        let reason = error.code == .invalidClient ? error.detail : nil
        return self.error(error.code.rawValue, reason ?? error.description, request, context)
    }

    private func error(_ code: String, _ reason: String, _ request: Request, _ context: AppContext) -> AppError {
        // None of these routes has a parameter, so the path is the route.
        AppError(
            id: context.requestID, endpoint: request.uri.path, code: code, reason: reason, at: ambient.now())
    }
}
