import Kernel
import PortalDomain

/// What an app is told about its registration (RFC 7591 §3.2.1, RFC 7592 §3): what is true of it now, which may be less than it said.
struct RegistrationPayload: Sendable {
    let app: SelfRegisteredApp
    let issuer: String

    var json: [UInt8] {
        let (settings, metadata) = (app.metadata.settings, app.metadata)
        var writer = JSONWriter(reservingCapacity: 1024)
        writer.object {
            $0.field("client_id", app.id.text)
            $0.field("client_id_issued_at", Int(app.createdAt.seconds))
            if let secret = app.secret {
                $0.field("client_secret", secret.secret.expose())
                $0.field("client_secret_expires_at", 0)  // never
            }
            $0.field("registration_access_token", app.token.secret.expose())
            $0.field("registration_client_uri", "\(issuer)/oauth/register/\(app.id)")
            $0.field("client_name", settings.name.text)
            if let website = settings.website { $0.field("client_uri", website) }
            $0.field("application_type", settings.type == .native ? "native" : "web")
            $0.field("redirect_uris", settings.redirectURIs.map(\.text))
            $0.field("token_endpoint_auth_method", metadata.method.rawValue)
            if let keys = settings.keys {
                $0.name("jwks")
                keys.write(to: &$0)
            }
            $0.field("response_types", ["code"])
            $0.field("grant_types", metadata.grantTypes)
            $0.field("scope", settings.scopes.text)
            $0.field("dpop_bound_access_tokens", settings.options.contains(.boundTokens))
            $0.field("require_pushed_authorization_requests", settings.options.contains(.pushedRequestsOnly))
        }
        return writer.bytes
    }
}
