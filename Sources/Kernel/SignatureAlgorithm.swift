/// How a key signs.
///
/// A key has exactly one algorithm, fixed when the key is read. What the header of a token says is compared with it and never decides
/// (RFC 8725 §3.1). Nothing symmetric and no `none`: they are not in the list, so nothing has to refuse them.
package enum SignatureAlgorithm: String, Sendable, CaseIterable {
    case es256 = "ES256"
    case ps256 = "PS256"
    /// Only for a key that says so itself (`"alg": "RS256"`): PKCS #1 v1.5 is there for old libraries.
    case rs256 = "RS256"
    /// With Ed25519 only (RFC 8037 §3.1).
    case edDSA = "EdDSA"

    /// Whether a header or key may call it `name`. RFC 9864 §2.2 gives EdDSA with Ed25519 a name of its own.
    package func isNamed(_ name: String) -> Bool {
        name.utf8.elementsEqual(rawValue.utf8) || (self == .edDSA && name.utf8.elementsEqual("Ed25519".utf8))
    }

    /// Every name that works, for the metadata.
    package static let names = allCases.map(\.rawValue) + ["Ed25519"]
}
