package import Kernel

/// Checks proofs of possession (RFC 9449 §4.3): that they are good, that they are fresh, and that they are used once.
package struct DPoPCheck: Sendable {
    package typealias Spend = @Sendable (OneTimeProof) async throws -> Bool

    private let use: Spend
    private let nonces: DPoPNonces
    private let demandsNonces: Bool
    private let ambient: Ambient

    /// - Parameters:
    ///   - spend: marks a proof as used; false if it was before.
    ///   - demandsNonces: of everybody. Otherwise only of apps that asked for it.
    package init(spend: @escaping Spend, nonces: DPoPNonces, demandsNonces: Bool, ambient: Ambient) {
        (use, self.nonces, self.demandsNonces, self.ambient) = (spend, nonces, demandsNonces, ambient)
    }

    package init(store: any OAuthStore, nonces: DPoPNonces, demandsNonces: Bool, ambient: Ambient) {
        self.init(
            spend: { proof in
                try await store.transaction { transaction throws(StorageError) in try transaction.spend(proof) }
            }, nonces: nonces, demandsNonces: demandsNonces, ambient: ambient)
    }

    /// The key that the sender of a request holds.
    ///
    /// - Parameters:
    ///   - proofs: every `DPoP` header of the request. There must be one.
    ///   - expected: the key that it has to be, if that is known.
    ///   - needsNonce: whether this app asked for nonces.
    /// - Throws: `DPoPFault`, or `StorageError`.
    package func key(
        provenBy proofs: [String], for target: DPoPTarget, expecting expected: KeyThumbprint? = nil, needsNonce: Bool
    ) async throws -> KeyThumbprint {
        let proof = try verify(proofs, for: target, expecting: expected, needsNonce: needsNonce)
        // Last: everything else is proven.
        try await spend(proof)
        return proof.key
    }

    /// Everything but that the proof is new. Writes nothing, so that it can come before a limit that protects the database.
    ///
    /// - Throws: `DPoPFault`.
    package func verify(
        _ proofs: [String], for target: DPoPTarget, expecting expected: KeyThumbprint?, needsNonce: Bool
    ) throws(DPoPFault) -> DPoPProof {
        guard proofs.count == 1 else { throw DPoPFault.invalid("\(proofs.count) headers") }
        let now = ambient.now()
        let proof = try DPoPProof(proofs[0], for: target, at: now)
        guard expected == nil || expected == proof.key else { throw DPoPFault.invalid("another key") }
        // A nonce that is sent has to be good, also where none is demanded (§4.3, 10).
        let isFresh = proof.nonce.map { nonces.accepts($0, at: now) } ?? !(needsNonce || demandsNonces)
        guard isFresh else { throw DPoPFault.nonce(nonces.current(at: now)) }
        return proof
    }

    /// - Throws: `DPoPFault` if the proof was used before, or `StorageError`.
    package func spend(_ proof: DPoPProof) async throws {
        guard try await use(proof.once) else { throw DPoPFault.invalid("used before") }
    }

    /// What an answer hands out, so that the next proof can have it (§8.2); nil where none is demanded.
    package func nonce(needed: Bool) -> String? { needed || demandsNonces ? nonces.current(at: ambient.now()) : nil }
}
