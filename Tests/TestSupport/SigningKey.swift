import Crypto
package import Kernel
import PortalDomain
import Web

/// A P-256 key of an app: signs whatever a test wants signed, however wrong.
package struct SigningKey: Sendable {
    private let key: P256.Signing.PrivateKey

    package init() { key = P256.Signing.PrivateKey() }

    /// The public half (RFC 7517), with more members if a test wants them.
    package func json(_ more: String = "") -> String {
        let raw = Array(key.publicKey.rawRepresentation)
        let (x, y) = (Base64.encodeURL(raw[..<32]), Base64.encodeURL(raw[32...]))
        return #"{"kty":"EC","crv":"P-256","x":"\#(x)","y":"\#(y)"\#(more)}"#
    }

    /// The private half as a JWK member, which must not be accepted anywhere.
    package var privateMember: String { #","d":"\#(Base64.encodeURL(key.rawRepresentation))""# }
    package var thumbprint: String {
        get throws { try JSONWebKey(JSONValue(parsing: json().utf8)).thumbprint.text }
    }

    package func sign(header: String, payload: String) throws -> String {
        let input = "\(Base64.encodeURL(header.utf8)).\(Base64.encodeURL(payload.utf8))"
        return "\(input).\(Base64.encodeURL(try key.signature(for: Array(input.utf8)).rawRepresentation))"
    }

    /// A token with these claims; the values are JSON, nil leaves a claim out.
    package func token(
        _ claims: [(name: String, json: String?)], header: String = #"{"alg":"ES256"}"#
    ) throws -> String {
        let members = claims.compactMap { claim in claim.json.map { "\"\(claim.name)\":\($0)" } }
        return try sign(header: header, payload: "{\(members.joined(separator: ","))}")
    }
}

/// What an attacker or a client in another language would put together.
extension SigningKey {
    /// HMAC-SHA256 with the bytes of `key`, in base64url.
    package static func hmac(_ input: String, key: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Array(input.utf8), using: SymmetricKey(data: Array(key.utf8)))
        return Base64.encodeURL(code)
    }

    /// A flat object of strings.
    package static func jsonText(_ fields: [String: String]) -> String {
        var writer = JSONWriter()
        writer.value(.object(fields.map { JSONValue.Member(name: $0.key, value: .string($0.value)) }))
        return writer.text
    }
}

/// Apps that prove themselves with a key.
extension ServerUnderTest {
    /// Registers a confidential app with `key` as its only proof.
    package func keyedApp(
        _ key: SigningKey, _ profile: SecurityProfile = .standard, scopes: String = "customers.read"
    ) async throws -> Cast.TestApp {
        let draft = AppDraft(
            name: "J1", type: AppType.web.rawValue, profile: profile.rawValue,
            redirectURIs: "https://keyed.example/cb", scopes: scopes.split(separator: " ").map(String.init),
            authentication: AuthenticationMethod.privateKey.rawValue, keys: #"{"keys":[\#(key.json())]}"#)
        let registered = try await server.useCases.apps.register(
            AppSettings(draft), of: cast.developer, by: .commandLine)
        return Cast.TestApp(
            id: registered.id, secret: registered.secret?.secret.expose(), redirectURIs: ["https://keyed.example/cb"],
            scopes: scopes, isPublic: false, rotates: profile == .strict)
    }

    /// A proper assertion of `app`; overrides are JSON, nil leaves a claim out.
    package func assertion(
        _ app: Cast.TestApp, _ key: SigningKey, id: String, _ overrides: [String: String?] = [:],
        header: String = #"{"alg":"ES256","typ":"JWT"}"#
    ) throws -> String {
        let now = clock.now.seconds
        var claims: [(name: String, json: String?)] = [
            ("iss", "\"\(app.id)\""), ("sub", "\"\(app.id)\""), ("aud", "\"\(Self.issuer)\""), ("exp", "\(now + 60)"),
            ("iat", "\(now)"), ("jti", "\"\(id)\""),
        ]
        for (name, json) in overrides.sorted(by: { $0.key < $1.key }) {
            claims.removeAll { $0.name == name }
            claims.append((name, json))
        }
        return try key.token(claims, header: header)
    }

    /// What a request needs besides its own fields when it proves itself with `assertion`.
    package static func proof(_ assertion: String) -> [String: String?] {
        [
            "client_assertion": assertion,
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ]
    }
}
