import Crypto
package import Kernel

/// What a proof has to be about: one request, and the token that comes with it.
package struct DPoPTarget: Sendable {
    let method: String
    let address: HTTPAddress
    /// Nil where the request brings no access token: at our own endpoints.
    let accessToken: String?

    /// Nil if `address` is no http address, which ours always is.
    package init?(_ method: String, _ address: String, accessToken: String? = nil) {
        guard let address = HTTPAddress(address) else { return nil }
        (self.method, self.address, self.accessToken) = (method, address, accessToken)
    }
}

/// A proof that whoever sends a request holds a key (RFC 9449 §4.2), with everything checked that needs no memory.
package struct DPoPProof: Sendable {
    /// Seconds that a proof may be old, and by which a client's clock may be ahead of ours.
    static let maximumAge: Int64 = 60
    static let leeway: Int64 = 10

    let key: KeyThumbprint
    let nonce: String?
    /// What makes this proof different from any other (§11.1).
    let once: OneTimeProof

    /// The checks of §4.3, in their order.
    init(_ text: String, for target: DPoPTarget, at now: Timestamp) throws(DPoPFault) {
        do {
            try self.init(checking: text, for: target, at: now)
        } catch let fault as Fault {
            throw .invalid(fault.rawValue)
        } catch { throw .invalid("\(error)") }
    }

    private enum Fault: String, Error { case type, algorithm, id, method, address, time, token }

    private init(checking text: String, for target: DPoPTarget, at now: Timestamp) throws {
        let token = try SignedToken(text, key: .embedded)
        guard token.type == "dpop+jwt" else { throw Fault.type }
        guard let jwk = token.embeddedKey, SignatureAlgorithm.ofProofs.contains(jwk.algorithm) else {
            throw Fault.algorithm
        }
        let claims = try Claims(token.payload(verifiedBy: jwk))
        guard let id = try claims.string("jti"), (1...256).contains(id.utf8.count) else { throw Fault.id }
        guard try claims.string("htm")?.utf8.elementsEqual(target.method.utf8) == true else { throw Fault.method }
        guard try claims.string("htu").flatMap(HTTPAddress.init) == target.address else { throw Fault.address }
        guard let issuedAt = try claims.time("iat"), issuedAt <= now + Self.leeway, now <= issuedAt + Self.maximumAge
        else { throw Fault.time }
        if let accessToken = target.accessToken {
            let hash = Base64.encodeURL(SHA256.hash(data: Array(accessToken.utf8)))
            guard try claims.string("ath").map({ ConstantTime.equal($0, hash) }) == true else { throw Fault.token }
        }
        key = jwk.thumbprint
        nonce = try claims.string("nonce")
        once = OneTimeProof(.dpop, of: key.text, id: id, until: issuedAt + Self.maximumAge + 1)
    }
}

extension SignatureAlgorithm {
    /// A proof's key says nothing about itself that we knew before, so there is no old library to be polite to.
    static let ofProofs: [SignatureAlgorithm] = [.es256, .ps256, .edDSA]
    /// For metadata and challenges.
    package static let namesForProofs = ["ES256", "PS256", "EdDSA", "Ed25519"]
}
