import HTTPTypes
import Hummingbird
import Kernel
import OAuth

/// Proofs of possession at the authorization server's own endpoints (RFC 9449 §5, §10.1).
struct DPoPAtEndpoints: Sendable {
    let check: DPoPCheck
    let issuer: String
    let ambient: Ambient
    /// Counts the proofs of public apps, per client: anybody can name such an app and make a proof, and each one that is good is a row.
    let strangers = AttemptThrottle(limit: 300, window: 60)

    /// The key that a token request proves to hold; nil if it brings no proof, and the app need not.
    func key(of request: Request, from app: App, at address: String) async throws -> KeyThumbprint? {
        let key = try await key(ifSentWith: request, from: app, at: address)
        // RFC 9449 §5.2: this app's tokens are always bound.
        guard key != nil || !app.options.contains(.boundTokens) else {
            throw OAuthError.invalidRequest("A DPoP proof is missing.")
        }
        return key
    }

    /// The key that a request proves to hold; nil if it brings no proof.
    func key(ifSentWith request: Request, from app: App, at address: String) async throws -> KeyThumbprint? {
        let proofs = request.headers[values: .dpop]
        guard !proofs.isEmpty else { return nil }
        if app.type.isPublic {
            let (client, now) = (IPAddress.client(address), ambient.now())
            guard strangers.delay(of: client, at: now) == nil else { throw OAuthError.unavailable }
            strangers.fail(client, at: now)
        }
        do {
            guard let target = DPoPTarget(request.method.rawValue, issuer + request.uri.path) else {
                throw Self.noTarget
            }
            return try await check.key(
                provenBy: proofs, for: target, needsNonce: app.options.contains(.serverNonces))
        } catch let fault as DPoPFault { throw OAuthError(fault) }
    }

    /// Proves that whoever presents a bound token of an app about itself holds its key (§7.1).
    func prove(_ key: KeyThumbprint, of app: App, presenting token: String, _ request: Request) async throws {
        do {
            guard let target = DPoPTarget(request.method.rawValue, issuer + request.uri.path, accessToken: token) else {
                throw Self.noTarget
            }
            _ = try await check.key(
                provenBy: request.headers[values: .dpop], for: target, expecting: key,
                needsNonce: app.options.contains(.serverNonces))
        } catch let fault as DPoPFault { throw OAuthError(fault) }
    }

    private static let noTarget = DPoPFault.invalid("the address of the endpoint is none")

    /// Hands out the next nonce with an answer to a request that proved a key (§8.2).
    func renew(_ response: Response, for app: App, _ key: KeyThumbprint?) -> Response {
        guard key != nil, let nonce = check.nonce(needed: app.options.contains(.serverNonces)) else { return response }
        var response = response
        response.headers[.dpopNonce] = nonce
        return response
    }
}
