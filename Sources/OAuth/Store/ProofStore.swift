package import Kernel

/// What may be shown to us once: the `jti` of an assertion (RFC 7523 §3) or of a DPoP proof (RFC 9449 §11.1).
package struct OneTimeProof: Sendable, Equatable {
    /// A `jti` of one kind says nothing about the other.
    package enum Kind: String, Sendable { case assertion, dpop }

    /// Of kind, owner and `jti`; these come from strangers, so only their digest is kept.
    package let digest: TokenDigest
    /// From then on it would be refused anyway, and need not be remembered.
    package let until: Timestamp

    /// - Parameter owner: within whom `id` is unique: an app, or a key and the address that it was used at.
    package init(_ kind: Kind, of owner: String, id: String, until: Timestamp) {
        digest = TokenDigest(of: "\(kind.rawValue)\n\(owner)\n\(id)")
        self.until = until
    }
}

package protocol ProofTransaction {
    /// Marks a proof as used. False if it was used before, here or on another node.
    func spend(_ proof: OneTimeProof) throws(StorageError) -> Bool
}
