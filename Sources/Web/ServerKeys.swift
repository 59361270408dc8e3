package import Crypto

/// The keys of one installation, each for one purpose, so that a value made for one is worth nothing for another (RFC 5869).
///
/// Every node and every command that has the server's key has the same ones: what one seals or signs, every other one opens.
package struct ServerKeys: Sendable {
    private let serverKey: SymmetricKey

    package init(_ serverKey: SymmetricKey) { self.serverKey = serverKey }

    package var downloads: SymmetricKey { key(for: "download links") }
    package var publicPages: SymmetricKey { key(for: "public links") }
    package var publicInvoices: SymmetricKey { key(for: "public invoices") }
    package var agreementPages: SymmetricKey { key(for: "agreement pages") }
    package var storedSecrets: SymmetricKey { key(for: "stored secrets") }
    var forms: SymmetricKey { key(for: "form tokens") }
    var trials: SymmetricKey { key(for: "try it") }
    var proofNonces: SymmetricKey { key(for: "dpop nonces") }
    var refreshSuccessors: SymmetricKey { key(for: "refresh token successors") }

    private func key(for purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: serverKey, info: Array(purpose.utf8), outputByteCount: 32)
    }
}
