package import HTTPTypes
package import Kernel
import PortalDomain
package import Web

/// What an app does that registers itself.
extension ServerUnderTest {
    /// Of a server that lets apps do so.
    package static func open(_ configuration: inout ServerConfiguration) { configuration.registration = .init() }

    /// Sends this metadata, which is JSON.
    package func selfRegister(_ metadata: String, headers: HTTPFields = [:]) async throws -> Answer {
        try await send("/oauth/register", metadata, type: "application/json", headers: headers)
    }

    /// The app of a registration that succeeded.
    package func app(_ registered: Answer) throws -> Cast.TestApp {
        guard let id = registered["client_id"].flatMap({ AppID($0) }), let scopes = registered["scope"],
            case .array(let uris)? = registered.json?["redirect_uris"]
        else { throw Unexpected("not registered", registered) }
        return Cast.TestApp(
            id: id, secret: registered["client_secret"],
            redirectURIs: uris.compactMap { if case .string(let text) = $0 { text } else { nil } }, scopes: scopes,
            isPublic: registered["token_endpoint_auth_method"] == "none", rotates: true)
    }

    /// Asks for, changes or ends a registration.
    package func manage(
        _ app: AppID, _ token: String?, _ method: HTTPRequest.Method = .get, _ metadata: String = ""
    ) async throws -> Answer {
        let headers: HTTPFields = token.map { [.authorization: "Bearer \($0)"] } ?? [:]
        return try await send(
            "/oauth/register/\(app)", metadata, type: "application/json", headers: headers, method: method)
    }

    /// The events of apps that registered themselves, newest first.
    package func registrationEvents() async throws -> [String] {
        try await auditActions(DeveloperID.selfRegistered.text)
    }
}
