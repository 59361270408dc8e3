package import Kernel

/// `POST /oauth/device_authorization` without HTTP: a device without a browser asks for access (RFC 8628 §3.1).
package struct DeviceAuthorization: Sendable {
    private let store: any OAuthStore
    private let resources: Resources
    private let lifetimes: TokenLifetimes
    /// The page where codes are typed.
    private let page: String
    private let ambient: Ambient
    private let strangers: AttemptThrottle

    /// - Parameters:
    ///   - page: the address that the device shows to its user.
    ///   - strangers: counts, by address, what public apps ask for: each writes a row for somebody unknown.
    package init(
        store: any OAuthStore, resources: Resources, lifetimes: TokenLifetimes, page: String, ambient: Ambient,
        strangers: AttemptThrottle = AttemptThrottle(limit: 120, window: 60)
    ) {
        (self.store, self.lifetimes, self.page) = (store, lifetimes, page)
        (self.resources, self.ambient, self.strangers) = (resources, ambient, strangers)
    }

    /// The JSON answer (§3.2). What fails is an `OAuthError`.
    package func begin(_ fields: FormFields, by app: App, from address: String) async throws -> [UInt8] {
        try app.mustAllowDevices()
        let scopes = try Self.scopes(fields, of: app)
        let audience = try await resources.named(in: fields).get() ?? .api
        if app.type.isPublic {
            let now = ambient.now()
            let client = IPAddress.client(address)
            guard strangers.delay(of: client, at: now) == nil else { throw OAuthError.unavailable }
            strangers.fail(client, at: now)
        }
        let credential = Credential(minting: .deviceCode, from: ambient)
        let code = try await keep(credential.digest, app, scopes, audience)

        var writer = JSONWriter()
        writer.object {
            $0.field("device_code", credential.secret.expose())
            $0.field("user_code", code.shown)
            $0.field("verification_uri", page)
            $0.field("verification_uri_complete", "\(page)?user_code=\(code.shown)")
            $0.field("expires_in", Int(lifetimes.deviceCode))
            $0.field("interval", Int(TokenLifetimes.devicePause))
        }
        return writer.bytes
    }

    private func keep(
        _ digest: TokenDigest, _ app: App, _ scopes: Scopes, _ audience: Audience
    ) async throws -> UserCode {
        // Two live codes are the same once in many millions of years; then another is drawn.
        for _ in 0..<5 {
            let (code, now) = (UserCode(minting: ambient), ambient.now())
            let request = DeviceRequest(
                digest: digest, userCode: code, app: app.id, scopes: scopes, audience: audience,
                expiresAt: now + lifetimes.deviceCode)
            let isNew = try await store.transaction { transaction throws(StorageError) in
                try transaction.insert(request, at: now)
            }
            if isNew { return code }
        }
        throw OAuthError.unavailable
    }

    private static func scopes(_ fields: FormFields, of app: App) throws(OAuthError) -> Scopes {
        guard let parameter = fields["scope"] else { throw .invalidScope("scope is missing.") }
        guard let scopes = Scopes(parameter: parameter) else { throw .invalidScope("A scope is unknown or malformed.") }
        guard scopes.isSubset(of: app.scopes) else {
            throw .invalidScope("The app is not registered for one of the scopes.")
        }
        return scopes
    }
}

extension App {
    /// Off unless the developer switched it on: a code that is typed can be phished (RFC 8628 §5.4).
    func mustAllowDevices() throws(OAuthError) {
        guard options.contains(.deviceGrant) else {
            throw OAuthError(.unauthorizedClient, "The device grant is not switched on for this app.")
        }
    }
}
