import Crypto
import Kernel
import Persistence
import PortalDomain
import Schema
import TestSupport
import Testing

/// What must hold when two people press at once (invariants 2 and 12). On PostgreSQL writers really run side by side.
@Suite("Limits and single use under concurrency", .timeLimit(.minutes(2)))
struct ConcurrencyTests {
    struct Scene: Sendable {
        let useCases: UseCases
        let clock: ManualClock
        let database: any SQLDatabase
        let portal: Portal
        let owner: UserID
        let actor = AuditEvent.Actor.commandLine

        func actions(_ scope: String) async throws -> [String] {
            try await database.rows("SELECT action FROM audit_events WHERE portal_id = \(scope)").map {
                try $0.text("action")
            }
        }
    }

    static func scene(on backend: Backend, _ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
        try await withDatabase(on: backend, migrations: Migrations.all, tenantTables: Migrations.tenantTables) {
            database in
            let clock = ManualClock()
            let useCases = UseCases.test(on: database, ambient: clock.ambient)
            guard
                case .created(let portal, let owner, _) = try await useCases.portals.create(
                    NewPortal(slug: "alpha", name: "Alpha"),
                    owner: NewMember(
                        email: AccountEmail("o@x.example")!, role: .owner,
                        password: useCases.hasher.hash(Password("a long enough one"))),
                    by: .commandLine)
            else { return }
            try await body(Scene(useCases: useCases, clock: clock, database: database, portal: portal, owner: owner))
            await useCases.hasher.close()
        }
    }

    static func atOnce<Outcome: Sendable>(
        _ count: Int, _ call: @escaping @Sendable (Int) async throws -> Outcome
    ) async throws -> [Outcome] {
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            for number in 0..<count { group.addTask { try await call(number) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test("25: of many new secrets at once one fits beside the first", arguments: Backend.available)
    func secrets(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let hash = try await scene.useCases.hasher.hash(Password("a long enough one"))
            let new = try NewDeveloper(name: "Ada", email: "ada@x.example", password: "a long enough one")
            guard
                case .registered(let developer) = try await scene.useCases.developers.register(
                    new, hash: hash, from: "")
            else { return }
            let draft = AppDraft(
                name: "App", type: "web", profile: "strict", redirectURIs: "https://a.example/",
                scopes: ["customers.read"])
            let app = try await scene.useCases.apps.register(AppSettings(draft), of: developer, by: scene.actor).id
            let outcomes = try await Self.atOnce(8) { _ in
                try await scene.useCases.apps.addSecret(to: app, of: developer, overlap: 3600, by: scene.actor)
            }
            #expect(outcomes.count { if case .created = $0 { true } else { false } } == 1)
            #expect(outcomes.count { if case .full = $0 { true } else { false } } == 7)
            let secrets = try #require(try await scene.useCases.apps.find(app, of: developer)).secrets
            #expect(secrets.count == 2)
            #expect(secrets.filter { $0.expiresAt != nil }.count == 1, "the old one ends, the new one does not")
            #expect(try await scene.actions(developer.text).count { $0 == "app_secret.created" } == 1)

            let revoked = try await Self.atOnce(6) { _ in
                try await scene.useCases.apps.revokeSecret(secrets[0].id, of: app, of: developer, by: scene.actor)
            }
            #expect(revoked.count { $0 == .revoked } == 1)
            let deleted = try await Self.atOnce(6) { _ in
                try await scene.useCases.apps.delete(app, of: developer, by: scene.actor)
            }
            #expect(deleted.count { $0 } == 1)
            #expect(try await scene.actions(developer.text).count { $0 == "app.deleted" } == 1)
        }
    }

    @Test("214: the 101st key does not fit, also when it comes at the same time", arguments: Backend.available)
    func keys(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let new = try NewAPIKey(.init(name: "k", scopes: ["customers.read"]), at: scene.clock.now) { _ in
                scene.clock.now
            }
            @Sendable func create() async throws -> Bool {
                if case .created = try await scene.useCases.apiKeys.create(
                    new, in: scene.portal.id, for: scene.owner, by: scene.actor)
                {
                    true
                } else {
                    false
                }
            }
            for _ in 0..<96 { #expect(try await create()) }
            let outcomes = try await Self.atOnce(8) { _ in try await create() }
            #expect(outcomes.count { $0 } == 4)
            let keys = try await scene.useCases.apiKeys.list(in: scene.portal.id)
            #expect(keys.count == 100)
            #expect(try await scene.actions(scene.portal.id.text).count { $0 == "api_key.created" } == 100)

            // A full portal can still replace a key, if the old one ends at once.
            let id = keys[0].id
            guard
                case .limitReached = try await scene.useCases.apiKeys.rotate(
                    id, in: scene.portal.id, overlap: 3600, for: scene.owner, by: scene.actor)
            else { return #expect(Bool(false), "a 101st key") }
            #expect(
                try await scene.useCases.apiKeys.find(id, in: scene.portal.id)?.expiresAt == nil, "nothing was changed")
            guard
                case .rotated = try await scene.useCases.apiKeys.rotate(
                    id, in: scene.portal.id, overlap: 0, for: scene.owner, by: scene.actor)
            else { return #expect(Bool(false), "no room") }
            let revoked = try await Self.atOnce(8) { _ in
                try await scene.useCases.apiKeys.revoke(keys[1].id, in: scene.portal.id, by: scene.actor)
            }
            #expect(revoked.count { $0 == .revoked } == 1)
            #expect(revoked.count { $0 == .revokedBefore } == 7)
            #expect(try await scene.actions(scene.portal.id.text).count { $0 == "api_key.revoked" } == 1)
        }
    }

    @Test("a portal keeps an owner, also when two of them demote each other", arguments: Backend.available)
    func lastOwner(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let hash = try await scene.useCases.hasher.hash(Password("a long enough one"))
            let second = NewMember(email: AccountEmail("second@x.example")!, role: .owner, password: hash)
            guard
                case .added(let other, _) = try await scene.useCases.memberships.add(
                    second, to: scene.portal, by: scene.actor)
            else { return }
            let changes = try await Self.atOnce(2) { number in
                try await scene.useCases.memberships.changeRole(
                    of: number == 0 ? scene.owner : other, in: scene.portal.id, to: .employee, by: scene.actor)
            }
            #expect(Set(changes.map { "\($0)" }) == ["changed", "lastOwner"])
            let roles = [
                try await scene.useCases.memberships.role(of: scene.owner, in: scene.portal.id),
                try await scene.useCases.memberships.role(of: other, in: scene.portal.id),
            ]
            #expect(roles.count { $0 == .owner } == 1)
            let keeper = roles[0] == .owner ? scene.owner : other
            #expect(
                try await scene.useCases.memberships.remove(keeper, from: scene.portal.id, by: scene.actor)
                    == .lastOwner)
            #expect(try await scene.actions(scene.portal.id.text).count { $0 == "user.role_changed" } == 1)
        }
    }

    @Test("mailed links and addresses are used once", arguments: Backend.available)
    func once(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let member = NewMember(email: AccountEmail("new@x.example")!, role: .employee)
            guard
                case .added(_, let link?) = try await scene.useCases.memberships.add(
                    member, to: scene.portal, by: scene.actor)
            else { return #expect(Bool(false), "no link") }
            let hash = try await scene.useCases.hasher.hash(Password("a long enough one"))
            let accepted = try await Self.atOnce(6) { _ in
                try await scene.useCases.invitations.accept(link.token, password: hash, from: "192.0.2.1")
            }
            #expect(accepted.count { $0 != nil } == 1)
            let registrations = try await Self.atOnce(6) { number in
                let new = try NewDeveloper(name: "Dev \(number)", email: "DEV@x.example", password: "a long enough one")
                return try await scene.useCases.developers.register(new, hash: hash, from: "")
            }
            // One account, whose answer does not tell who was first.
            let accounts = registrations.compactMap { if case .registered(let id) = $0 { id } else { nil } }
            #expect(accounts.count == 3, "an address gets three mails an hour")
            #expect(Set(accounts).count == 1)
            let created = try await Self.atOnce(6) { _ in
                try await scene.useCases.portals.create(
                    NewPortal(slug: "beta", name: "Beta"), owner: member, by: scene.actor)
            }
            #expect(created.count { if case .created = $0 { true } else { false } } == 1)
        }
    }

    @Test("last used is written in batches and never goes back", arguments: Backend.available)
    func uses(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let new = try NewAPIKey(.init(name: "k", scopes: ["customers.read"]), at: scene.clock.now) { _ in
                scene.clock.now
            }
            guard
                case .created(let id, _) = try await scene.useCases.apiKeys.create(
                    new, in: scene.portal.id, for: scene.owner, by: scene.actor)
            else { return }
            func use(_ seconds: Int64, _ address: String) -> CredentialUse {
                CredentialUse(
                    portal: scene.portal.id, subject: .apiKey(id), address: address, at: scene.clock.now + seconds)
            }
            try await scene.useCases.uses.note([use(60, "192.0.2.2"), use(30, "192.0.2.1")])
            try await scene.useCases.uses.note([use(10, "192.0.2.3")])
            let key = try #require(try await scene.useCases.apiKeys.find(id, in: scene.portal.id))
            #expect(key.lastUsedAt == scene.clock.now + 60)
            #expect(key.lastUsedAddress == "192.0.2.2")
        }
    }

    @Test("an old hash is renewed at the next sign-in", arguments: Backend.available)
    func renewal(on backend: Backend) async throws {
        try await Self.scene(on: backend) { scene in
            let hash = try await scene.useCases.hasher.hash(Password("a long enough one"))
            let member = NewMember(email: AccountEmail("old@x.example")!, role: .employee, password: hash)
            _ = try await scene.useCases.memberships.add(member, to: scene.portal, by: scene.actor)
            let stronger = PasswordHasher(ambient: scene.clock.ambient, cost: .init(logN: 5, blockSize: 1))
            let signIn = SignIn(
                database: scene.database, hasher: stronger, throttle: AttemptThrottle(), ambient: scene.clock.ambient)
            for _ in 0..<2 {
                guard
                    case .welcome = try await signIn.prove(
                        .user, email: "old@x.example", password: Secret("a long enough one"), from: "")
                else { return #expect(Bool(false), "refused") }
            }
            let row = try await scene.database.first(
                "SELECT password_hash FROM users WHERE email_key = 'old@x.example'")
            #expect(try row?.text("password_hash").hasPrefix("$scrypt$ln=5,r=1,p=1$") == true)
            await stronger.close()
        }
    }
}
