import Crypto
import CryptoExtras
import Kernel

extension JSONWebKey {
    /// Whether the private half of this key has signed `message`, by the key's own algorithm (RFC 7518 §3.3 to §3.5, RFC 8037 §3.1).
    func hasSigned(_ message: [UInt8], signature: [UInt8]) -> Bool {
        switch material {
        case .p256(let x, let y):
            // Raw `r` and `s`, never DER (RFC 7518 §3.4).
            guard signature.count == 64, let key = try? P256.Signing.PublicKey(rawRepresentation: x + y),
                let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
            else { return false }
            return key.isValidSignature(signature, for: message)
        case .ed25519(let x):
            guard signature.count == 64, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: x) else {
                return false
            }
            return key.isValidSignature(signature, for: message)
        case .rsa(let modulus):
            guard signature.count == modulus.count,
                let key = try? _RSA.Signing.PublicKey(n: modulus, e: Self.exponent)
            else { return false }
            let padding: _RSA.Signing.Padding = algorithm == .rs256 ? .insecurePKCS1v1_5 : .PSS
            return key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature), for: SHA256.hash(data: message),
                padding: padding)
        }
    }
}
