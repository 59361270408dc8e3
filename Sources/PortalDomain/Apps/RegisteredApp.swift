package import Kernel

/// An app as its developer sees it.
package struct RegisteredApp: Sendable {
    package let id: AppID
    package let settings: AppSettings
    /// Names its picture.
    package let logo: TokenDigest?
    package let createdAt: Timestamp
    /// Portals with a live grant.
    package let portalCount: Int
    /// Live ones, oldest first.
    package let secrets: [SecretLine]

    package var name: String { settings.name.text }
    package var type: AppType { settings.type }

    /// An App Secret, as far as it may be shown.
    package struct SecretLine: Sendable {
        package let id: AppSecretID
        package let lastFour: String
        package let createdAt: Timestamp
        package let expiresAt: Timestamp?

        package var shown: String { "vdr_secret_…\(lastFour)" }
    }
}
