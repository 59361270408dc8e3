import Kernel
import OAuth
import PortalDomain
import Synchronization

/// Tokens with a fixed meaning, and a switch that makes the store unreachable.
final class FakeCredentials: CredentialStore, Sendable {
    private struct State {
        var principals: [TokenDigest: Principal] = [:]
        var isDown = false
    }

    private let ambient: Ambient
    private let state = Mutex(State())

    init(ambient: Ambient) { self.ambient = ambient }

    func mint(
        in portal: Portal, _ scopes: Scopes, app: Principal.AppSummary? = nil, expiresAt: Timestamp? = nil,
        version: String? = "1.0.0", rateLimit: Int? = nil, addresses: [String] = []
    ) -> String {
        let credential = Credential(minting: app == nil ? .apiKey : .accessToken, from: ambient)
        let principal = Principal(
            kind: app == nil ? .apiKey(ambient.makeID()) : .accessToken(ambient.makeID()), digest: credential.digest,
            portal: portal, user: ambient.makeID(), scopes: scopes, app: app, name: "Sync", expiresAt: expiresAt,
            apiVersion: version, rateLimit: rateLimit, allowedAddresses: addresses.map { AddressRange($0)! })
        state.withLock { $0.principals[credential.digest] = principal }
        return credential.secret.expose()
    }

    func revoke(_ token: String) { state.withLock { $0.principals[TokenDigest(of: token)] = nil } }
    func goDown(_ isDown: Bool) { state.withLock { $0.isDown = isDown } }

    func apiKey(_ digest: TokenDigest, at now: Timestamp) async throws(StorageError) -> Principal? {
        try find(digest, at: now)
    }

    func accessToken(_ digest: TokenDigest, at now: Timestamp) async throws(StorageError) -> Principal? {
        try find(digest, at: now)
    }

    private func find(_ digest: TokenDigest, at now: Timestamp) throws(StorageError) -> Principal? {
        let (principal, isDown) = state.withLock { ($0.principals[digest], $0.isDown) }
        if isDown { throw .unavailable(detail: "down") }
        if let expiry = principal?.expiresAt, now >= expiry { return nil }
        return principal
    }
}
