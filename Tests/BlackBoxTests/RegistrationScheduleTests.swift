import HTTPTypes
import Kernel
import PortalDomain
import TestSupport
import Testing
import Web

/// The races of registrations, made certain (`ScheduleTests`).
@Suite("Schedules: registrations", .serialized, .timeLimit(.minutes(5)))
struct RegistrationScheduleTests {
    private static let web = #"{"redirect_uris":["https://new.example/cb"],"scope":"customers.read"}"#

    private func withRace(
        on backend: Backend, waiting: Int = 1000, _ body: @escaping @Sendable (Race) async throws -> Void
    ) async throws {
        let configure: @Sendable (inout ServerConfiguration) -> Void = {
            $0.tokenCacheLimit = 0
            $0.registration = .init()
            $0.registration?.waiting = waiting
        }
        try await withMeetings(on: backend, configure: configure) { one, meetings in
            try await one.withSecondNode { two in try await body(Race(nodes: [one, two], meetings: meetings)) }
        }
    }

    @Test("8 identical registrations at once are 8 apps", arguments: Backend.available)
    func identical(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let answers = try await race.run(8) { node, _ in try await node.selfRegister(Self.web) }
            #expect(answers.allSatisfy { $0.status == .created })
            #expect(Set(answers.compactMap { $0["client_id"] }).count == 8)
            #expect(Set(answers.compactMap { $0["registration_access_token"] }).count == 8)
            #expect(try await race.one.registrationEvents() == Array(repeating: "app.created", count: 8))
        }
    }

    @Test("196: where 3 may wait, 3 of 8 get in", arguments: Backend.available)
    func limit(on backend: Backend) async throws {
        try await withRace(on: backend, waiting: 3) { race in
            let answers = try await race.run(8) { node, _ in try await node.selfRegister(Self.web) }
            #expect(answers.count { $0.status == .created } == 3)
            #expect(answers.count { $0.status == .tooManyRequests } == 5)
        }
    }

    @Test("6 identical updates are one change, with one secret", arguments: Backend.available)
    func updates(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let made = try await race.one.selfRegister(
                #"{"redirect_uris":["https://new.example/cb"],"token_endpoint_auth_method":"none"}"#)
            let app = try race.one.app(made)
            let token = made["registration_access_token"]
            let change =
                #"{"client_id":"\#(app.id)","redirect_uris":["https://new.example/cb"],"scope":"customers.read"}"#
            let answers = try await race.run(6) { node, _ in try await node.manage(app.id, token, .put, change) }
            #expect(answers.allSatisfy { $0.status == .ok })
            let secrets = answers.filter { $0["client_secret"] != nil }
            #expect(secrets.count == 1)
            #expect(
                try await race.one.registrationEvents().sorted()
                    == ["app.created", "app.updated", "app_secret.created"])
            let confidential = try race.one.app(try #require(secrets.first))
            #expect(try await race.two.exchange(confidential, race.one.code(confidential)).status == .ok)
        }
    }

    @Test("6 different updates: the last one holds, whole", arguments: Backend.available)
    func conflicting(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let made = try await race.one.selfRegister(Self.web)
            let app = try race.one.app(made)
            let token = made["registration_access_token"]
            let answers = try await race.run(6) { node, index in
                try await node.manage(
                    app.id, token, .put,
                    #"{"client_id":"\#(app.id)","redirect_uris":["https://n\#(index).example/cb"],"client_name":"N\#(index)"}"#
                )
            }
            #expect(answers.allSatisfy { $0.status == .ok })
            let now = try await race.two.manage(app.id, token)
            #expect(answers.contains { $0["client_name"] == now["client_name"] && $0.body == now.body })
            let number = now["client_name"]?.dropFirst() ?? ""
            #expect(now.json?["redirect_uris"] == .array([.string("https://n\(number).example/cb")]))
            #expect(try await race.one.registrationEvents().count { $0 == "app.updated" } == 6)
        }
    }

    @Test("195: deletions and updates at once: it is deleted once, and stays so", arguments: Backend.available)
    func deletions(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let made = try await race.one.selfRegister(Self.web)
            let app = try race.one.app(made)
            let token = made["registration_access_token"]
            let change = #"{"client_id":"\#(app.id)","redirect_uris":["https://else.example/cb"]}"#
            let answers = try await race.run(8) { node, index in
                index < 4
                    ? try await node.manage(app.id, token, .delete)
                    : try await node.manage(app.id, token, .put, change)
            }
            #expect(answers.prefix(4).count { $0.status == .noContent } == 1)
            #expect(answers.prefix(4).count { $0.status == .unauthorized } == 3)
            #expect(answers.dropFirst(4).allSatisfy { $0.status == .ok || $0.status == .unauthorized })
            for node in race.nodes { #expect(try await node.manage(app.id, token).status == .unauthorized) }
            #expect(try await race.one.registrationEvents().count { $0 == "app.deleted" } == 1)
        }
    }
}
