import Kernel
import Synchronization

@testable import OAuth

/// Apps, portals and consents in memory, and a list of what was written. Transactions are tested on real databases.
final class FakeStore: OAuthStore {
    struct Written: Sendable {
        var tickets: [AuthorizationTicket] = []
        var grants: [NewGrant] = []
        var events: [AuditEvent] = []
    }

    private let apps: [AppID: App]
    private let portals: [(portal: Portal, isSuspended: Bool)]
    private let consents: [Consent]
    private let secretsByApp: Mutex<[AppID: [AppSecret]]>
    private let state = Mutex(Written())

    init(
        apps: [App] = Fixture.all, portals: [(Portal, Bool)] = [(Fixture.a, false)], consents: [Consent] = [],
        secrets: [AppID: [AppSecret]] = [:]
    ) {
        self.apps = Dictionary(uniqueKeysWithValues: apps.map { ($0.id, $0) })
        self.portals = portals.map { (portal: $0.0, isSuspended: $0.1) }
        self.consents = consents
        secretsByApp = Mutex(secrets)
    }

    var written: Written { state.withLock { $0 } }
    func set(secrets: [AppSecret], of app: App) { secretsByApp.withLock { $0[app.id] = secrets } }

    func app(_ id: AppID) async throws(StorageError) -> App? { apps[id] }
    func secrets(of app: AppID) async throws(StorageError) -> [AppSecret] { secretsByApp.withLock { $0[app] ?? [] } }
    func portals(managedBy user: UserID, app: AppID) async throws(StorageError) -> [(portal: Portal, isSuspended: Bool)]
    { portals }
    func consents(of user: UserID, to app: AppID, in portals: [PortalID]) async throws(StorageError) -> [Consent] {
        consents.filter { portals.contains($0.portal) }
    }
    func ticket(_ digest: TokenDigest) async throws(StorageError) -> AuthorizationTicket? {
        written.tickets.first { $0.digest == digest }
    }
    func accessToken(_ digest: TokenDigest) async throws(StorageError) -> IssuedAccessToken? { nil }
    func grant(refreshToken digest: TokenDigest) async throws(StorageError) -> Grant? { nil }

    func transaction<Outcome: Sendable>(
        _ body: @escaping @Sendable (any OAuthTransaction) throws(StorageError) -> Outcome
    ) async throws(StorageError) -> Outcome {
        try body(FakeTransaction { change in self.state.withLock { change(&$0) } })
    }
}

struct FakeTransaction: OAuthTransaction {
    let write: (@Sendable (inout FakeStore.Written) -> Void) -> Void

    func insert(_ ticket: AuthorizationTicket) throws(StorageError) { write { $0.tickets.append(ticket) } }
    func insert(_ grant: NewGrant) throws(StorageError) { write { $0.grants.append(grant) } }
    func record(_ event: AuditEvent) throws(StorageError) { write { $0.events.append(event) } }

    func claim(ticket: TokenDigest, for user: UserID) throws(StorageError) -> Bool { throw notFaked }
    func spend(
        ticket: TokenDigest, of user: UserID, in browser: TokenDigest, at now: Timestamp
    ) throws(StorageError) -> Bool {
        throw notFaked
    }
    func code(_ digest: TokenDigest) throws(StorageError) -> AuthorizationCode? { throw notFaked }
    func spend(_ code: AuthorizationCode, at now: Timestamp) throws(StorageError) -> Bool { throw notFaked }
    func grant(_ id: GrantID, in portal: PortalID) throws(StorageError) -> Grant? { throw notFaked }
    func grant(refreshToken digest: TokenDigest) throws(StorageError) -> Grant? { throw notFaked }
    func start(
        _ grant: Grant, head: TokenDigest, boundTo key: KeyThumbprint?, idleExpiresAt: Timestamp, expiresAt: Timestamp
    ) throws(StorageError) -> Bool {
        throw notFaked
    }
    func rotate(
        _ grant: Grant, from old: TokenDigest, to new: TokenDigest, at now: Timestamp, idleExpiresAt: Timestamp
    )
        throws(StorageError) -> Bool
    { throw notFaked }
    func extend(_ grant: Grant, idleExpiresAt: Timestamp) throws(StorageError) -> Bool { throw notFaked }
    func insert(_ token: NewAccessToken) throws(StorageError) { throw notFaked }
    func revoke(_ grant: GrantID, in portal: PortalID, at now: Timestamp) throws(StorageError) -> Bool {
        throw notFaked
    }
    func revoke(accessToken digest: TokenDigest, in portal: PortalID, at now: Timestamp) throws(StorageError) -> Bool {
        throw notFaked
    }
    func warnOwners(of portal: PortalID, _ warning: OwnerWarning) throws(StorageError) { throw notFaked }

    var notFaked: StorageError { .invalid(detail: "not faked") }
}
