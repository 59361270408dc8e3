import Crypto
import Kernel

/// One walk through the flow on the pages "Try it" (contract O62).
///
/// Its `state` is all there is of it: signed, so that nothing about a trial is stored, and the verifier of PKCE (RFC 7636 §4.1) is worked
/// out from it again. Bound to one developer and one app, and good for as long as a person needs.
struct Trial: Sendable {
    /// Seconds.
    static let lifetime: Int64 = 3600

    let app: AppID
    let state: String
    let verifier: String

    /// RFC 7636 §4.2, S256.
    var challenge: String { Base64.encodeURL(SHA256.hash(data: Array(verifier.utf8))) }
}

/// Makes trials and recognises their states.
struct Trials: Sendable {
    private let key: SymmetricKey
    private let ambient: Ambient

    init(key: SymmetricKey, ambient: Ambient) { (self.key, self.ambient) = (key, ambient) }

    func begin(_ app: AppID, of developer: DeveloperID) -> Trial {
        // A fresh ticket is 178 random bits.
        let nonce = Credential(minting: .ticket, from: ambient).digest.hex.prefix(32)
        let body = "\(app.text).\((ambient.now() + Trial.lifetime).seconds).\(nonce)"
        return trial(app, state: "\(body).\(mac("state", body, developer))")
    }

    /// Nil for a state of another developer, one that is too old, and whatever was not made here.
    func find(_ state: String, of developer: DeveloperID) -> Trial? {
        let parts = state.split(separator: ".", omittingEmptySubsequences: false)
        guard state.utf8.count <= 300, parts.count == 4, let app = AppID(String(parts[0])), let end = Int64(parts[1]),
            ambient.now() < Timestamp(seconds: end),
            ConstantTime.equal(String(parts[3]), mac("state", parts[0..<3].joined(separator: "."), developer))
        else { return nil }
        return trial(app, state: state)
    }

    private func trial(_ app: AppID, state: String) -> Trial {
        let verifier = HMAC<SHA256>.authenticationCode(for: Array("verifier \(state)".utf8), using: key)
        return Trial(app: app, state: state, verifier: Base64.encodeURL(verifier))
    }

    private func mac(_ purpose: String, _ body: String, _ developer: DeveloperID) -> String {
        Base64.encodeURL(
            HMAC<SHA256>.authenticationCode(for: Array("\(purpose) \(developer.text) \(body)".utf8), using: key))
    }
}
