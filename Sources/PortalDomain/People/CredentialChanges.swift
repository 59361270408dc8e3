package import Kernel

/// Who must hear, after the commit and before the answer, that tokens may have lost their power: the token cache (invariant 13).
package struct CredentialChanges: Sendable {
    /// A role, grant, key or standing of this portal changed.
    package let portal: @Sendable (PortalID) async -> Void
    /// Something that holds for this app in every portal changed.
    package let app: @Sendable (AppID) async -> Void

    package init(
        portal: @escaping @Sendable (PortalID) async -> Void, app: @escaping @Sendable (AppID) async -> Void
    ) {
        (self.portal, self.app) = (portal, app)
    }

    /// Nobody listens: for commands that run beside the server, where the cache's own limit is the promise.
    package static let unheard = CredentialChanges(portal: { _ in }, app: { _ in })
}
