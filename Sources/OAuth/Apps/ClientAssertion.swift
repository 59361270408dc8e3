import Kernel

/// A signed statement by which an app proves that it is itself (RFC 7523 §2.2), with a key that it registered.
package struct ClientAssertion: Sendable {
    /// The one value of `client_assertion_type`.
    package static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    /// Seconds by which clocks may differ. FAPI 2.0 §5.3.2.1: 10 must be accepted, 60 must not.
    static let leeway: Int64 = 10
    /// Seconds into the future that `exp` may lie: so long the use of an assertion has to be remembered.
    static let maximumLifetime: Int64 = 3600

    private let token: SignedToken
    /// Whom it claims to come from; nothing is proven yet (RFC 7521 §4.2: then `client_id` may be left out).
    let app: String

    init(_ text: String) throws(OAuthError) {
        do throws(SignedToken.Fault) {
            token = try SignedToken(text, key: .registered)
        } catch { throw .invalidClient(detail: "assertion: \(error)") }
        guard let app = token.unverified("sub") else { throw .invalidClient(detail: "assertion: no sub") }
        self.app = app
    }

    /// Proves that `app` signed it, for us, and now (RFC 7523 §3).
    ///
    /// - Parameter audience: our issuer. It alone is accepted: an assertion that is meant for somebody else too could be passed on by them,
    ///   and the address of an endpoint is what a mix-up attack changes.
    /// - Returns: what makes this assertion different from any other. Whoever accepts it has to spend that.
    func proof(of app: App, keys: JSONWebKeySet, audience: String, at now: Timestamp) throws(OAuthError) -> OneTimeProof
    {
        do {
            return try check(app, keys, audience, at: now)
        } catch let fault as Fault {
            throw .invalidClient(detail: "assertion: \(fault.rawValue)")
        } catch { throw .invalidClient(detail: "assertion: \(error)") }
    }

    private enum Fault: String, Error {
        case type, key, issuer, subject, audience, expiry, early, id
    }

    private func check(
        _ app: App, _ keys: JSONWebKeySet, _ audience: String, at now: Timestamp
    ) throws -> OneTimeProof {
        // A token that was made for another purpose is none here (RFC 8725 §3.11).
        guard ["JWT", "client-authentication+jwt"].contains(token.type ?? "JWT") else { throw Fault.type }
        let claims = try Claims(payload(signedBy: keys))
        guard try claims.string("iss")?.utf8.elementsEqual(app.id.text.utf8) == true else { throw Fault.issuer }
        guard try claims.string("sub")?.utf8.elementsEqual(app.id.text.utf8) == true else { throw Fault.subject }
        let audiences = try claims.strings("aud") ?? []
        guard audiences.count == 1, audiences[0].utf8.elementsEqual(audience.utf8) else { throw Fault.audience }
        guard let expiry = try claims.time("exp"), now < expiry + Self.leeway,
            expiry <= now + Self.maximumLifetime + Self.leeway
        else { throw Fault.expiry }
        for name in ["iat", "nbf"] {
            if let moment = try claims.time(name), moment > now + Self.leeway { throw Fault.early }
        }
        guard let id = try claims.string("jti"), (1...256).contains(id.utf8.count) else { throw Fault.id }
        return OneTimeProof(.assertion, of: app.id.text, id: id, until: expiry + Self.leeway)
    }

    private func payload(signedBy keys: JSONWebKeySet) throws -> [UInt8] {
        for key in keys.candidates(for: token.keyID) {
            if let payload = try? token.payload(verifiedBy: key) { return payload }
        }
        throw Fault.key
    }
}
