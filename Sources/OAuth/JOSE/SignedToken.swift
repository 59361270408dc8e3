package import Kernel

/// A JSON Web Signature in compact form (RFC 7515 §7.1), taken apart and not believed yet.
///
/// What it says comes out of `payload(verifiedBy:)` only. Nothing in its header chooses an algorithm or a key, save the embedded key of
/// a DPoP proof, whose whole point is that (RFC 9449 §4.2).
package struct SignedToken: Sendable {
    /// Where the key comes from.
    package enum KeySource: Sendable {
        /// Registered beforehand: a key in the header is refused (RFC 8725 §3.10).
        case registered
        /// The header's `jwk`, which proves possession and nothing else.
        case embedded
    }

    /// Why a token is not accepted. For the log and for tests; its sender learns only that it was not.
    package enum Fault: Error, Sendable, Equatable {
        case tooLong, form, encoding, header
        /// `crit`, and what it could bring with it: an extension that must be understood, and we know none (RFC 7515 §4.1.11).
        case extensions
        /// A key, a certificate, or an address of one, in the header.
        case keyInHeader
        case noKeyInHeader
        case key(JSONWebKey.Fault)
        /// Another algorithm than the key's, `none` among them.
        case algorithm
        case signature
    }

    /// Bytes. The largest honest one, with an RSA key of 4096 bits in its header, is a third of this.
    package static let maximumLength = 8192

    /// `typ`, as it was sent.
    package let type: String?
    package let keyID: String?
    /// The header's `jwk`; never nil for `.embedded`, always nil for `.registered`.
    package let embeddedKey: JSONWebKey?
    private let algorithm: String
    private let signingInput: [UInt8]
    private let payload: [UInt8]
    private let signature: [UInt8]

    package init(_ text: String, key source: KeySource) throws(Fault) {
        guard text.utf8.count <= Self.maximumLength else { throw .tooLong }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .form }
        guard let header = Base64.decodeURL(parts[0]), let payload = Base64.decodeURL(parts[1]),
            let signature = Base64.decodeURL(parts[2])
        else { throw .encoding }
        (self.payload, self.signature) = (payload, signature)
        signingInput = Array(text.utf8.prefix(parts[0].count + 1 + parts[1].count))

        guard let json = try? JSONValue(parsing: header, maximumDepth: 4), case .object = json else { throw .header }
        for name in ["crit", "b64", "zip", "enc"] where json[name] != nil { throw .extensions }
        for name in ["jku", "x5u", "x5c"] where json[name] != nil { throw .keyInHeader }
        guard let algorithm = try Self.string("alg", of: json) else { throw .header }
        self.algorithm = algorithm
        type = try Self.string("typ", of: json)
        keyID = try Self.string("kid", of: json)
        embeddedKey = try Self.key(json["jwk"], from: source)
    }

    /// The payload, if `key` has signed it by the key's own algorithm.
    package func payload(verifiedBy key: JSONWebKey) throws(Fault) -> [UInt8] {
        guard key.algorithm.isNamed(algorithm) else { throw .algorithm }
        guard key.hasSigned(signingInput, signature: signature) else { throw .signature }
        return payload
    }

    /// A claim that nobody vouches for. Good for looking up who must have signed; for nothing else.
    package func unverified(_ claim: String) -> String? {
        guard let json = try? JSONValue(parsing: payload), case .string(let text)? = json[claim] else { return nil }
        return text
    }

    private static func key(_ json: JSONValue?, from source: KeySource) throws(Fault) -> JSONWebKey? {
        switch (source, json) {
        case (.registered, nil): return nil
        case (.registered, .some): throw .keyInHeader
        case (.embedded, nil): throw .noKeyInHeader
        case (.embedded, .some(let json)):
            do throws(JSONWebKey.Fault) { return try JSONWebKey(json) } catch { throw .key(error) }
        }
    }

    private static func string(_ name: String, of json: JSONValue) throws(Fault) -> String? {
        switch json[name] {
        case nil: return nil
        case .string(let text)?: return text
        default: throw .header
        }
    }
}
