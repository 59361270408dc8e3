import HTTPTypes
import Kernel
import TestSupport
import Testing
import Web

@Suite("Rate limit (checklist 228, contract 2.5)", .timeLimit(.minutes(1)))
struct RateLimitTests {
    @Test(
        "Whatever comes when: never more than the limit in any 60 seconds, and all of it after a pause",
        arguments: 0..<40)
    func property(_ seed: Int) {
        var dice = SeededGenerator(seed: UInt64(seed))
        let limit = Int.random(in: 1...90, using: &dice)
        let limiter = RateLimiter()
        let key = RateLimiter.Key(address: "192.0.2.1")
        var now: UInt64 = 1_772_442_000_000 + UInt64.random(in: 0..<1000, using: &dice)
        var admitted: [UInt64] = []
        let pace = UInt64.random(in: 1...3000, using: &dice)
        for _ in 0..<3000 {
            now += UInt64.random(in: 0...pace, using: &dice)
            if UInt64.random(in: 0..<200, using: &dice) == 0 {
                now = (admitted.last ?? now) + 60_000
                for count in 0..<limit {
                    let standing = limiter.admit(key, limit: limit, at: now)
                    #expect(standing.isAdmitted && standing.remaining == limit - count - 1)
                    admitted.append(now)
                }
            }
            let standing = limiter.admit(key, limit: limit, at: now)
            let counted = admitted.filter { $0 + 60_000 > now }.count
            if standing.isAdmitted {
                #expect(counted < limit)
                admitted.append(now)
            } else {
                #expect(standing.remaining == 0)
                #expect(standing.untilAdmission > 0 && standing.untilAdmission <= 60_000)
                // At most the rest of a second more than strictly needed.
                #expect(counted + 1 > limit - admitted.filter { $0 + 61_000 > now && $0 + 60_000 <= now }.count)
            }
        }
    }

    @Test("Three nodes that exchange every second admit at most a second's traffic too much", arguments: 0..<20)
    func nodes(_ seed: Int) {
        var dice = SeededGenerator(seed: UInt64(seed))
        let limit = Int.random(in: 5...90, using: &dice)
        let nodes = (0..<3).map { _ in RateLimiter(isShared: true) }
        let key = RateLimiter.Key(address: "192.0.2.1")
        let start: UInt64 = 1_772_442_000_000
        var minute: [(at: UInt64, node: Int)] = []
        var total = 0
        for second in 0..<300 as Range<UInt64> {
            for moment in (0..<Int.random(in: 0...12, using: &dice)).map({ _ in
                start + second * 1000 + UInt64.random(in: 0..<1000, using: &dice)
            }).sorted() {
                let node = Int.random(in: 0..<3, using: &dice)
                minute.removeAll { $0.at + 60_000 <= moment }
                if nodes[node].admit(key, limit: limit, at: moment).isAdmitted {
                    minute.append((moment, node))
                    total += 1
                }
                // Each node by itself keeps the promise at once.
                #expect(minute.count { $0.node == node } <= limit)
                let latest = minute.last.map { $0.at / 1000 }
                #expect(minute.count <= limit + minute.count { $0.at / 1000 == latest })
            }
            let end = start + second * 1000 + 999
            let reports = nodes.map { RateReport(text: RateReport(tokens: $0.drain(), addresses: []).text) }
            for (teller, report) in reports.enumerated() {
                for (hearer, node) in nodes.enumerated() where hearer != teller {
                    for count in report.tokens { node.learn(count, at: end) }
                }
            }
            #expect(nodes.allSatisfy { $0.drain().isEmpty }, "what was told is told no more, nor what was heard")
        }
        #expect(total > limit)
        for node in nodes {
            let standing = node.admit(key, limit: limit, at: start + 360_000)
            #expect(standing.remaining == limit - 1, "after a pause of a minute all of it is free")
        }
    }

    @Test("A report that a flood would make long names those who asked most")
    func longReport() {
        let limiter = RateLimiter(isShared: true)
        for number in 0..<10_100 {
            let key = RateLimiter.Key(address: "10.1.\(number / 250).\(number % 250)")
            for _ in 0..<(number < 100 ? 1 : 2) { _ = limiter.admit(key, limit: 60, at: 1_772_442_000_000) }
        }
        let report = RateReport(text: RateReport(tokens: [], addresses: limiter.drain()).text)
        #expect(report.addresses.count == 10_000 && report.addresses.allSatisfy { $0.requests == 2 })
    }

    @Test("The next request is admitted exactly when the refusal said")
    func admission() {
        let limiter = RateLimiter()
        let key = RateLimiter.Key(address: "192.0.2.1")
        var now: UInt64 = 1_772_442_000_250
        for _ in 0..<10 {
            _ = limiter.admit(key, limit: 10, at: now)
            now += 700
        }
        for _ in 0..<50 {
            let refusal = limiter.admit(key, limit: 10, at: now)
            #expect(!refusal.isAdmitted)
            #expect(!limiter.admit(key, limit: 10, at: now + refusal.untilAdmission - 1).isAdmitted)
            now += refusal.untilAdmission
            #expect(limiter.admit(key, limit: 10, at: now).isAdmitted)
            while limiter.admit(key, limit: 10, at: now).isAdmitted {}
        }
    }

    @Test("A full table forgets who has been idle longest, and stays small")
    func bounded() {
        let limiter = RateLimiter(capacity: 160)
        for number in 0..<5000 {
            let key = RateLimiter.Key(address: "10.\(number / 62_500).\(number / 250 % 250).\(number % 250)")
            _ = limiter.admit(key, limit: 60, at: 1_772_442_000_000 + UInt64(number))
            #expect(limiter.count <= 160)
        }
    }

    @Test("A clock that jumps back an hour does not lock anybody out")
    func clock() {
        let limiter = RateLimiter()
        let key = RateLimiter.Key(address: "192.0.2.1")
        _ = limiter.admit(key, limit: 1, at: 1_772_442_000_000)
        #expect(!limiter.admit(key, limit: 1, at: 1_772_441_999_000).isAdmitted)
        #expect(limiter.admit(key, limit: 1, at: 1_772_438_400_000).isAdmitted)
    }

    @Test("Sixty pass, the next waits; errors count, a 429 does not")
    func http() async throws {
        try await withAPI(rateLimit: 60) { api in
            for count in 1...60 {
                let reply = try await api.send(.get, count % 2 == 0 ? "/v1/me" : "/v1/nothing")
                #expect(reply.status == (count % 2 == 0 ? 200 : 404))
                #expect(reply["X-RateLimit-Limit"] == "60")
                #expect(reply["X-RateLimit-Remaining"] == "\(60 - count)")
                #expect(reply["RateLimit-Policy"] == "\"default\";q=60;w=60")
                #expect(reply["RateLimit"] == "\"default\";r=\(60 - count);t=60")
                #expect(reply["X-RateLimit-Reset"] == nil)
            }
            api.clock.advance(milliseconds: 20_500)
            for _ in 0..<5 {
                let reply = try await api.send(.get, "/v1/me")
                #expect(reply.status == 429)
                #expect(reply.body == #"{"code":429,"message":"Too many requests."}"#)
                #expect(reply["Retry-After"] == "40")
                #expect(reply["X-RateLimit-Reset"] == "\(1_772_442_000 + 60)")
                #expect(reply["X-RateLimit-Remaining"] == "0")
                #expect(reply["RateLimit"] == "\"default\";r=0;t=40")
            }
            // Another token is not concerned.
            #expect(try await api.send(.get, "/v1/me", token: api.tokenOfB)["X-RateLimit-Remaining"] == "59")
            api.clock.advance(milliseconds: 39_500)
            #expect(try await api.send(.get, "/v1/me")["X-RateLimit-Remaining"] == "59")
        }
    }

    @Test("The key's limit wins over the portal's, that over the server's; 0 is no limit and no headers")
    func whose() async throws {
        try await withAPI(rateLimit: 60) { api in
            let quick = Portal(id: api.a, slug: "alpha", name: "Alpha", rateLimit: 100)
            let plain = Portal(id: api.a, slug: "alpha", name: "Alpha")
            for (portal, limit, shown) in [
                (quick, nil, "100"), (quick, 7, "7"), (plain, 7, "7"), (quick, 0, nil), (plain, nil, "60"),
            ]
                as [(Portal, Int?, String?)]
            {
                let token = api.credentials.mint(in: portal, .all, rateLimit: limit)
                let reply = try await api.send(.get, "/v1/me", token: token)
                #expect(reply["X-RateLimit-Limit"] == shown)
                #expect((reply["RateLimit"] == nil) == (shown == nil))
                #expect((reply["RateLimit-Policy"] == nil) == (shown == nil))
                #expect(reply.json?["rateLimit"]?["limit"] == .number(shown ?? "0"))
            }
        }
    }

    @Test("Without a valid token the address pays, and no token does")
    func strangers() async throws {
        try await withAPI(rateLimit: 3) { api in
            for count in 1...3 {
                let reply = try await (count == 2 ? api.send(.get, "/v1/me", token: "x") : api.raw(.get, "/v1/me"))
                #expect(reply.status == 401)
                #expect(reply["X-RateLimit-Remaining"] == "\(3 - count)")
            }
            #expect(try await api.raw(.get, "/v1/me").status == 429)
            #expect(try await api.raw(.get, "/v1/me", [.init("X-Test-Address")!: "192.0.2.2"]).status == 401)
            // The same address with a token is a customer like any other.
            #expect(try await api.send(.get, "/v1/me")["X-RateLimit-Remaining"] == "2")
        }
    }
}
