import HTTPTypes
import Kernel
import OAuth
import TestSupport
import Testing
import Web

@Suite("Me (contract 4.17)", .timeLimit(.minutes(1)))
struct MeTests {
    @Test("An API key")
    func apiKey() async throws {
        try await withAPI(rateLimit: 60) { api in
            let portal = Portal(id: api.a, slug: "alpha", name: "Alpha \"B.V.\"", featuresOff: [.ticketing, .files])
            let token = api.credentials.mint(in: portal, [.customersWrite, .customersRead])
            let reply = try await api.send(.get, "/v1/me", token: token)
            #expect(
                reply.body == #"""
                    {"tokenKind":"api-key","portal":{"id":"\#(api.a)","slug":"alpha","name":"Alpha \"B.V.\"",\#
                    "timeZone":"Europe/Amsterdam"},"scopes":["customers.read","customers.write"],"app":null,"expiresAt":null,\#
                    "apiVersion":"1.0.0","rateLimit":{"limit":60,"remaining":59,"windowSeconds":60},\#
                    "features":["agreements","appointments","invoicing","offers","paymentlinks","punchcards","subscriptions"]}
                    """#)
        }
    }

    @Test("An access token, in a portal of another zone")
    func accessToken() async throws {
        try await withAPI { api in
            let portal = Portal(id: api.a, slug: "alpha", name: "Alpha", timeZone: "America/New_York")
            let app = Principal.AppSummary(id: AppID("app_06as43q3qy93myae7fwh")!, name: "Sync")
            let token = api.credentials.mint(in: portal, [], app: app, expiresAt: api.clock.now + 3600, version: nil)
            let reply = try await api.send(.get, "/v1/me", token: token)
            #expect(reply.text("tokenKind") == "access-token")
            #expect(
                reply.json?["app"]
                    == .object([
                        .init(name: "id", value: .string(app.id.text)), .init(name: "name", value: .string("Sync")),
                    ]))
            #expect(reply.text("expiresAt") == "2026-03-02T05:00:00-05:00")
            #expect(reply.json?["apiVersion"] == .null)
            #expect(reply.json?["scopes"] == .array([]))
            #expect(reply.json?["rateLimit"]?["limit"] == .number("0"))
        }
    }
}
