/// Why a proof of possession does not count.
package enum DPoPFault: Error, Sendable, Equatable {
    /// The reason is for the log; whoever sent the proof learns only that it is not good.
    case invalid(String)
    /// The proof has to be made again, with this nonce in it (RFC 9449 §8).
    case nonce(String)
}

extension OAuthError {
    /// RFC 9449 §5, §8: as the token endpoint says it.
    package init(_ fault: DPoPFault) {
        switch fault {
        case .invalid(let reason):
            self.init(.invalidDPoPProof, "The DPoP proof is not valid.", detail: "DPoP: \(reason)")
        case .nonce(let nonce):
            self.init(.useDPoPNonce, "The DPoP proof needs the nonce of this answer.")
            self.nonce = nonce
        }
    }
}
