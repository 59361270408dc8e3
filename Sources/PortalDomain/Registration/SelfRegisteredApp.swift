package import Kernel

/// An app that registered itself, as it is told about itself.
package struct SelfRegisteredApp: Sendable {
    package let id: AppID
    package let metadata: ClientMetadata
    package let createdAt: Timestamp
    /// What it manages its registration with: the one that it showed, or its first.
    package let token: Credential
    /// An App Secret that was made just now; otherwise it was shown when it was.
    package let secret: Credential?
}
