import Kernel
import PortalDomain

/// What an app is told about its registration (RFC 7591 §3.2.1, RFC 7592 §3): what is true of it now, which may be less than it said.
struct RegistrationPayload: Sendable {
    let app: SelfRegisteredApp
    let issuer: String

    var json: [UInt8] {
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
            app.metadata.write(to: &$0)
        }
        return writer.bytes
    }
}
