import HTTPTypes
import Kernel
import Persistence
import TestSupport
import Testing
import Web

/// What must hold over several servers on one database. Their token caches are off, as they are on PostgreSQL (contract O50).
@Suite("Two nodes on one database", .timeLimit(.minutes(3)))
struct TwoNodesTests {
    private func withNodes(
        on backend: Backend, _ body: @escaping @Sendable (ServerUnderTest, ServerUnderTest) async throws -> Void
    ) async throws {
        try await withServer(on: backend, configure: { $0.tokenCacheLimit = 0 }) { one in
            try await one.withSecondNode { two in try await body(one, two) }
        }
    }

    @Test("110: of many exchanges of one code over two nodes exactly one succeeds", arguments: Backend.available)
    func exchange(on backend: Backend) async throws {
        try await withNodes(on: backend) { one, two in
            let app = one.cast.s1
            let code = try await one.code(app)
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for index in 0..<40 { group.addTask { try await (index % 2 == 0 ? one : two).exchange(app, code) } }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            #expect(answers.count { $0.status == .ok } == 1)
            #expect(answers.count { $0.error == "invalid_grant" } == 39)
        }
    }

    @Test("132: of many refreshes over two nodes all get one successor", arguments: Backend.available)
    func refresh(on backend: Backend) async throws {
        try await withNodes(on: backend) { one, two in
            let app = one.cast.s1
            let token = try await one.tokens(app).refresh
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for index in 0..<40 { group.addTask { try await (index % 2 == 0 ? one : two).refresh(app, token) } }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == .ok })
            #expect(Set(answers.compactMap { $0["refresh_token"] }).count == 1)
        }
    }

    @Test("228: what one node admitted counts on the others a second later, once", arguments: Backend.available)
    func rates(on backend: Backend) async throws {
        try await withServer(
            on: backend,
            configure: { ($0.tokenCacheLimit, $0.rateLimitPerMinute, $0.mayHaveOtherNodes) = (0, 60, true) }
        ) { one in
            try await one.withSecondNode { two in
                let token = try await one.tokens(one.cast.c1).access
                @Sendable func remaining(on node: ServerUnderTest) async throws -> String? {
                    try await node.me(token).headers[HTTPField.Name("X-RateLimit-Remaining")!]
                }
                @Sendable func meet() async throws {
                    for node in [one, two, one] { try await node.server.exchangeRates() }
                }
                for _ in 0..<40 { #expect(try await one.me(token).status == .ok) }
                one.clock.advance(seconds: 1)
                try await meet()
                #expect(try await remaining(on: two) == "19")
                one.clock.advance(seconds: 1)
                try await meet()
                #expect(try await remaining(on: one) == "18")
                one.clock.advance(seconds: 1)
                try await meet()
                for _ in 0..<18 { #expect(try await two.me(token).status == .ok) }
                #expect(try await two.me(token).status == .tooManyRequests)
                one.clock.advance(seconds: 1)
                try await meet()
                #expect(try await one.me(token).status == .tooManyRequests)
                // A node that has just begun hears of the whole minute.
                try await two.restart()
                #expect(try await remaining(on: two) == "59")
                try await meet()
                #expect(try await two.me(token).status == .tooManyRequests)
                one.clock.advance(seconds: 61)
                try await meet()
                #expect(try await remaining(on: one) == "59")
                // Nothing stays behind.
                one.clock.advance(seconds: 1)
                try await meet()
                #expect(try await one.database.rows("SELECT node FROM rate_reports").count == 1)
            }
        }
    }

    @Test("153, 216: what one node revokes is dead on the other at once", arguments: Backend.available)
    func revocation(on backend: Backend) async throws {
        try await withNodes(on: backend) { one, two in
            let app = one.cast.c1
            let tokens = try await one.tokens(app)
            #expect(try await two.me(tokens.access).status == .ok)
            _ = try await one.revoke(app, tokens.access)
            #expect(try await two.me(tokens.access).status == .unauthorized)
            #expect(try await two.introspect(app, tokens.access).body == #"{"active":false}"#)
            let second = try await two.tokens(app)
            #expect(try await two.me(second.access).status == .ok)
            try await one.disconnect(app)
            #expect(try await two.me(second.access).status == .unauthorized)
        }
    }

    @Test("111: a revocation and refreshes at the same time leave nothing alive", arguments: Backend.available)
    func revokeBeatsRefresh(on backend: Backend) async throws {
        try await withNodes(on: backend) { one, two in
            let app = one.cast.s1
            for _ in 0..<5 {
                let tokens = try await one.tokens(app)
                let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                    for index in 0..<8 {
                        group.addTask { try await (index % 2 == 0 ? one : two).refresh(app, tokens.refresh) }
                    }
                    group.addTask { try await two.revoke(app, tokens.refresh) }
                    return try await group.reduce(into: [Answer]()) { $0.append($1) }
                }
                for answer in answers {
                    if let access = answer["access_token"] { #expect(try await one.me(access).status == .unauthorized) }
                    if let refresh = answer["refresh_token"] {
                        #expect(try await one.refresh(app, refresh).error == "invalid_grant")
                    }
                }
            }
        }
    }
}
