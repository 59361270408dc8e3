import Kernel
import Testing

@Suite("Public keys (RFC 7517, RFC 7638)", .timeLimit(.minutes(1)))
struct JSONWebKeyTests {
    private static func key(_ json: String) throws -> JSONWebKey { try JSONWebKey(JSONValue(parsing: json.utf8)) }
    private static let ec = #""kty":"EC","crv":"P-256","x":"\#(Vectors.ecX)","y":"\#(Vectors.ecY)""#
    private static let rsa = #""kty":"RSA","n":"\#(Vectors.rsaModulus)","e":"AQAB""#
    private static let ed = #""kty":"OKP","crv":"Ed25519","x":"\#(Vectors.edX)""#

    @Test("RFC 7638 §3.1, RFC 8037 A.3: thumbprints")
    func thumbprints() throws {
        let rsa = try Self.key(
            #"{"kty":"RSA","n":"\#(Vectors.thumbprintModulus)","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"#)
        #expect(rsa.thumbprint.text == Vectors.rsaThumbprint)
        #expect(rsa.id == "2011-04-29")
        let ed = try Self.key("{\(Self.ed)}")
        #expect(ed.thumbprint.text == Vectors.edThumbprint)
        #expect(ed.id == Vectors.edThumbprint, "a key without a kid is called by its thumbprint")
    }

    @Test(
        "RFC 8725 §3.1: the key has one algorithm",
        arguments: [
            ("{\(ec)}", SignatureAlgorithm.es256), (#"{\#(ec),"alg":"ES256","use":"sig"}"#, .es256),
            ("{\(ed)}", .edDSA), (#"{\#(ed),"alg":"EdDSA"}"#, .edDSA), (#"{\#(ed),"alg":"Ed25519"}"#, .edDSA),
            ("{\(rsa)}", .ps256), (#"{\#(rsa),"alg":"PS256"}"#, .ps256), (#"{\#(rsa),"alg":"RS256"}"#, .rs256),
            (#"{\#(ec),"key_ops":["verify"],"x5c":["AAAA"],"foo":1}"#, .es256),
        ])
    func algorithm(_ json: String, _ algorithm: SignatureAlgorithm) throws {
        #expect(try Self.key(json).algorithm == algorithm)
    }

    @Test(
        "What is no key for us",
        arguments: [
            (#"{\#(ec),"d":"AAAA"}"#, JSONWebKey.Fault.isPrivate), (#"{\#(rsa),"p":"AAAA"}"#, .isPrivate),
            (#"{\#(rsa),"oth":[]}"#, .isPrivate), (#"{\#(ed),"d":null}"#, .isPrivate),
            (#"{"kty":"oct","k":"AAAA"}"#, .isSecret), (#"{"kty":"oct"}"#, .isSecret),
            (#"{\#(ec),"k":"AA"}"#, .isSecret),
            (#"{"kty":"EC","crv":"P-384","x":"AA","y":"AA"}"#, .kind),
            (#"{"kty":"OKP","crv":"X25519","x":"AA"}"#, .kind),
            (#"{"kty":"foo"}"#, .kind), ("{}", .malformed), ("[]", .malformed), (#"{"kty":1}"#, .malformed),
            (#"{\#(ec),"alg":"none"}"#, .algorithm), (#"{\#(ec),"alg":"RS256"}"#, .algorithm),
            (#"{\#(rsa),"alg":"HS256"}"#, .algorithm), (#"{\#(rsa),"alg":"ES256"}"#, .algorithm),
            (#"{\#(rsa),"alg":"rs256"}"#, .algorithm), (#"{\#(ec),"use":"enc"}"#, .use),
            (#"{\#(ec),"key_ops":["sign"]}"#, .use), (#"{\#(ec),"key_ops":"verify"}"#, .malformed),
            (#"{\#(ec),"kid":""}"#, .malformed), (#"{\#(ec),"kid":"a b"}"#, .malformed),
            (#"{\#(ec),"kid":7}"#, .malformed),
            (#"{"kty":"EC","crv":"P-256","x":"\#(Vectors.ecX)","y":"\#(Vectors.ecX)"}"#, .malformed),
            (#"{"kty":"EC","crv":"P-256","x":"\#(Vectors.ecX)"}"#, .malformed),
            (#"{"kty":"EC","crv":"P-256","x":"\#(Vectors.ecX)=","y":"\#(Vectors.ecY)"}"#, .malformed),
            (#"{"kty":"OKP","crv":"Ed25519","x":"AAAA"}"#, .malformed),
            (#"{"kty":"RSA","n":"\#(Vectors.rsaModulus)","e":"Aw"}"#, .size),
            (#"{"kty":"RSA","n":"AA\#(Vectors.rsaModulus)","e":"AQAB"}"#, .malformed),
            (#"{"kty":"RSA","n":"\#(String(repeating: "_", count: 171))8","e":"AQAB"}"#, .malformed),
            (#"{"kty":"RSA","n":"\#(String(repeating: "_", count: 172))","e":"AQAB"}"#, .size),
            (#"{"kty":"RSA","n":"\#(String(repeating: "_", count: 1000))","e":"AQAB"}"#, .size),
        ])
    func refused(_ json: String, _ fault: JSONWebKey.Fault) {
        #expect(throws: fault) { try Self.key(json) }
    }

    @Test("What is stored holds the public members only, and reads back as the same key")
    func stored() throws {
        for json in ["{\(Self.ec),\"x5u\":\"https://evil.example\"}", "{\(Self.ed)}", #"{\#(Self.rsa),"alg":"RS256"}"#]
        {
            let key = try Self.key(json)
            var writer = JSONWriter()
            key.write(to: &writer)
            #expect(!writer.text.contains("evil"))
            #expect(try Self.key(writer.text) == key)
        }
    }

    @Test("A set names each of its keys once, and every one can be used")
    func sets() throws {
        let set = try JSONWebKeySet(parsing: #"{"keys":[{\#(Self.ec),"kid":"a"},{\#(Self.ed)}],"foo":1}"#)
        #expect(set.candidates(for: "a").map(\.algorithm) == [.es256])
        #expect(set.candidates(for: "b").isEmpty)
        #expect(set.candidates(for: nil).count == 2)
        #expect(try JSONWebKeySet(parsing: set.text) == set)
        let many = Array(repeating: "{\(Self.ec)}", count: 9).joined(separator: ",")
        for (text, fault) in [
            ("", JSONWebKeySet.Fault.malformed), ("{}", .malformed), ("[]", .malformed), (#"{"keys":{}}"#, .malformed),
            (#"{"keys":[]}"#, .empty), (#"{"keys":[\#(many)]}"#, .tooMany),
            (#"{"keys":[{\#(Self.ec)},{\#(Self.ec)}]}"#, .repeatedID),
            (#"{"keys":[{\#(Self.ec)},{\#(Self.ed),"d":"AA"}]}"#, .key(.isPrivate)),
            (String(repeating: " ", count: 16_384) + #"{"keys":[{\#(Self.ec)}]}"#, .malformed),
        ] { #expect(throws: fault) { try JSONWebKeySet(parsing: text) } }
    }
}
