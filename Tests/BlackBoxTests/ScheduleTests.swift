import HTTPTypes
import Kernel
import Persistence
import TestSupport
import Testing
import Web

/// Every endpoint that spends something, with its worst schedule made certain: on PostgreSQL all transactions have read what they
/// decide by before the first one writes; on SQLite all callers have read it before the first transaction begins.
///
/// The requests go over two nodes in turn, whose token caches are off, as they are on PostgreSQL.
@Suite("Schedules: one winner of every race", .serialized, .timeLimit(.minutes(5)))
struct ScheduleTests {
    typealias Body = @Sendable (Race) async throws -> Void

    private func withRace(on backend: Backend, _ body: @escaping Body) async throws {
        try await withMeetings(on: backend, configure: { $0.tokenCacheLimit = 0 }) { one, meetings in
            try await one.withSecondNode { two in try await body(Race(nodes: [one, two], meetings: meetings)) }
        }
    }

    // MARK: - Codes

    @Test(
        "109, 110: of 8 exchanges of one code on both paths one succeeds, and the others revoke what it got",
        arguments: Backend.available)
    func exchange(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            for app in [race.cast.s1, race.cast.c1] {
                let code = try await race.one.code(app)
                let answers = try await race.run(8) { node, index in
                    try await node.exchange(app, code, at: index < 4 ? "/oauth/token" : "/oauth/tokens")
                }
                #expect(answers.count { $0.status == .ok } == 1)
                #expect(answers.count { $0.error == "invalid_grant" } == 7)
                try await race.expectNothingAlive(of: answers, app)
                try await race.expectEvents(["grant.revoked": 1], of: app)
            }
        }
    }

    @Test("108: a replayed code and refreshes at once leave nothing alive", arguments: Backend.available)
    func replayAgainstRefresh(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            for app in [race.cast.s1, race.cast.c1] {
                let code = try await race.one.code(app)
                let first = try await race.one.exchange(app, code)
                let refresh = try #require(first["refresh_token"])
                let answers = try await race.run(6) { node, index in
                    index == 0 ? try await node.exchange(app, code) : try await node.refresh(app, refresh)
                }
                #expect(answers[0].error == "invalid_grant")
                #expect(answers.dropFirst().allSatisfy { $0.status == .ok || $0.error == "invalid_grant" })
                try await race.expectNothingAlive(of: answers + [first], app)
                try await race.expectEvents(["grant.revoked": 1], of: app)
            }
        }
    }

    @Test(
        "217: an exchange and a suspension at once: the app is out, and nothing is lost",
        arguments: Backend.available)
    func suspension(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let app = race.cast.s1
            let code = try await race.one.code(app)
            let owner = try await race.one.managing(as: race.cast.u1)
            let page = "\(ServerUnderTest.appsPath)/\(app.id)"
            let suspend = try #require(try await owner.get(page).form("\(page)/suspend"))
            let answers = try await race.run(2) { node, index in
                index == 0 ? try await node.exchange(app, code) : try await owner.submit(suspend)
            }
            #expect(answers[1].status == .seeOther)
            let wasFirst = answers[0].status == .ok
            #expect(wasFirst || answers[0].error == "unauthorized_client")
            if let access = answers[0]["access_token"] {
                #expect(try await race.two.me(access).status == .unauthorized)
            }
            let reinstate = try #require(try await owner.get(page).form("\(page)/reinstate"))
            #expect(try await owner.submit(reinstate).status == .seeOther)
            // Either the tokens of before work again, or the code was not spent by the refusal.
            if let access = answers[0]["access_token"] {
                #expect(try await race.two.me(access).status == .ok)
            } else {
                #expect(try await race.two.exchange(app, code).status == .ok)
            }
            try await race.expectEvents(["grant.suspended": 1, "grant.reinstated": 1], of: app)
        }
    }

    @Test(
        "216: exchanges, refreshes and an owner's revocation at once leave nothing alive",
        arguments: Backend.available)
    func revocation(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            for app in [race.cast.s1, race.cast.c1] {
                let tokens = try await race.one.tokens(app)
                let code = try await race.one.code(app)
                let owner = try await race.one.managing(as: race.cast.u1)
                let page = "\(ServerUnderTest.appsPath)/\(app.id)"
                let revoke = try #require(try await owner.get(page).form("\(page)/revoke"))
                let answers = try await race.run(5) { node, index in
                    switch index {
                    case 0: try await owner.submit(revoke)
                    case 1: try await node.exchange(app, code)
                    default: try await node.refresh(app, tokens.refresh)
                    }
                }
                #expect(answers[0].status == .seeOther)
                #expect(answers.dropFirst().allSatisfy { $0.status == .ok || $0.error == "invalid_grant" })
                try await race.expectNothingAlive(of: answers, app)
                #expect(try await race.two.me(tokens.access).status == .unauthorized)
                try await race.expectEvents(["grant.revoked": 1], of: app)
            }
        }
    }

    @Test("218: an exchange and the deletion of its app at once leave nothing alive", arguments: Backend.available)
    func deletion(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let app = race.cast.s1
            let code = try await race.one.code(app)
            let developer = try await race.one.developing()
            let page = "/developers/apps/\(app.id)"
            let delete = try #require(try await developer.get(page).form("\(page)/delete"))
            let answers = try await race.run(2) { node, index in
                index == 0 ? try await node.exchange(app, code) : try await developer.submit(delete)
            }
            #expect(answers[1].status == .seeOther)
            #expect(answers[0].status == .ok || answers[0].error == "invalid_grant")
            for node in race.nodes {
                if let access = answers[0]["access_token"] {
                    #expect(try await node.me(access).status == .unauthorized)
                }
                #expect(try await node.exchange(app, code).error == "invalid_client")
            }
        }
    }

    // MARK: - Refresh tokens

    @Test("132: of 8 refreshes with one rotating token all get the same successor", arguments: Backend.available)
    func rotation(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            for app in [race.cast.s1, race.cast.p1s] {
                let tokens = try await race.one.tokens(app)
                let answers = try await race.run(8) { node, _ in try await node.refresh(app, tokens.refresh) }
                #expect(answers.allSatisfy { $0.status == .ok })
                let successors = Set(answers.compactMap { $0["refresh_token"] })
                #expect(successors.count == 1)
                #expect(successors != [tokens.refresh])
                for answer in answers { #expect(try await race.two.me(answer["access_token"] ?? "").status == .ok) }
                // One branch (W6): its use ends the predecessor, whose reuse ends everything.
                let next = try await race.two.refresh(app, successors.first ?? "")
                #expect(next.status == .ok)
                #expect(try await race.one.refresh(app, tokens.refresh).error == "invalid_grant")
                try await race.expectNothingAlive(of: answers + [next], app)
            }
        }
    }

    @Test("8 refreshes with a token that does not rotate all succeed, and it stays", arguments: Backend.available)
    func fixed(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let app = race.cast.c1
            let tokens = try await race.one.tokens(app)
            let answers = try await race.run(8) { node, index in
                try await node.refresh(app, tokens.refresh, index % 2 == 0 ? [:] : ["scope": "customers.read"])
            }
            #expect(answers.allSatisfy { $0.status == .ok && $0["refresh_token"] == nil })
            #expect(try await race.two.refresh(app, tokens.refresh).status == .ok)
        }
    }

    @Test(
        "131: a reused token and refreshes with the live one at once leave nothing alive",
        arguments: Backend.available)
    func reuseAgainstRefresh(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let app = race.cast.s1
            let first = try await race.one.tokens(app)
            let second = try await race.one.refresh(app, first.refresh)
            let third = try await race.one.refresh(app, try #require(second["refresh_token"]))
            let live = try #require(third["refresh_token"])
            let answers = try await race.run(6) { node, index in
                try await node.refresh(app, index < 2 ? first.refresh : live)
            }
            #expect(answers.prefix(2).allSatisfy { $0.error == "invalid_grant" })
            #expect(answers.dropFirst(2).allSatisfy { $0.status == .ok || $0.error == "invalid_grant" })
            try await race.expectNothingAlive(of: answers + [second, third], app)
            try await race.expectEvents(["grant.revoked": 1], of: app)
        }
    }

    @Test("111, 153: a revocation by the app and refreshes at once leave nothing alive", arguments: Backend.available)
    func revokeAgainstRefresh(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            for app in [race.cast.s1, race.cast.c1] {
                let tokens = try await race.one.tokens(app)
                let answers = try await race.run(8) { node, index in
                    index < 2 ? try await node.revoke(app, tokens.refresh) : try await node.refresh(app, tokens.refresh)
                }
                #expect(answers.prefix(2).allSatisfy { $0.status == .ok })
                #expect(answers.dropFirst(2).allSatisfy { $0.status == .ok || $0.error == "invalid_grant" })
                try await race.expectNothingAlive(of: Array(answers.dropFirst(2)), app)
                #expect(try await race.one.me(tokens.access).status == .unauthorized)
                try await race.expectEvents(["grant.revoked": 1], of: app)
            }
        }
    }

    @Test("an access token that is revoked 6 times at once is one event", arguments: Backend.available)
    func accessToken(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let app = race.cast.c1
            let tokens = try await race.one.tokens(app)
            let answers = try await race.run(6) { node, _ in try await node.revoke(app, tokens.access) }
            #expect(answers.allSatisfy { $0.status == .ok })
            for node in race.nodes { #expect(try await node.me(tokens.access).status == .unauthorized) }
            try await race.expectEvents(["access_token.revoked": 1], of: app)
        }
    }
}

/// Two servers on one database in which requests can be made to meet.
struct Race: Sendable {
    let nodes: [ServerUnderTest]
    let meetings: MeetingDatabase

    var one: ServerUnderTest { nodes[0] }
    var two: ServerUnderTest { nodes[1] }
    var cast: Cast { one.cast }

    /// Sends so many requests over the nodes in turn, whose transactions meet; answers in the order of their numbers.
    func run(
        _ count: Int, _ request: @escaping @Sendable (ServerUnderTest, Int) async throws -> Answer
    ) async throws -> [Answer] {
        let (answers, tookPlace) = try await meetings.meet(count) {
            try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
                for index in 0..<count {
                    group.addTask { (index, try await request(nodes[index % nodes.count], index)) }
                }
                return try await group.reduce(into: [(Int, Answer)]()) { $0.append($1) }
            }
        }
        #expect(tookPlace, "the requests did not meet")
        for (_, answer) in answers { #expect(answer.status.code < 500, "W1: \(answer.status) \(answer.body)") }
        return answers.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// No token of these answers works any more, at either node.
    func expectNothingAlive(of answers: [Answer], _ app: Cast.TestApp) async throws {
        for answer in answers {
            for node in nodes {
                if let access = answer["access_token"] { #expect(try await node.me(access).status == .unauthorized) }
                if let refresh = answer["refresh_token"] {
                    #expect(try await node.refresh(app, refresh).error == "invalid_grant")
                }
            }
        }
    }

    /// How often the log of portal A has these events about an app or its grants (W7).
    func expectEvents(_ counts: [String: Int], of app: Cast.TestApp) async throws {
        let grants = try await one.database.rows(
            "SELECT id FROM grants WHERE portal_id = \(cast.a.id) AND app_id = \(app.id)"
        ).map { try $0.text("id") }
        let records = try await one.auditRecords(cast.a.id.text)
        for (action, count) in counts {
            let found = records.filter { record in
                record.action == action && (grants + [app.id.text]).contains { record.object.hasSuffix(" \($0)") }
            }
            #expect(found.count == count, "\(action)")
        }
    }
}
