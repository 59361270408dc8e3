import Kernel
import Testing

@testable import OAuth

@Suite("Signed tokens (RFC 7515, RFC 8725)", .timeLimit(.minutes(2)))
struct SignedTokenTests {
    private static func key(_ json: String) throws -> JSONWebKey { try JSONWebKey(JSONValue(parsing: json.utf8)) }
    private static let ec = #"{"kty":"EC","crv":"P-256","x":"\#(Vectors.ecX)","y":"\#(Vectors.ecY)"}"#
    private static let ed = #"{"kty":"OKP","crv":"Ed25519","x":"\#(Vectors.edX)"}"#
    private static let rs256 = #"{"kty":"RSA","n":"\#(Vectors.rsaModulus)","e":"AQAB","alg":"RS256"}"#
    private static let ps256 = #"{"kty":"RSA","n":"\#(Vectors.pssModulus)","e":"AQAB"}"#
    private static let vectors = [
        (ec, Vectors.ecToken), (rs256, Vectors.rsaToken), (ps256, Vectors.pssToken), (ed, Vectors.edToken),
    ]

    private func fault(
        _ token: String, _ key: JSONWebKey, _ source: SignedToken.KeySource = .registered
    )
        -> SignedToken.Fault?
    {
        do throws(SignedToken.Fault) {
            _ = try SignedToken(token, key: source).payload(verifiedBy: key)
            return nil
        } catch { return error }
    }

    @Test("RFC 7515 A.2 and A.3, RFC 8037 A.4, and PS256: the vectors verify with their own key only", arguments: 0..<4)
    func vector(_ number: Int) throws {
        let (json, token) = Self.vectors[number]
        #expect(fault(token, try Self.key(json)) == nil)
        for (other, _) in Self.vectors where other != json { #expect(fault(token, try Self.key(other)) == .algorithm) }
    }

    @Test("RFC 8725 §3.1: an RSA key that does not ask for RS256 does not verify it")
    func pkcs1() throws {
        let key = try Self.key(Self.rs256.replacing(#","alg":"RS256""#, with: ""))
        #expect(fault(Vectors.rsaToken, key) == .algorithm)
    }

    @Test("RFC 9449 §4.1: the key in the header of a DPoP proof, and there alone")
    func embedded() throws {
        let token = try SignedToken(Vectors.proof, key: .embedded)
        let key = try #require(token.embeddedKey)
        #expect(key.thumbprint.text == Vectors.proofThumbprint)
        #expect(token.type == "dpop+jwt")
        #expect(try token.payload(verifiedBy: key).starts(with: Array("{\"jti\"".utf8)))
        #expect(fault(Vectors.proof, key) == .keyInHeader)
        #expect(fault(Vectors.ecToken, key, .embedded) == .noKeyInHeader)
    }

    @Test("102, 164: the header decides nothing")
    func header() throws {
        let key = TestKey()
        let (public_, payload) = (try key.jwk, "{}")
        for (header, expected) in [
            (#"{"alg":"ES256"}"#, nil), (#"{"alg":"ES256","kid":"x","typ":"JWT","x5t":"x","foo":[1]}"#, nil),
            (#"{"alg":"none"}"#, .algorithm), (#"{"alg":"None"}"#, .algorithm), (#"{"alg":"HS256"}"#, .algorithm),
            (#"{"alg":"es256"}"#, .algorithm), (#"{"alg":"ES256K"}"#, .algorithm), (#"{"alg":"ES384"}"#, .algorithm),
            (#"{"alg":""}"#, .algorithm), (#"{}"#, .header), (#"{"alg":1}"#, .header), (#"[]"#, .header),
            ("x", .header),
            (#"{"alg":"ES256","alg":"ES256"}"#, .header), (#"{"alg":"ES256","typ":1}"#, .header),
            (#"{"alg":"ES256","kid":{}}"#, .header), (#"{"alg":"ES256","crit":["exp"]}"#, .extensions),
            (#"{"alg":"ES256","crit":[]}"#, .extensions), (#"{"alg":"ES256","b64":false}"#, .extensions),
            (#"{"alg":"ES256","zip":"DEF"}"#, .extensions), (#"{"alg":"ES256","enc":"A128GCM"}"#, .extensions),
            (#"{"alg":"ES256","jwk":\#(key.json)}"#, .keyInHeader), (#"{"alg":"ES256","jwk":null}"#, .keyInHeader),
            (#"{"alg":"ES256","jku":"https://evil.example"}"#, .keyInHeader),
            (#"{"alg":"ES256","x5u":"https://evil.example"}"#, .keyInHeader),
            (#"{"alg":"ES256","x5c":["AAAA"]}"#, .keyInHeader),
        ] as [(String, SignedToken.Fault?)] {
            #expect(fault(try key.sign(header: header, payload: payload), public_) == expected, "\(header)")
        }
    }

    @Test("Nothing but three parts of canonical base64url, and not too much of it")
    func form() throws {
        let key = TestKey()
        let good = try key.sign(header: #"{"alg":"ES256"}"#, payload: "{}")
        let parts = good.split(separator: ".").map(String.init)
        let other = TestKey()
        for (text, expected) in [
            (good, nil), ("", .form), (".", .form), ("..", .header), ("....", .form), ("\(good).", .form),
            ("\(good).AA", .form),
            ("\(parts[0]).\(parts[1])", .form), ("\(parts[0]).\(parts[1]).", .signature), (" \(good)", .encoding),
            ("\(good)=", .encoding), ("\(good)\n", .encoding), (good.replacing(".", with: "=."), .encoding),
            ("\(parts[0]).e31.\(parts[2])", .encoding), ("\(parts[0]).e30K.\(parts[2])", .signature),
            ("\(parts[0]).\(parts[1]).\(parts[2].dropLast(2))", .signature),
            (try other.sign(header: #"{"alg":"ES256"}"#, payload: "{}"), .signature),
            (String(repeating: "A", count: 8193), .tooLong),
            (try key.sign(header: #"{"alg":"ES256"}"#, payload: String(repeating: " ", count: 8000)), .tooLong),
        ] as [(String, SignedToken.Fault?)] { #expect(fault(text, try key.jwk) == expected, "\(text.prefix(60))") }
    }

    @Test("A token with any change never verifies, and never brings the verifier down", arguments: 0..<4)
    func mutations(_ number: Int) throws {
        let (json, token) = Self.vectors[number]
        let (key, original) = (try Self.key(json), Array(token.utf8))
        let dice = Surroundings().ambient
        _ = dice.randomBytes(number)  // another course for each vector
        func below(_ bound: Int) -> Int { dice.randomBytes(3).reduce(0) { $0 << 8 | Int($1) } % bound }
        let frequent = Array("ABab01-_.=".utf8)
        for _ in 0..<3000 {
            var bytes = original
            for _ in 0...below(3) {
                let position = below(bytes.count)
                let byte = frequent[below(frequent.count)]
                switch below(4) {
                case 0: bytes[position] = byte
                case 1: bytes.insert(byte, at: position)
                case 2 where bytes.count > 1: bytes.remove(at: position)
                default: bytes[position] ^= UInt8(1 << below(7))
                }
            }
            guard bytes != original else { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(fault(text, key) != nil, "\(text)")
            #expect(fault(text, key, .embedded) != nil)
        }
    }

    @Test("Claims: a number is a date, a list is a list, and anything else is no set of claims")
    func claims() throws {
        let claims = try Claims(
            Array(#"{"a":"x","n":12.9,"e":1e3,"l":["x","y"],"b":true,"h":-1,"f":1e300,"m":[1]}"#.utf8))
        #expect(try claims.string("a") == "x")
        #expect(try claims.string("z") == nil)
        #expect(try claims.strings("a") == ["x"])
        #expect(try claims.strings("l") == ["x", "y"])
        #expect(try claims.strings("z") == nil)
        #expect(try claims.time("n") == Timestamp(seconds: 12))
        #expect(try claims.time("e") == Timestamp(seconds: 1000))
        for name in ["n", "b", "l"] { #expect(throws: Claims.Malformed()) { try claims.string(name) } }
        for name in ["n", "b", "m"] { #expect(throws: Claims.Malformed()) { try claims.strings(name) } }
        for name in ["a", "b", "h", "f", "l"] { #expect(throws: Claims.Malformed()) { try claims.time(name) } }
        for text in ["", "[]", "null", "{", #"{"a":1,"a":2}"#] {
            #expect(throws: Claims.Malformed()) { try Claims(Array(text.utf8)) }
        }
    }
}
