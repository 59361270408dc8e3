import HTTPTypes
import Hummingbird
import Kernel
import OAuth

/// `GET /oauth/app`: what an app is registered with, for its own token (RFC 6749 §4.4), and the same token at introspection (RFC 7662 §2.1).
struct AppTokenRoutes: Sendable {
    let tokens: AppTokenCheck
    let possession: DPoPAtEndpoints
    let grantTypes: [String]

    func add(to router: Router<AppContext>) {
        router.get("/oauth/app") { request, _ -> Response in
            guard let app = try await app(behind: request) else {
                throw OAuthError(.invalidToken, "Send an access token of the app about itself.")
            }
            return .oauth(OwnRegistration.answer(app, grantTypes: grantTypes))
        }
    }

    /// The app whose own token the request brings; nil if it brings none at all.
    func app(behind request: Request) async throws -> App? {
        let token: String
        let isBound: Bool
        switch PresentedToken(request.headers) {
        case .none, .contradictory: return nil
        case .bearer(let text): (token, isBound) = (text, false)
        case .bound(let text): (token, isBound) = (text, true)
        case .malformed: throw Self.refused
        }
        guard let (app, key) = try await tokens.app(presenting: token), isBound == (key != nil) else {
            throw Self.refused
        }
        if let key { try await possession.prove(key, of: app, presenting: token, request) }
        return app
    }

    private static let refused = OAuthError(.invalidToken, "The token is not valid.")
}
