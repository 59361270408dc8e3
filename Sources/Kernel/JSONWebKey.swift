import Crypto

/// A public key in JSON (RFC 7517), of a kind that we verify with: P-256, Ed25519, or RSA from 2048 to 4096 bits.
///
/// Only the members that make the key are kept. A certificate, an address or anything else beside them is not believed and not stored.
package struct JSONWebKey: Sendable, Equatable {
    package enum Material: Sendable, Equatable {
        case p256(x: [UInt8], y: [UInt8])
        case ed25519(x: [UInt8])
        case rsa(modulus: [UInt8])
    }

    /// Why something is not a key for us.
    package enum Fault: String, Error, Sendable, CaseIterable {
        case malformed
        /// It holds the private half. Whoever sends that has published the key.
        case isPrivate = "private"
        /// A symmetric key: the server could then sign in the app's name.
        case isSecret = "secret"
        /// Another kind or curve.
        case kind
        /// `alg` does not fit the kind, or is not in the list.
        case algorithm
        /// Meant for something other than signatures.
        case use
        /// RSA of another size, or with another exponent than 65537.
        case size
    }

    package let material: Material
    package let algorithm: SignatureAlgorithm
    /// Its `kid`; a key without one is called by its thumbprint.
    package let id: String

    private static let maximumID = 128
    /// 65537 (RFC 8017). Small ones have been forged with, large ones cost the verifier time.
    package static let exponent: [UInt8] = [1, 0, 1]

    package init(_ json: JSONValue) throws(Fault) {
        guard case .object = json else { throw .malformed }
        for name in ["d", "p", "q", "dp", "dq", "qi", "oth"] where json[name] != nil { throw .isPrivate }
        guard json["k"] == nil else { throw .isSecret }
        material = try Self.material(json)
        algorithm = try Self.algorithm(json, of: material)
        try Self.checkUse(json)
        if let id = try Self.string("kid", of: json) {
            guard (1...Self.maximumID).contains(id.utf8.count), id.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
            else {
                throw .malformed
            }
            self.id = id
        } else {
            id = Self.thumbprint(of: material).text
        }
    }

    /// RFC 7638.
    package var thumbprint: KeyThumbprint { Self.thumbprint(of: material) }

    /// As it is stored and shown: public members only.
    package func write(to writer: inout JSONWriter) {
        writer.object {
            switch material {
            case .p256(let x, let y):
                $0.field("kty", "EC")
                $0.field("crv", "P-256")
                $0.field("x", Base64.encodeURL(x))
                $0.field("y", Base64.encodeURL(y))
            case .ed25519(let x):
                $0.field("kty", "OKP")
                $0.field("crv", "Ed25519")
                $0.field("x", Base64.encodeURL(x))
            case .rsa(let modulus):
                $0.field("kty", "RSA")
                $0.field("n", Base64.encodeURL(modulus))
                $0.field("e", Base64.encodeURL(Self.exponent))
            }
            $0.field("alg", algorithm.rawValue)
            $0.field("use", "sig")
            $0.field("kid", id)
        }
    }

    private static func material(_ json: JSONValue) throws(Fault) -> Material {
        switch try string("kty", of: json) {
        case "EC":
            guard try string("crv", of: json) == "P-256" else { throw .kind }
            let (x, y) = (try bytes("x", of: json), try bytes("y", of: json))
            // RFC 7518 §6.2.1.2: always the full length. A point off the curve is no key.
            guard x.count == 32, y.count == 32, (try? P256.Signing.PublicKey(rawRepresentation: x + y)) != nil else {
                throw .malformed
            }
            return .p256(x: x, y: y)
        case "OKP":
            guard try string("crv", of: json) == "Ed25519" else { throw .kind }
            let x = try bytes("x", of: json)
            guard x.count == 32 else { throw .malformed }
            return .ed25519(x: x)
        case "RSA":
            let modulus = try bytes("n", of: json)
            // RFC 7518 §6.3.1.1: no leading zero.
            guard let first = modulus.first, first != 0, let last = modulus.last, last & 1 == 1 else {
                throw .malformed
            }
            let bits = modulus.count * 8 - first.leadingZeroBitCount
            guard (2048...4096).contains(bits), try bytes("e", of: json) == exponent else { throw .size }
            return .rsa(modulus: modulus)
        case "oct": throw .isSecret
        case nil: throw .malformed
        default: throw .kind
        }
    }

    private static func algorithm(_ json: JSONValue, of material: Material) throws(Fault) -> SignatureAlgorithm {
        let name = try string("alg", of: json)
        let fitting: [SignatureAlgorithm] =
            switch material {
            case .p256: [.es256]
            case .ed25519: [.edDSA]
            case .rsa: [.ps256, .rs256]
            }
        guard let name else { return fitting[0] }
        guard let algorithm = fitting.first(where: { $0.isNamed(name) }) else { throw .algorithm }
        return algorithm
    }

    /// RFC 7517 §4.2, §4.3: absent is fine, another purpose is not.
    private static func checkUse(_ json: JSONValue) throws(Fault) {
        if let use = try string("use", of: json), use != "sig" { throw .use }
        guard let operations = json["key_ops"] else { return }
        guard case .array(let names) = operations else { throw .malformed }
        guard names.contains(.string("verify")) else { throw .use }
    }

    private static func thumbprint(of material: Material) -> KeyThumbprint {
        switch material {
        case .p256(let x, let y):
            KeyThumbprint(of: ["crv": "P-256", "kty": "EC", "x": Base64.encodeURL(x), "y": Base64.encodeURL(y)])
        case .ed25519(let x): KeyThumbprint(of: ["crv": "Ed25519", "kty": "OKP", "x": Base64.encodeURL(x)])
        case .rsa(let modulus):
            KeyThumbprint(of: ["e": Base64.encodeURL(exponent), "kty": "RSA", "n": Base64.encodeURL(modulus)])
        }
    }

    private static func string(_ name: String, of json: JSONValue) throws(Fault) -> String? {
        switch json[name] {
        case nil: return nil
        case .string(let text)?: return text
        default: throw .malformed
        }
    }

    private static func bytes(_ name: String, of json: JSONValue) throws(Fault) -> [UInt8] {
        // 4096 bits are 683 characters: no need to decode more.
        guard let text = try string(name, of: json), text.utf8.count <= 1024, let bytes = Base64.decodeURL(text.utf8)
        else { throw .malformed }
        return bytes
    }
}
