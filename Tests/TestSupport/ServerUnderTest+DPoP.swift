package import HTTPTypes
import HummingbirdTesting
import Kernel

extension HTTPField.Name {
    package static let proof = Self("DPoP")!
    package static let proofNonce = Self("DPoP-Nonce")!
}

/// Proofs of possession (RFC 9449), as a client makes them or gets them wrong.
extension ServerUnderTest {
    package static func proofHeader(_ key: SigningKey, _ more: String = "") -> String {
        #"{"typ":"dpop+jwt","alg":"ES256","jwk":\#(key.json())\#(more)}"#
    }

    /// A proper proof; overrides are JSON, nil leaves a claim out.
    ///
    /// - Parameter hash: `ath`, of the access token that goes with it.
    package func proof(
        _ key: SigningKey, _ method: String = "POST", _ address: String = "\(issuer)/oauth/token", id: String,
        hash: String? = nil, nonce: String? = nil, _ overrides: [String: String?] = [:], header: String? = nil
    ) throws -> String {
        var claims: [(name: String, json: String?)] = [
            ("jti", "\"\(id)\""), ("htm", "\"\(method)\""), ("htu", "\"\(address)\""), ("iat", "\(clock.now.seconds)"),
            ("ath", hash.map { "\"\($0)\"" }), ("nonce", nonce.map { "\"\($0)\"" }),
        ]
        for (name, json) in overrides.sorted(by: { $0.key < $1.key }) {
            claims.removeAll { $0.name == name }
            claims.append((name, json))
        }
        return try key.token(claims, header: header ?? Self.proofHeader(key))
    }

    /// `GET /v1/me` with whatever headers.
    package func me(_ headers: HTTPFields) async throws -> Answer {
        Answer(try await http.executeRequest(uri: "/v1/me", method: .get, headers: headers, body: nil))
    }
}
