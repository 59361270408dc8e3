package import Kernel

/// A key with which a portal's own software calls the API. Of the key itself only the digest is kept.
package struct APIKey: Sendable {
    package let id: APIKeyID
    package let name: String
    package let lastFour: String
    package let scopes: Scopes
    /// Who made it, by e-mail address: their rights are the most it may do (contract O43).
    package let creator: String
    /// What its creator is in the portal now; nil if they may not sign in any more, so that the key has stopped.
    package let creatorRole: Role?
    package let allowedAddresses: [AddressRange]
    /// The version that shapes answers to requests which name none; nil: the newest.
    package let apiVersion: String?
    /// Requests per minute, 0: no limit; nil: as its portal.
    package let rateLimit: Int?
    package let createdAt: Timestamp
    package let expiresAt: Timestamp?
    package let lastUsedAt: Timestamp?
    package let lastUsedAddress: String?
    /// The key that takes its place: this one only goes on for the overlap that was chosen.
    package let successor: APIKeyID?
    /// Counts the changes of the row, so that a form can say which state it was filled in for.
    package let revision: Int64

    /// As lists show it: `vdr_key_…4f2A`.
    package var shown: String { "vdr_key_…\(lastFour)" }
    package func isExpired(at now: Timestamp) -> Bool { expiresAt.map { $0 <= now } ?? false }

    /// What it may do now: its scopes ∩ the rights of its creator's role.
    package var effectiveScopes: Scopes { scopes.intersection(creatorRole?.rights ?? []) }

    /// What `new` would let this key do that it cannot do now (contract O42).
    package func widening(to new: NewAPIKey) -> [KeyWidening] {
        var widening: [KeyWidening] = []
        if !scopes.isSuperset(of: new.scopes) { widening.append(.scopes) }
        if let expiresAt, new.expiresAt.map({ $0 > expiresAt }) ?? true { widening.append(.life) }
        let isInside = new.allowedAddresses.allSatisfy { range in allowedAddresses.contains { $0.contains(range) } }
        if !allowedAddresses.isEmpty, new.allowedAddresses.isEmpty || !isInside { widening.append(.addresses) }
        if let rateLimit, rateLimit > 0, new.rateLimit.map({ $0 == 0 || $0 > rateLimit }) ?? true {
            widening.append(.rate)
        }
        return widening
    }

    /// As what it could be made anew.
    var asNew: NewAPIKey {
        NewAPIKey(
            name: PublicName(stored: name), scopes: scopes, expiresAt: expiresAt, allowedAddresses: allowedAddresses,
            apiVersion: apiVersion, rateLimit: rateLimit)
    }
}

/// In which way a changed key may do more than before.
package enum KeyWidening: String, Sendable, CaseIterable {
    case scopes, life, addresses, rate
}

/// How somebody has shown who they are when they change a key: a session can be stolen or left open, so it is not enough for a
/// change that lets a key do more (contract O42).
package enum KeyEditorProof: Sendable {
    case session
    /// Their password, asked for this change.
    case password
}
