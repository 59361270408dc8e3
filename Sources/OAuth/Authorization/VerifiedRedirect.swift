package import Kernel

/// The permission to answer by redirect: an app exists and this URI is registered with it (RFC 6749 §4.1.2.1).
///
/// Only `TrustSteps` can make one (invariant 1), and it is the one place that puts an answer together.
package struct VerifiedRedirect: Sendable, Equatable {
    package let uri: RedirectURI

    fileprivate init(_ uri: RedirectURI) { self.uri = uri }

    /// The address of a successful answer. `iss` is in every answer (RFC 9207 §2).
    package func address(code: Credential, state: String?, issuer: String) -> String {
        address([("code", code.secret.expose())], state: state, issuer: issuer)
    }

    /// The address of a refusal.
    package func address(error: OAuthError, state: String?, issuer: String) -> String {
        address(
            [("error", error.code.rawValue), ("error_description", error.description)], state: state, issuer: issuer)
    }

    private func address(_ fields: [(name: String, value: String)], state: String?, issuer: String) -> String {
        uri.appending(fields + (state.map { [("state", $0)] } ?? []) + [("iss", issuer)])
    }
}

/// The first checks of an authorization request: until they pass, every failure is a page (contract O10).
package struct TrustSteps: Sendable {
    private let store: any OAuthStore
    private let directory: AppDirectory

    package init(store: any OAuthStore, documents: (any DocumentClients)? = nil) {
        self.store = store
        directory = AppDirectory(store: store, documents: documents)
    }

    package func verify(
        _ fields: FormFields, _ acquaintance: AppDirectory.Acquaintance = .old
    ) async throws -> (app: App, redirect: VerifiedRedirect) {
        let app = try await app(fields, acquaintance)
        return (app, try redirect(fields, of: app))
    }

    private func app(_ fields: FormFields, _ acquaintance: AppDirectory.Acquaintance) async throws -> App {
        // A repeated parameter reads as absent (RFC 6749 §3.1: must not repeat).
        guard let id = fields["client_id"] else { throw AuthorizationFailure.page(.unknownApp) }
        guard let app = try await directory.app(id, acquaintance) else {
            throw AuthorizationFailure.page(directory.readsDocument(id) ? .document : .unknownApp)
        }
        return try Self.acting(app)
    }

    /// The first step alone: an app that may act.
    package func app(_ id: AppID) async throws -> App {
        guard let app = try await store.app(id) else { throw AuthorizationFailure.page(.unknownApp) }
        return try Self.acting(app)
    }

    private static func acting(_ app: App) throws(AuthorizationFailure) -> App {
        guard !app.isDeleted else { throw .page(.deletedApp) }
        guard !app.developer.isBanned else { throw .page(.bannedDeveloper) }
        return app
    }

    /// The second step alone, for an app that proved itself.
    package func redirect(_ fields: FormFields, of app: App) throws(AuthorizationFailure) -> VerifiedRedirect {
        guard let text = fields["redirect_uri"] else { throw .page(.redirect) }
        guard let uri = try? RedirectURI(text), app.redirectURIs.contains(where: uri.matches(registered:)) else {
            throw .page(.redirect)
        }
        return VerifiedRedirect(uri)
    }
}
