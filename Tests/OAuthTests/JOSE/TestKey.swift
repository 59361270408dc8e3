import Crypto
import Kernel

/// A P-256 key that signs what a test wants signed, however wrong.
struct TestKey {
    private let key = P256.Signing.PrivateKey()

    var jwk: JSONWebKey { get throws { try JSONWebKey(JSONValue(parsing: json.utf8)) } }
    /// The public key as JSON.
    var json: String {
        let raw = Array(key.publicKey.rawRepresentation)
        return
            #"{"kty":"EC","crv":"P-256","x":"\#(Base64.encodeURL(raw[..<32]))","y":"\#(Base64.encodeURL(raw[32...]))"}"#
    }

    func sign(header: String, payload: String) throws -> String {
        let input = "\(Base64.encodeURL(header.utf8)).\(Base64.encodeURL(payload.utf8))"
        return "\(input).\(Base64.encodeURL(try key.signature(for: Array(input.utf8)).rawRepresentation))"
    }
}
