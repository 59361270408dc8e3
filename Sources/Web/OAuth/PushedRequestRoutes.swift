import Hummingbird
import OAuth

/// `POST /oauth/par` (RFC 9126): an app sends its authorization request here, and only a reference to it through the browser.
struct PushedRequestRoutes: Sendable {
    let apps: AppAuthentication
    let requests: PushedRequests
    let possession: DPoPAtEndpoints
    let watch: AppWatch

    func add(to router: Router<AppContext>) {
        router.post("/oauth/par", use: push)
    }

    @Sendable private func push(_ request: Request, _ context: AppContext) async throws -> Response {
        let fields = try await OAuthBody(kind: .form).fields(of: request)
        return try await watch.other(request, fields, context) {
            let app = try await apps.perhapsNewApp(behind: request, fields, context)
            let key = try await possession.key(ifSentWith: request, from: app, at: context.clientAddress)
            let answer = try await requests.push(fields, by: app, boundTo: key, from: context.clientAddress)
            return possession.renew(.oauth(answer, status: .created), for: app, key)
        }
    }
}
