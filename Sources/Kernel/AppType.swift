/// Where an app runs, and so whether it can keep a secret (RFC 6749 §2.1).
package enum AppType: String, Sendable, CaseIterable {
    /// On a server: confidential, has App Secrets.
    case web
    /// Installed on a device: public.
    case native
    /// In a browser tab: public.
    case browser

    package var isPublic: Bool { self != .web }
}
