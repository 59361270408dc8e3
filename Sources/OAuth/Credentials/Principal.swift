package import Kernel

/// Who calls the API: a live API key or access token, with everything the request needs to know about it.
///
/// A class, because it is cached and handed around: one reference count instead of a dozen.
package final class Principal: Sendable {
    package enum Kind: Sendable, Equatable {
        case apiKey(APIKeyID)
        case accessToken(GrantID)
    }

    package struct AppSummary: Sendable, Equatable {
        package let id: AppID
        package let name: String
        package init(id: AppID, name: String) { (self.id, self.name) = (id, name) }
    }

    /// What a token is bound to that is worth nothing without a key (RFC 9449).
    package struct Binding: Sendable, Equatable {
        package let key: KeyThumbprint
        /// The app asked that its proofs hold a nonce of ours.
        package let needsNonce: Bool
        package init(key: KeyThumbprint, needsNonce: Bool) { (self.key, self.needsNonce) = (key, needsNonce) }
    }

    package let kind: Kind
    package let digest: TokenDigest
    package let portal: Portal
    /// The user in whose name the token acts: who consented, or who made the key.
    package let user: UserID
    /// What the token may do now: its own scopes ∩ the app's ceiling ∩ the rights of the user's role (invariant 9).
    package let scopes: Scopes
    /// The app that holds the token; nil for an API key.
    package let app: AppSummary?
    /// The name of the API key or app, for the audit log.
    package let name: String
    /// Nil: never.
    package let expiresAt: Timestamp?
    /// The API version pinned on the key or app.
    package let apiVersion: String?
    /// Requests per minute set on the key; nil: the portal's or the server's.
    package let rateLimit: Int?
    /// Where an API key may be used from; empty: anywhere.
    package let allowedAddresses: [AddressRange]
    /// Nil for a plain bearer token.
    package let binding: Binding?

    package init(
        kind: Kind, digest: TokenDigest, portal: Portal, user: UserID, scopes: Scopes, app: AppSummary?, name: String,
        expiresAt: Timestamp?, apiVersion: String?, rateLimit: Int? = nil, allowedAddresses: [AddressRange] = [],
        binding: Binding? = nil
    ) {
        (self.kind, self.digest, self.portal, self.user, self.scopes) = (kind, digest, portal, user, scopes)
        (self.app, self.name, self.expiresAt, self.apiVersion) = (app, name, expiresAt, apiVersion)
        (self.rateLimit, self.allowedAddresses, self.binding) = (rateLimit, allowedAddresses, binding)
    }

    /// As the audit log names it, when it acts from `address`.
    package func actor(at address: String) -> AuditEvent.Actor {
        switch kind {
        case .apiKey(let id): .init(kind: .apiKey, id: id.text, name: name, address: address)
        case .accessToken: .init(kind: .app, id: app?.id.text ?? "", name: name, address: address)
        }
    }
}
