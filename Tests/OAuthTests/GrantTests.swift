import Kernel
import Testing

@testable import OAuth

@Suite("Grants: what a token may hold now (invariant 9)", .timeLimit(.minutes(1)))
struct GrantTests {
    private func grant(
        _ scopes: Scopes = .all, role: Role? = .owner, isRevoked: Bool = false, isSuspended: Bool = false
    ) -> Grant {
        Grant(
            portal: Fixture.a.id, portalSlug: "salon-a", id: Fixture.id(1), app: Fixture.c1.id, user: Fixture.u1,
            scopes: scopes,
            isRevoked: isRevoked, head: nil, predecessor: nil, rotatedAt: nil, idleExpiresAt: nil, expiresAt: nil,
            role: role,
            isSuspended: isSuspended, audience: .api)
    }

    @Test("139: effective = requested ∩ granted ∩ the app's ceiling ∩ the rights of the role now")
    func effective() {
        let ambient = Surroundings().ambient
        for _ in 0..<2000 {
            let sets = (0..<3).map { _ in
                Scopes(rawValue: ambient.randomBytes(4).reduce(0) { $0 << 8 | UInt32($1) }).intersection(.all)
            }
            for role in [Role.owner, .admin, .employee, nil] {
                let effective = grant(sets[0], role: role).effective(sets[1], ceiling: sets[2])
                #expect(sets.allSatisfy(effective.isSubset))
                #expect(effective.isSubset(of: role?.rights ?? []))
                #expect(
                    effective == sets[0].intersection(sets[1]).intersection(sets[2]).intersection(role?.rights ?? []))
            }
        }
    }

    @Test("120: revoked, without access, suspended: refused in this order and by these codes")
    func refusal() {
        #expect(grant().refusal() == nil)
        #expect(grant(role: .employee).refusal() == nil)
        #expect(grant(isRevoked: true).refusal()?.code == .invalidGrant)
        #expect(grant(role: nil).refusal()?.code == .invalidGrant)
        #expect(grant(isSuspended: true).refusal()?.code == .unauthorizedClient)
        #expect(
            grant(role: nil, isRevoked: true, isSuspended: true).refusal()?.description
                == grant(isRevoked: true).refusal()?.description)
        #expect(grant(role: nil, isSuspended: true).refusal()?.code == .invalidGrant)
    }

    @Test("O22: which apps rotate, need a challenge and may use plain")
    func profiles() {
        for app in [Fixture.s1, Fixture.p1, Fixture.p1s, Fixture.p2] {
            #expect(app.rotatesRefreshTokens)
            #expect(app.needsChallenge)
        }
        #expect(!Fixture.c1.rotatesRefreshTokens)
        #expect(!Fixture.c1.needsChallenge)
        for app in [Fixture.c1, Fixture.p1s] { #expect(app.acceptsPlainChallenge) }
        for app in [Fixture.s1, Fixture.p1, Fixture.p2] { #expect(!app.acceptsPlainChallenge) }
        #expect(Fixture.c1.mayAct)
        #expect(!Fixture.deleted.mayAct)
        #expect(!Fixture.banned.mayAct)
    }

    @Test("O23: the lifetimes of the contract")
    func lifetimes() {
        let lifetimes = TokenLifetimes()
        #expect(lifetimes.code == 60)
        #expect(lifetimes.accessToken == 3600)
        #expect(lifetimes.refreshIdle == 60 * 86_400)
        #expect(lifetimes.refreshMaximum == 365 * 86_400)
        #expect(lifetimes.refreshGrace == 10)
    }
}
