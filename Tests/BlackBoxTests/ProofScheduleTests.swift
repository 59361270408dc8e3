import Crypto
import HTTPTypes
import Kernel
import OAuth
import Persistence
import PortalDomain
import TestSupport
import Testing
import Web

/// As `ScheduleTests`, for devices, pushed requests, and proofs that work once.
@Suite("Schedules: proofs and devices", .serialized, .timeLimit(.minutes(5)))
struct ProofScheduleTests {
    private func withRace(on backend: Backend, _ body: @escaping ScheduleTests.Body) async throws {
        try await withMeetings(on: backend, configure: { $0.tokenCacheLimit = 0 }) { one, meetings in
            try await one.withSecondNode { two in try await body(Race(nodes: [one, two], meetings: meetings)) }
        }
    }

    private struct Device: Sendable {
        let userCode: String
        /// What it polls with.
        let fields: [String: String]

        init(_ app: Cast.TestApp, on server: ServerUnderTest) async throws {
            var proof = [(name: "client_id", value: app.id.text)]
            if let secret = app.secret { proof.append(("client_secret", secret)) }
            let answer = try await server.post("/oauth/device_authorization", proof + [("scope", app.scopes)])
            userCode = try #require(answer["user_code"])
            fields = Dictionary(uniqueKeysWithValues: proof.map { ($0.name, $0.value) }).merging([
                "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
                "device_code": try #require(answer["device_code"]),
            ]) { $1 }
        }

        func poll(_ server: ServerUnderTest, at path: String = "/oauth/token") async throws -> Answer {
            try await server.post(path, fields.map { ($0.key, $0.value) })
        }

        /// The question, in a new browser of an owner.
        func question(_ server: ServerUnderTest) async throws -> (browser: Browser, form: HTMLForm) {
            let browser = try await server.managing(as: server.cast.u1)
            var form = try #require(try await browser.get("/oauth/device").form("/oauth/device"))
            form.set("user_code", userCode)
            let page = try await browser.follow(try await browser.submit(form))
            return (browser, try #require(page.form(with: "decision")))
        }
    }

    // MARK: - Devices

    @Test("177: of 8 polls after the approval, on both paths, one gets tokens", arguments: Backend.available)
    func polls(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            for app in [race.cast.s1, race.cast.p1] {
                try await race.one.set(.deviceGrant, of: app)
                let device = try await Device(app, on: race.one)
                let (browser, form) = try await device.question(race.two)
                #expect(try await browser.submit(form, press: "approve").status == .seeOther)
                let answers = try await race.run(8) { node, index in
                    try await device.poll(node, at: index < 4 ? "/oauth/token" : "/oauth/tokens")
                }
                #expect(answers.count { $0.status == .ok } == 1)
                #expect(answers.count { $0.error == "invalid_grant" } == 7)
                let winner = try #require(answers.first { $0.status == .ok })
                #expect(try await race.two.me(winner["access_token"] ?? "").status == .ok, "a retry is no theft")
                #expect(try await race.one.refresh(app, winner["refresh_token"] ?? "").status == .ok)
            }
        }
    }

    @Test("175: of 8 polls before the approval one keeps the pace", arguments: Backend.available)
    func pace(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let app = race.cast.p1
            try await race.one.set(.deviceGrant, of: app)
            let device = try await Device(app, on: race.one)
            let answers = try await race.run(8) { node, _ in try await device.poll(node) }
            #expect(answers.count { $0.error == "authorization_pending" } == 1)
            #expect(answers.count { $0.error == "slow_down" } == 7)
        }
    }

    @Test("176: of 6 decisions about one device, yes and no, one counts", arguments: Backend.available)
    func decisions(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let app = race.cast.p1
            try await race.one.set(.deviceGrant, of: app)
            for presses in [["approve"], ["approve", "deny"]] {
                let known = try await race.one.auditRecords(race.cast.a.id.text).count
                let device = try await Device(app, on: race.one)
                var forms: [(browser: Browser, form: HTMLForm)] = []
                for index in 0..<6 { forms.append(try await device.question(race.nodes[index % 2])) }
                let answers = try await race.run(6) { [forms] _, index in
                    try await forms[index].browser.submit(forms[index].form, press: presses[index % presses.count])
                }
                let winner = try #require(answers.firstIndex { $0.status == .seeOther })
                #expect(answers.count { $0.status == .gone } == 5)
                let isApproved = presses[winner % presses.count] == "approve"
                let polled = try await device.poll(race.two)
                #expect(isApproved ? polled.status == .ok : polled.error == "access_denied")
                let events = try await race.one.auditRecords(race.cast.a.id.text).dropFirst(known)
                #expect(events.map(\.action) == (isApproved ? ["grant.created"] : []))
                race.one.clock.advance(seconds: 300)
            }
        }
    }

    @Test("176: a poll and the approval at once: tokens at the latest with the next one", arguments: Backend.available)
    func pollAgainstApproval(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let app = race.cast.s1
            try await race.one.set(.deviceGrant, of: app)
            let device = try await Device(app, on: race.one)
            let (browser, form) = try await device.question(race.two)
            let answers = try await race.run(2) { node, index in
                index == 0 ? try await device.poll(node) : try await browser.submit(form, press: "approve")
            }
            #expect(answers[1].status == .seeOther)
            #expect(answers[0].status == .ok || answers[0].error == "authorization_pending")
            let next = try await device.poll(race.two)
            #expect(answers[0].status == .ok ? next.error == "invalid_grant" : next.status == .ok)
        }
    }

    // MARK: - Pushed requests

    @Test(
        "184: a pushed request that needs no screen, brought by 6 browsers at once, makes one code",
        arguments: Backend.available)
    func pushed(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let app = race.cast.c1
            _ = try await race.one.code(app)
            let fields = race.one.parameters(app, ["prompt": "none"])
            let secret = (name: "client_secret", value: app.secret ?? "")
            let pushed = try await race.one.post("/oauth/par", fields + [secret])
            let query = PercentEncoding.query([
                ("client_id", app.id.text), ("request_uri", try #require(pushed["request_uri"])),
            ])
            var browsers: [Browser] = []
            for index in 0..<6 { browsers.append(try await race.nodes[index % 2].managing(as: race.cast.u1)) }
            let answers = try await race.run(6) { [browsers] _, index in
                try await browsers[index].get("/oauth/authorize?\(query)")
            }
            let codes = answers.compactMap { $0.redirectFields["code"] }
            #expect(codes.count == 1)
            #expect(try await race.one.auditActions(race.cast.a.id.text).count { $0 == "grant.created" } == 2)
            #expect(try await race.two.exchange(app, codes.first ?? "").status == .ok)
        }
    }

    // MARK: - Proofs

    @Test("187: one DPoP proof, 8 times at once, works once at each address", arguments: Backend.available)
    func proofOfPossession(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let (key, app) = (SigningKey(), race.cast.c1)
            let first = try await race.one.post(
                "/oauth/token", race.one.exchangeFields(app, try await race.one.code(app)),
                headers: [.proof: race.one.proof(key, id: "first")])
            let refresh = try #require(first["refresh_token"])
            let fields: [(name: String, value: String)] = [
                ("grant_type", "refresh_token"), ("refresh_token", refresh), ("client_id", app.id.text),
                ("client_secret", app.secret ?? ""),
            ]
            let proof = try race.one.proof(key, id: "token")
            let answers = try await race.run(8) { node, _ in
                try await node.post("/oauth/token", fields, headers: [.proof: proof])
            }
            #expect(answers.count { $0.status == .ok } == 1)
            #expect(answers.count { $0.error == "invalid_dpop_proof" } == 7)

            let access = try #require(answers.first { $0.status == .ok }?["access_token"])
            let hash = Base64.encodeURL(SHA256.hash(data: Array(access.utf8)))
            let headers: HTTPFields = [
                .authorization: "DPoP \(access)",
                .proof: try race.one.proof(key, "GET", "\(ServerUnderTest.issuer)/v1/me", id: "api", hash: hash),
            ]
            let calls = try await race.run(8) { node, _ in try await node.me(headers) }
            #expect(calls.count { $0.status == .ok } == 1)
            #expect(calls.count { $0.status == .unauthorized } == 7)
        }
    }

    @Test("103: one assertion, 8 times at once, proves the app once", arguments: Backend.available)
    func assertion(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let key = SigningKey()
            let app = try await race.one.keyedApp(key)
            let code = try await race.one.code(app)
            let once = ServerUnderTest.proof(try race.one.assertion(app, key, id: "first"))
            let refresh = try #require(try await race.one.exchange(app, code, once)["refresh_token"])
            let proof = ServerUnderTest.proof(try race.one.assertion(app, key, id: "race"))
            let answers = try await race.run(8) { node, _ in try await node.refresh(app, refresh, proof) }
            #expect(answers.count { $0.status == .ok } == 1)
            #expect(answers.count { $0.error == "invalid_client" } == 7)
        }
    }

    @Test(
        "191: refreshes for different resources at once each get theirs, and one successor",
        arguments: Backend.available)
    func resources(on backend: Backend) async throws {
        try await withRace(on: backend) { race in
            let app = race.cast.s1
            let routes = try await race.one.registerResource("Routes", "https://routes.example/api")
            let resources = ["\(ServerUnderTest.issuer)/v1", routes.uri]
            let fields = race.one.parameters(app, pkce: race.one.needed(app)) + resources.map { ("resource", $0) }
            let answer = try await race.one.consent(
                "/oauth/authorize?\(PercentEncoding.query(fields))", as: race.cast.u1)
            let tokens = try await race.one.exchange(app, try #require(answer.redirectFields["code"]))
            let refresh = try #require(tokens["refresh_token"])
            let answers = try await race.run(6) { node, index in
                try await node.refresh(app, refresh, ["resource": resources[index % 2]])
            }
            #expect(answers.allSatisfy { $0.status == .ok })
            #expect(Set(answers.compactMap { $0["refresh_token"] }).count == 1)
            for (index, answer) in answers.enumerated() {
                let status = try await race.two.me(answer["access_token"] ?? "").status
                #expect(status == (index % 2 == 0 ? .ok : .unauthorized))
            }
        }
    }
}
