import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import OAuth
import PortalDomain

/// `POST /oauth/register` (RFC 7591), and `GET`, `PUT` and `DELETE` of what it made (RFC 7592). Only where the operator lets apps register
/// themselves.
struct RegistrationRoutes: Sendable {
    /// Bytes. A key set may fill half of it.
    private static let bodyLimit = 32_768

    let registrations: Registrations
    let issuer: String

    func add(to router: Router<AppContext>) {
        router.post("/oauth/register", use: register)
        router.get("/oauth/register/{app}", use: show)
        router.put("/oauth/register/{app}", use: update)
        router.delete("/oauth/register/{app}", use: delete)
    }

    @Sendable private func register(_ request: Request, _ context: AppContext) async throws -> Response {
        // Initial access tokens (§3) are not given out, so whatever this is, it is not ours.
        guard PresentedToken(request.headers) == .none else { throw Self.refused }
        let metadata = try Self.metadata(try await json(of: request))
        switch try await registrations.register(metadata, from: context.clientAddress) {
        case .registered(let app): return answer(app, status: .created)
        case .later(let seconds): return Self.later(seconds)
        }
    }

    @Sendable private func show(_ request: Request, _ context: AppContext) async throws -> Response {
        let (id, token) = try Self.credentials(request, context)
        guard let app = try await registrations.find(id, provenBy: token) else { throw Self.refused }
        return answer(app)
    }

    @Sendable private func update(_ request: Request, _ context: AppContext) async throws -> Response {
        let (id, token) = try Self.credentials(request, context)
        // Before the body is read: strangers learn nothing about what would be wrong with it.
        guard try await registrations.find(id, provenBy: token) != nil else { throw Self.refused }
        let json = try await json(of: request)
        try Self.refuseForeign(json, id)
        let metadata = try Self.metadata(json)
        switch try await registrations.update(id, to: metadata, provenBy: token, from: context.clientAddress) {
        case .updated(let app): return answer(app)
        case .inUse:
            throw OAuthError(.invalidClientMetadata, "People gave access to an app of another kind. Register anew.")
        case .unknown: throw Self.refused
        }
    }

    @Sendable private func delete(_ request: Request, _ context: AppContext) async throws -> Response {
        let (id, token) = try Self.credentials(request, context)
        guard try await registrations.delete(id, provenBy: token, from: context.clientAddress) else {
            throw Self.refused
        }
        return Response(status: .noContent, headers: [.cacheControl: "no-store", .xContentTypeOptions: "nosniff"])
    }

    /// The app of the address and the token of the header. One answer for everything that does not fit (RFC 7592 §2).
    private static func credentials(_ request: Request, _ context: AppContext) throws -> (AppID, Credential) {
        guard case .bearer(let text) = PresentedToken(request.headers), let token = Credential(text, .registration),
            let id = context.parameters.get("app").flatMap({ AppID($0) })
        else { throw refused }
        return (id, token)
    }

    private static let refused = OAuthError(.invalidToken, "The token is not valid here.")

    private func json(of request: Request) async throws -> JSONValue {
        guard request.uri.query?.isEmpty ?? true else {
            throw OAuthError.invalidRequest("Parameters belong in the body, not in the address.")
        }
        let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        guard type == "application/json" else {
            throw OAuthError.invalidRequest("This content type is not supported here.")
        }
        let bytes: [UInt8]
        do {
            bytes = Array(buffer: try await request.body.collect(upTo: Self.bodyLimit))
        } catch is NIOTooManyBytesError {
            throw OAuthError.invalidRequest("The body is too large.")
        }
        guard let json = try? JSONValue(parsing: bytes, maximumDepth: 8) else {
            throw OAuthError.invalidRequest("The body is not JSON.")
        }
        return json
    }

    private static func metadata(_ json: JSONValue) throws(OAuthError) -> ClientMetadata {
        do throws(ClientMetadata.Fault) {
            return try ClientMetadata(json)
        } catch let fault { throw OAuthError(fault) }
    }

    /// RFC 7592 §2.2: what an update must name, and what it must not try to choose.
    private static func refuseForeign(_ json: JSONValue, _ id: AppID) throws(OAuthError) {
        guard json["client_id"] == .string(id.text) else {
            throw .invalidRequest("client_id must be the one that is updated.")
        }
        let ours = [
            "registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at",
        ]
        guard ours.allSatisfy({ json[$0] == nil }) else {
            throw .invalidRequest("The update holds what only the server decides.")
        }
    }

    private func answer(_ app: SelfRegisteredApp, status: HTTPResponse.Status = .ok) -> Response {
        .oauth(RegistrationPayload(app: app, issuer: issuer).json, status: status)
    }

    private static func later(_ seconds: Int64) -> Response {
        let error = OAuthError(.temporarilyUnavailable, "Too many registrations.", retryAfter: seconds)
        var response = error.response(isBasic: false)
        response.status = .tooManyRequests
        return response
    }
}

extension OAuthError {
    /// RFC 7591 §3.2.2.
    fileprivate init(_ fault: ClientMetadata.Fault) {
        switch fault {
        case .redirectURI(let text): self.init(.invalidRedirectURI, text)
        case .metadata(let text): self.init(.invalidClientMetadata, text)
        case .softwareStatement:
            self.init(.unapprovedSoftwareStatement, "Software statements are not accepted.")
        }
    }
}
