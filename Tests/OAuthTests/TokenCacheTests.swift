import Kernel
import Testing

@testable import OAuth

@Suite("Token cache", .timeLimit(.minutes(1)))
struct TokenCacheTests {
    private let cache = TokenCache(hardLimit: 5000, capacity: 1600)
    private static let now: UInt64 = 1_741_000_000_000

    private func digest(_ number: Int) -> TokenDigest { TokenDigest(of: "token \(number)") }

    /// Puts a principal in, as a look-up that nothing disturbed.
    private func insert(_ principal: Principal, into cache: TokenCache? = nil, at now: UInt64 = now) {
        let cache = cache ?? self.cache
        cache.insert(principal, generation: cache.generation(of: principal.digest), at: now)
    }

    @Test("What was put in is found for as long as the hard limit says, and no millisecond longer")
    func hardLimit() {
        let principal = Fixture.principal(digest(1))
        #expect(cache.principal(digest(1), at: Self.now) == nil)
        insert(principal)
        #expect(cache.principal(digest(1), at: Self.now) === principal)
        #expect(cache.principal(digest(1), at: Self.now + 4999) === principal)
        #expect(cache.principal(digest(1), at: Self.now + 5000) == nil)
        #expect(cache.principal(digest(1), at: Self.now) == nil)
    }

    @Test("A use does not make an entry live longer")
    func noSliding() {
        insert(Fixture.principal(digest(1)))
        for step in stride(from: UInt64(0), to: 5000, by: 500) {
            #expect(cache.principal(digest(1), at: Self.now + step) != nil)
        }
        #expect(cache.principal(digest(1), at: Self.now + 5000) == nil)
    }

    @Test("155: a token that expires sooner is gone with its expiry")
    func expiry() {
        let expiresAt = Timestamp(seconds: Int64(Self.now / 1000) + 2)
        insert(Fixture.principal(digest(1), expiresAt: expiresAt))
        #expect(cache.principal(digest(1), at: Self.now + 1999) != nil)
        #expect(cache.principal(digest(1), at: Self.now + 2000) == nil)
        insert(Fixture.principal(digest(2), expiresAt: Timestamp(seconds: -1)))
        #expect(cache.principal(digest(2), at: Self.now) == nil)
        insert(Fixture.principal(digest(3), expiresAt: expiresAt + 100))
        #expect(cache.principal(digest(3), at: Self.now + 4999) != nil)
        #expect(cache.principal(digest(3), at: Self.now + 5000) == nil)
    }

    @Test("A hard limit of 0 turns it off")
    func off() {
        let cache = TokenCache(hardLimit: 0)
        insert(Fixture.principal(digest(1)), into: cache)
        #expect(cache.principal(digest(1), at: Self.now) == nil)
        #expect(cache.statistics.entries == 0)
    }

    @Test("142: one token is dropped, and only that one")
    func dropToken() {
        for number in 0..<100 { insert(Fixture.principal(digest(number))) }
        cache.drop(digest(7))
        for number in 0..<100 { #expect((cache.principal(digest(number), at: Self.now) == nil) == (number == 7)) }
    }

    @Test("216: everything of a portal is dropped, and nothing of another one")
    func dropPortal() {
        for number in 0..<100 {
            insert(Fixture.principal(digest(number), portal: number % 2 == 0 ? Fixture.a : Fixture.b))
        }
        cache.drop(portal: Fixture.a.id)
        for number in 0..<100 { #expect((cache.principal(digest(number), at: Self.now) == nil) == (number % 2 == 0)) }
    }

    @Test("218: everything of an app is dropped, in all portals; API keys and other apps stay")
    func dropApp() {
        for number in 0..<99 {
            let app: App? = [Fixture.c1, Fixture.c2, nil][number % 3]
            insert(Fixture.principal(digest(number), portal: number % 2 == 0 ? Fixture.a : Fixture.b, app: app))
        }
        cache.drop(app: Fixture.c1.id)
        for number in 0..<99 { #expect((cache.principal(digest(number), at: Self.now) == nil) == (number % 3 == 0)) }
    }

    @Test("A look-up that was overtaken by a revocation puts nothing back")
    func generation() {
        let principal = Fixture.principal(digest(1), app: Fixture.c1)
        let drops: [(TokenCache) -> Void] = [
            { $0.drop(principal.digest) }, { $0.drop(portal: Fixture.a.id) }, { $0.drop(app: Fixture.c1.id) },
        ]
        for drop in drops {
            let generation = cache.generation(of: principal.digest)
            drop(cache)
            cache.insert(principal, generation: generation, at: Self.now)
            #expect(cache.principal(principal.digest, at: Self.now) == nil)
            insert(principal)
            #expect(cache.principal(principal.digest, at: Self.now) != nil)
            cache.drop(principal.digest)
        }
    }

    @Test("It never holds more than its capacity")
    func bound() {
        for number in 0..<10_000 {
            insert(Fixture.principal(digest(number)))
            if number % 100 == 0 { #expect(cache.statistics.entries <= 1600) }
        }
        #expect(cache.statistics.entries <= 1600)
        #expect(cache.principal(digest(9999), at: Self.now) != nil)
    }

    @Test("Every sixteenth of the digests has its own sixteenth of the capacity")
    func spread() {
        let cache = TokenCache(hardLimit: 5000, capacity: 16)
        var byDigit: [Character: TokenDigest] = [:]
        var number = 0
        while byDigit.count < 16 {
            let digest = digest(number)
            if let digit = digest.hex.first { byDigit[digit] = digest }
            number += 1
        }
        for digest in byDigit.values { insert(Fixture.principal(digest), into: cache) }
        for digest in byDigit.values { #expect(cache.principal(digest, at: Self.now) != nil) }
        #expect(cache.statistics.entries == 16)
    }

    @Test("Hits and misses are counted")
    func statistics() {
        insert(Fixture.principal(digest(1)))
        _ = cache.principal(digest(1), at: Self.now)
        _ = cache.principal(digest(1), at: Self.now)
        _ = cache.principal(digest(2), at: Self.now)
        #expect(cache.statistics == (entries: 1, hits: 2, misses: 1))
    }

    @Test("Many tasks at once keep the bound, and nobody gets another's principal")
    func hammer() async {
        let cache = TokenCache(hardLimit: 5000, capacity: 160)
        let digests = (0..<1000).map(digest)
        let mixedUp = await withTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask {
                    var mixedUp = 0
                    for step in 0..<3000 {
                        let digest = digests[(step &* 7919 &+ task &* 104_729) % digests.count]
                        if let found = cache.principal(digest, at: Self.now) {
                            mixedUp += found.digest == digest ? 0 : 1
                        } else {
                            cache.insert(
                                Fixture.principal(digest, app: step % 2 == 0 ? Fixture.c1 : nil),
                                generation: cache.generation(of: digest), at: Self.now)
                        }
                        if step % 50 == 0 { mixedUp += cache.statistics.entries <= 160 ? 0 : 1 }
                        if step % 97 == 0 { cache.drop(digest) }
                        if step % 997 == 0 { cache.drop(app: Fixture.c1.id) }
                    }
                    return mixedUp
                }
            }
            return await group.reduce(0, +)
        }
        #expect(mixedUp == 0)
        #expect(cache.statistics.entries <= 160)
    }
}
