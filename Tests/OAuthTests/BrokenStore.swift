import Kernel
import OAuth

/// A database that is away.
struct BrokenStore: OAuthStore {
    var away: StorageError { .unavailable(detail: "away") }

    func app(_ id: AppID) async throws(StorageError) -> App? { throw away }
    func secrets(of app: AppID) async throws(StorageError) -> [AppSecret] { throw away }
    func portals(managedBy user: UserID, app: AppID) async throws(StorageError) -> [(portal: Portal, isSuspended: Bool)]
    {
        throw away
    }
    func consents(of user: UserID, to app: AppID, in portals: [PortalID]) async throws(StorageError) -> [Consent] {
        throw away
    }
    func ticket(_ digest: TokenDigest) async throws(StorageError) -> AuthorizationTicket? { throw away }
    func accessToken(_ digest: TokenDigest) async throws(StorageError) -> IssuedAccessToken? { throw away }
    func grant(refreshToken digest: TokenDigest) async throws(StorageError) -> Grant? { throw away }
    func transaction<Outcome: Sendable>(
        _ body: @escaping @Sendable (any OAuthTransaction) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome { throw away }
}
